import type { ExitCode } from '../src/exit-codes';
import { runCli } from '../src/run-cli';

export interface Recorded {
  code: ExitCode;
  out: string;
  err: string;
}

/** Runs the command line as a process would, and keeps what it wrote. */
export async function runRecorded(args: string[], api = 'http://127.0.0.1:9'): Promise<Recorded> {
  const written = { out: '', err: '' };
  const terminal = {
    out: (text: string) => void (written.out += text),
    err: (text: string) => void (written.err += text),
    isScreen: false,
  };
  const code = await runCli(args, terminal, { api });
  return { code, ...written };
}
