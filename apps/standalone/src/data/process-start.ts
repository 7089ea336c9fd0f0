import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** When a process began, in its system's own words; null when there is none. A number that is used again began later. */
export async function findProcessStart(pid: number): Promise<string | null> {
  return process.platform === 'linux' ? findInProc(pid) : findWithPs(pid);
}

// The name of a program may hold blanks and brackets, so the fields are counted from behind it: the 1st is the state, the 20th the start.
async function findInProc(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (stat === null) return null;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? null : (fields[19] ?? null);
}

async function findWithPs(pid: number): Promise<string | null> {
  const run = promisify(execFile);
  const { stdout } = await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  const [state = 'Z', ...start] = stdout.trim().split(/\s+/);
  return state.startsWith('Z') || start.length === 0 ? null : start.join(' ');
}
