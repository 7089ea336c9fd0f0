import { spawn } from 'node:child_process';

export interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

/** Standard output of a command; its error holds the command, the exit and the last lines that it wrote. */
export async function runCommand(file: string, args: string[], options: CommandOptions = {}): Promise<string> {
  const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    output = (output + text).slice(-4_000);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-4_000);
  });
  const exit = await new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve(code ?? signal ?? 'unknown');
    });
  });
  if (exit === 0) return stdout;
  const lastLines = output.trimEnd().split('\n').slice(-8).join('\n');
  throw new Error(`${[file, ...args].join(' ')} ended with ${exit}:\n${lastLines}`);
}

/** Null where the command is missing or fails. */
export async function tryCommand(file: string, args: string[], options?: CommandOptions): Promise<string | null> {
  return runCommand(file, args, options).catch(() => null);
}
