import { execa } from 'execa';

const SIZE = { width: 64, height: 36 };

/** The picture `seconds` into a film, small: only what it shows counts, not how it was encoded. */
export async function frameAt(path: string, seconds: number): Promise<Uint8Array> {
  return decode(['-ss', String(seconds), '-i', path]);
}

export async function stillOf(path: string): Promise<Uint8Array> {
  return decode(['-i', path]);
}

/** Mean absolute difference of all colour values: 0 for the same picture, 255 for black and white. */
export function difference(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) throw new Error(`Pictures of ${a.length} and ${b.length} values cannot be compared`);
  const sum = a.reduce((total, value, i) => total + Math.abs(value - (b[i] ?? 0)), 0);
  return sum / a.length;
}

async function decode(input: string[]): Promise<Uint8Array> {
  const scale = `scale=${SIZE.width}:${SIZE.height}:flags=area`;
  const output = ['-frames:v', '1', '-vf', scale, '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'];
  const { stdout } = await execa('ffmpeg', ['-v', 'error', ...input, ...output], { encoding: 'buffer' });
  return stdout;
}
