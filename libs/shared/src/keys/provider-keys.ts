import type { DataSource, EntityManager } from 'typeorm';
import { ConfigError } from '@shared/config/parse-config';
import type { Doorbell } from '@shared/database/doorbell';
import { toAppError } from '@shared/errors/app-error';
import type { Logger } from '@shared/telemetry/logger';
import type { Credential } from '@shared/vendors/credential';
import type { KeyVault } from './key-vault';
import { loadKeyRows, type ProviderKeyRow, replaceSealed, upsertKeyRow } from './provider-key-rows';

/** Rung when a stored key has changed. */
const KEYS_CHANNEL = 'provider-keys';

export interface ProviderKeysParts {
  db: DataSource;
  doorbell: Doorbell;
  vault: KeyVault;
  logger: Logger;
}

type Listener = () => void;

/** The keys of vendors that were stored by way of the API, as a service holds them: encrypted in its database, plain in memory only. */
export class ProviderKeys {
  private known: ReadonlyMap<string, readonly Credential[]> = new Map();
  private readonly listeners = new Set<Listener>();
  private loading: Promise<void> = Promise.resolve();

  constructor(private readonly parts: ProviderKeysParts) {
    parts.doorbell.listen(KEYS_CHANNEL, () => {
      void this.refresh().catch((error: unknown) => {
        parts.logger.error({ error }, 'stored keys cannot be read');
      });
    });
  }

  /** Before anything is served: a ConfigError where a stored key cannot be decrypted; what an older master key has encrypted is encrypted anew. */
  async onModuleInit(): Promise<void> {
    const { db, vault } = this.parts;
    const rows = await loadKeyRows(db.manager);
    throwOnUnreadable(rows, vault);
    for (const row of rows.filter(({ sealed }) => vault.isOutdated(sealed))) {
      await replaceSealed(db.manager, row, vault.seal(vault.unseal(row.sealed, ownerOf(row)), ownerOf(row)));
    }
    await this.refresh();
  }

  /** As of the last change; nothing is asked. */
  listNow(vendor: string): readonly Credential[] {
    return this.known.get(vendor) ?? [];
  }

  /** From the database, also what this replica has not heard of yet. */
  async secretsOf(vendor: string): Promise<readonly Credential[]> {
    await this.refresh();
    return this.listNow(vendor);
  }

  /** `listener` is told whenever what `listNow` gives has changed. */
  onChange(listener: Listener): void {
    this.listeners.add(listener);
  }

  /** Takes over what was said of a key; of two versions the higher one holds. False where it is known already. */
  async take(tx: EntityManager, row: Omit<ProviderKeyRow, 'sealed'> & { sealed: string | null }): Promise<boolean> {
    const isNew = await upsertKeyRow(tx, row);
    if (isNew) await this.parts.doorbell.ring(tx, KEYS_CHANNEL);
    return isNew;
  }

  // One after the other: what was read first must not come last.
  private refresh(): Promise<void> {
    this.loading = this.loading.catch(() => undefined).then(() => this.load());
    return this.loading;
  }

  // One that cannot be read, because this service has not got its master key yet, must not take the others with it.
  private async load(): Promise<void> {
    const { db, vault, logger } = this.parts;
    const known = new Map<string, Credential[]>();
    for (const row of await loadKeyRows(db.manager)) {
      try {
        const credential = { ref: row.reference, secret: vault.unseal(row.sealed, ownerOf(row)) };
        known.set(row.vendor, [...(known.get(row.vendor) ?? []), credential]);
      } catch (error) {
        logger.error({ error, vendor: row.vendor, reference: row.reference }, 'a stored key cannot be read');
      }
    }
    this.known = known;
    for (const listener of this.listeners) listener();
  }
}

export function ownerOf({ vendor, reference }: Pick<ProviderKeyRow, 'vendor' | 'reference'>): string {
  return `${vendor}/${reference}`;
}

function throwOnUnreadable(rows: readonly ProviderKeyRow[], vault: KeyVault): void {
  const problems = rows.flatMap((row) => {
    try {
      vault.unseal(row.sealed, ownerOf(row));
      return [];
    } catch (error) {
      return [`MASTER_KEY: ${toAppError(error).message}`];
    }
  });
  if (problems.length > 0) throw new ConfigError(problems);
}
