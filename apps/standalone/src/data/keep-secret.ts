import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A secret of our own making, the same each time once it is there. */
export async function keepSecret(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  const secret = randomBytes(32).toString('hex');
  // Whoever comes second takes what the first one wrote.
  await writeFile(file, secret, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
  return readFile(file, 'utf8');
}
