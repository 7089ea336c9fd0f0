import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigError } from '@shared/config/parse-config';

export const masterKeyEnv = {
  /** 32 bytes in base64 (`openssl rand -base64 32`), under which keys of vendors are stored; the first encrypts, those behind a comma only decrypt. Default none: keys cannot be stored. */
  MASTER_KEY: z.string().min(1).optional(),
  /** A file with the same, one a line. */
  MASTER_KEY_FILE: z.string().min(1).optional(),
};

export interface MasterKey {
  /** Says which key it is, and nothing about it: stands beside everything that it has encrypted. */
  id: string;
  bytes: Buffer;
}

/** The one that encrypts first; empty where none is set. Throws a ConfigError that shows no part of any key. */
export function readMasterKeys(env: {
  MASTER_KEY?: string | undefined;
  MASTER_KEY_FILE?: string | undefined;
}): MasterKey[] {
  const { MASTER_KEY, MASTER_KEY_FILE } = env;
  if (MASTER_KEY !== undefined && MASTER_KEY_FILE !== undefined) {
    throw new ConfigError(['MASTER_KEY: must not be set beside MASTER_KEY_FILE']);
  }
  const [setting, text] =
    MASTER_KEY_FILE === undefined
      ? ['MASTER_KEY', MASTER_KEY ?? '']
      : ['MASTER_KEY_FILE', readKeyFile(MASTER_KEY_FILE)];
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  if (MASTER_KEY_FILE !== undefined && parts.length === 0) throw new ConfigError([`${setting}: the file is empty`]);
  return parts.map((part, i) => toMasterKey(part, `${setting}: key ${i + 1} of ${parts.length}`));
}

function toMasterKey(part: string, name: string): MasterKey {
  const bytes = Buffer.from(part, 'base64');
  if (bytes.length !== 32 || bytes.toString('base64').replace(/=+$/, '') !== part.replace(/=+$/, '')) {
    throw new ConfigError([
      `${name} must be 32 bytes in base64, like \`openssl rand -base64 32\` makes them (value not shown)`,
    ]);
  }
  const id = createHash('sha256').update('reelwright master key ').update(bytes).digest('hex').slice(0, 8);
  return { id, bytes };
}

function readKeyFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new ConfigError([`MASTER_KEY_FILE: ${path} cannot be read (${reason})`]);
  }
}
