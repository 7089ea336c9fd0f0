import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { INSTALLATION_TENANT, KEYS_SUBJECT } from '@shared/contracts/installation';
import type { KeyTest, ProviderKey } from '@shared/contracts/provider-keys';
import { AppError } from '@shared/errors/app-error';
import { keyIdOf, KeyVault } from '@shared/keys/key-vault';
import { ownerOf, ProviderKeys } from '@shared/keys/provider-keys';
import { Outbox } from '@shared/messaging/outbox';
import { isSendable, SECRET_RULE } from '@shared/vendors/credential';
import type { Vendor } from '@shared/vendors/model-capabilities';
import { toInvalidInput } from '../http/parse-input';
import { KeySettings } from './key-settings';
import { maskSecret } from './mask-secret';
import { testKey } from './test-key';

export interface KeyName {
  vendor: Vendor;
  reference: string;
}

interface Row extends KeyName {
  version: number;
  sealed: string | null;
  changed_at: Date;
}

const COLUMNS = 'vendor, reference, version, sealed, changed_at';

/** Stores keys of vendors, and tells the stages of them: encrypted, under a name. */
@Injectable()
export class KeepKeys implements OnApplicationBootstrap {
  constructor(
    private readonly dataSource: DataSource,
    private readonly vault: KeyVault,
    private readonly keys: ProviderKeys,
    private readonly outbox: Outbox,
    private readonly settings: KeySettings,
  ) {}

  // A stage whose database is new hears of all keys again, also where what was said of them is long gone.
  async onApplicationBootstrap(): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      for (const row of await tx.query<Row[]>(`SELECT ${COLUMNS} FROM provider_keys`)) await this.state(tx, row);
      await this.outbox.restate(tx, KEYS_SUBJECT);
    });
  }

  /** Nothing is stored that the vendor refuses, or that could not be sent there. */
  async put(name: KeyName, secret: string): Promise<ProviderKey> {
    // Vertex has a document of several lines, which is sent to nobody.
    if (name.vendor !== 'vertex' && !isSendable(secret)) throw toInvalidSecret(SECRET_RULE);
    const sealed = this.vault.seal(secret, ownerOf(name));
    const test = await testKey(name.vendor, secret, this.settings.addresses);
    if (test.outcome === 'refused') throw toInvalidSecret(`must be a key that works: ${test.message}`);
    return toView(await this.change(name, sealed), maskSecret(secret), test);
  }

  async remove(name: KeyName): Promise<void> {
    await this.loadOrThrow(name);
    await this.change(name, null);
  }

  async test(name: KeyName): Promise<ProviderKey> {
    const row = await this.loadOrThrow(name);
    const secret = this.vault.unseal(row.sealed, ownerOf(row));
    return toView(row, maskSecret(secret), await testKey(name.vendor, secret, this.settings.addresses));
  }

  async list(): Promise<ProviderKey[]> {
    const rows = await this.dataSource.query<(Row & { sealed: string })[]>(
      'SELECT * FROM provider_keys WHERE sealed IS NOT NULL ORDER BY vendor, reference',
    );
    return rows.map((row) => toView(row, maskSecret(this.vault.unseal(row.sealed, ownerOf(row))), null));
  }

  private change(name: KeyName, sealed: string | null): Promise<Row> {
    return this.dataSource.transaction(async (tx) => {
      // One change at a time: each has a version of its own.
      await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`provider-key/${ownerOf(name)}`]);
      const before = await findRow(tx, name);
      await this.keys.take(tx, { ...name, version: (before?.version ?? 0) + 1, sealed });
      const row = await findRow(tx, name);
      if (!row) throw new Error(`the key ${ownerOf(name)} was stored and is not there`);
      await this.state(tx, row);
      return row;
    });
  }

  private async state(tx: EntityManager, { vendor, reference, version, sealed }: Row): Promise<void> {
    const data = { vendor, reference, version, sealed };
    await this.outbox.add(tx, {
      name: 'provider-key.changed',
      tenantId: INSTALLATION_TENANT,
      filmId: KEYS_SUBJECT,
      data,
    });
  }

  private async loadOrThrow(name: KeyName): Promise<Row & { sealed: string }> {
    const row = await findRow(this.dataSource.manager, name);
    if (row && row.sealed !== null) return { ...row, sealed: row.sealed };
    throw new AppError('NOT_FOUND', `No key ${ownerOf(name)} is stored`);
  }
}

function toInvalidSecret(rule: string): AppError {
  return toInvalidInput([{ field: 'secret', rule, value: '(not shown)' }]);
}

async function findRow(tx: EntityManager, { vendor, reference }: KeyName): Promise<Row | undefined> {
  const [row] = await tx.query<Row[]>(`SELECT ${COLUMNS} FROM provider_keys WHERE vendor = $1 AND reference = $2`, [
    vendor,
    reference,
  ]);
  return row;
}

function toView({ vendor, reference, sealed, changed_at }: Row, masked: string, test: KeyTest | null): ProviderKey {
  const facts = { vendor, reference, masked, source: 'stored' as const, masterKey: sealed && keyIdOf(sealed) };
  return { object: 'provider-key', ...facts, changedAt: changed_at.toISOString(), test };
}
