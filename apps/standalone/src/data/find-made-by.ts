import { existsSync, readFileSync } from 'node:fs';
import { dataPaths } from './data-paths';

export type MadeBy = 'simulator' | 'vendors';

/** `isSaid`: by a version that keeps drawn and paid films apart; others may have put both into one directory. */
export interface Made {
  by: MadeBy;
  isSaid: boolean;
}

/** Who made the films in a data directory; null where there are none. */
export function findMadeBy(dataDir: string): Made | null {
  const paths = dataPaths(dataDir);
  const said = existsSync(paths.madeBy) ? readFileSync(paths.madeBy, 'utf8') : '';
  if (said === 'simulator' || said === 'vendors') return { by: said, isSaid: true };
  if (existsSync(paths.simulator)) return { by: 'simulator', isSaid: false };
  return existsSync(paths.postgres) ? { by: 'vendors', isSaid: false } : null;
}
