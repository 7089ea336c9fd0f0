import { mkdir, writeFile } from 'node:fs/promises';
import { ConfigError } from '@shared/config/parse-config';
import { dataPaths } from './data-paths';
import { findMadeBy, type MadeBy } from './find-made-by';

const NAMES: Record<MadeBy, string> = { simulator: 'of the simulator', vendors: 'of paid vendors' };

/**
 * A ConfigError where the data are of films that were made otherwise than now: what is unfinished goes on by itself, and would be
 * bought though it began as drawings, or drawn though it was paid for.
 */
export async function keepApart(dataDir: string, madeBy: MadeBy): Promise<void> {
  const kept = findMadeBy(dataDir);
  if (kept !== null && kept.by !== madeBy) throw new ConfigError([sayWhyNot(dataDir, kept.by)]);
  if (kept !== null) return;
  await mkdir(dataDir, { recursive: true });
  await writeFile(dataPaths(dataDir).madeBy, madeBy);
}

function sayWhyNot(dataDir: string, kept: MadeBy): string {
  const wayOut =
    kept === 'simulator' ? 'take the keys of vendors out of the settings' : 'set the keys of vendors again';
  return `${dataDir} holds films ${NAMES[kept]}, and unfinished ones would go on otherwise: give another --data, or ${wayOut}`;
}
