import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { ConfigError } from '@shared/config/parse-config';
import { dataPaths } from './data-paths';

export type MadeBy = 'simulator' | 'vendors';

const NAMES: Record<MadeBy, string> = { simulator: 'of the simulator', vendors: 'of paid vendors' };

/**
 * A ConfigError where the data are of films that were made otherwise than now: what is unfinished goes on by itself, and would be
 * bought though it began as drawings, or drawn though it was paid for.
 */
export async function keepApart(dataDir: string, madeBy: MadeBy): Promise<void> {
  const kept = await findMadeBy(dataDir);
  if (kept !== null && kept !== madeBy) throw new ConfigError([sayWhyNot(dataDir, kept)]);
  if (kept !== null) return;
  await mkdir(dataDir, { recursive: true });
  await writeFile(dataPaths(dataDir).madeBy, madeBy);
}

async function findMadeBy(dataDir: string): Promise<MadeBy | null> {
  const paths = dataPaths(dataDir);
  const said = await readFile(paths.madeBy, 'utf8').catch(() => '');
  if (said === 'simulator' || said === 'vendors') return said;
  // Data from before it was said.
  if (await isThere(paths.simulator)) return 'simulator';
  return (await isThere(paths.postgres)) ? 'vendors' : null;
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function sayWhyNot(dataDir: string, kept: MadeBy): string {
  const wayOut =
    kept === 'simulator' ? 'take the keys of vendors out of the settings' : 'set the keys of vendors again';
  return `${dataDir} holds films ${NAMES[kept]}, and unfinished ones would go on otherwise: give another --data, or ${wayOut}`;
}
