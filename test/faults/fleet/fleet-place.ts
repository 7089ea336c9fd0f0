import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { CHECKOUT_DIR, STATE_DIR } from '../../../scripts/servers/checkout.ts';
import type { ServerAddresses } from '../../../scripts/servers/server-addresses.ts';
import type { StackPlace } from '../../../scripts/stack/stack-plan.ts';

/** Secrets that must be seen nowhere, by what each is called. */
export const SECRETS = { 'provider key': 'canary-provider-key-7f3a9c', 'database password': 'canary-password-51d20e' };

export interface FleetPlace extends StackPlace {
  /** Mines lie here, see libs/shared/src/failpoints. */
  mines: string;
  /** What the fleet's processes take for the system's folder of temporary files. */
  temporary: string;
}

/** Of its own in each checkout: several share the servers of a machine. */
export function buildPlace(name: string): FleetPlace {
  const title = `${name}-${createHash('sha256').update(CHECKOUT_DIR).digest('hex').slice(0, 6)}`;
  const dir = join(STATE_DIR, name);
  return {
    dir,
    database: `reelwright_${title.replaceAll('-', '_')}`,
    bucket: `reelwright-${title}`,
    kafkaPrefix: `${title}.`,
    mines: join(dir, 'mines'),
    temporary: join(dir, 'tmp'),
  };
}

export async function emptyFolders({ mines, temporary }: FleetPlace): Promise<void> {
  for (const folder of [mines, temporary]) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
  }
}

/** The address of Postgres for a user whose password is planted: the server's own may be a word of every day. */
export async function plantPassword({ url }: ServerAddresses['postgres']): Promise<string> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    const password = SECRETS['database password'];
    await admin.query(
      `DO $$ BEGIN CREATE ROLE fault_fleet LOGIN SUPERUSER PASSWORD '${password}';
       EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`,
    );
    const planted = new URL(url);
    planted.username = 'fault_fleet';
    planted.password = password;
    return planted.href;
  } finally {
    await admin.end();
  }
}
