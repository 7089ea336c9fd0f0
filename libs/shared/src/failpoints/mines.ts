import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Failpoint, onFailpoint } from './failpoint';

const MINE_ACTIONS = ['pass', 'kill', 'term', 'stop', 'throw', 'delay'] as const;
export type MineAction = (typeof MINE_ACTIONS)[number];

/**
 * Arms this process with the mines in a folder. A mine is a file `<service>.<failpoint>.<n>` that holds an action, and for
 * `delay` the milliseconds. Who passes takes the mine with the lowest n away, so that each strikes one process once, whatever
 * restarts; `pass` lets one pass. What struck is left as `struck-<pid>-<mine>`.
 */
export function armFailpoints(folder: string, service: string): void {
  onFailpoint(async (point) => {
    const mine = takeMine(folder, `${service}.${point}`);
    if (mine !== null) await strike(mine, point);
  });
}

function takeMine(folder: string, place: string): string | null {
  const mines = readdirSync(folder).filter((name) => name.startsWith(`${place}.`));
  for (const mine of mines.sort()) {
    const struck = join(folder, `struck-${process.pid}-${mine}`);
    try {
      renameSync(join(folder, mine), struck);
      return readFileSync(struck, 'utf8').trim();
    } catch (error) {
      // Another process was faster.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return null;
}

async function strike(mine: string, point: Failpoint): Promise<void> {
  const [action = '', ms = '0'] = mine.split(' ');
  switch (action as MineAction) {
    case 'pass':
      return;
    case 'kill':
      process.kill(process.pid, 'SIGKILL');
      return wait(60_000);
    case 'term':
      process.kill(process.pid, 'SIGTERM');
      return;
    case 'stop':
      process.kill(process.pid, 'SIGSTOP');
      return;
    case 'throw':
      throw new Error(`struck at ${point}`);
    case 'delay':
      return wait(Number(ms));
    default:
      throw new Error(`a mine says one of ${MINE_ACTIONS.join(', ')}; got "${mine}"`);
  }
}
