import { execa } from 'execa';

const PATIENCE_MS = 120_000;
const STDERR_CHARACTERS = 2000;

/** Runs ffmpeg to its end; the error says how it was called and the last that it said. */
export async function runFfmpeg(ffmpegPath: string, args: readonly string[]): Promise<void> {
  const options = { timeout: PATIENCE_MS, reject: false, stdin: 'ignore', stdout: 'ignore' } as const;
  const result = await execa(ffmpegPath, ['-hide_banner', '-v', 'error', '-y', ...args], options);
  if (!result.failed) return;
  const said = (result.stderr || result.shortMessage || '').slice(-STDERR_CHARACTERS);
  throw new Error(`${ffmpegPath} ${args.join(' ')} failed: ${said}`);
}
