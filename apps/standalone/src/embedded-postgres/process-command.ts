import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** The command line of a running process; null when there is none, or only a zombie that nobody has reaped. */
export async function processCommand(pid: number): Promise<string | null> {
  const command = process.platform === 'linux' ? await commandFromProc(pid) : await commandFromPs(pid);
  return command === '' ? null : command;
}

// A zombie's command line is empty here, which is how it counts as gone.
async function commandFromProc(pid: number): Promise<string> {
  const raw = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return raw.replaceAll('\0', ' ').trim();
}

async function commandFromPs(pid: number): Promise<string> {
  const run = promisify(execFile);
  const { stdout } = await run('ps', ['-ww', '-o', 'stat=,command=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  const [state = '', ...command] = stdout.trim().split(/\s+/);
  return state.startsWith('Z') ? '' : command.join(' ');
}
