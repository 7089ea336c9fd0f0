import type { Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Doorbell } from '@shared/database/doorbell';
import type { Logger } from '@shared/telemetry/logger';
import { KeyVault } from './key-vault';
import { readMasterKeys } from './master-keys';
import { ProviderKeys } from './provider-keys';

type Env = Parameters<typeof readMasterKeys>[0];

/** `KeyVault` and `ProviderKeys` of a service. */
export function provideKeys(env: Env, logger: Logger): Provider[] {
  const vault = new KeyVault(readMasterKeys(env));
  return [
    { provide: KeyVault, useValue: vault },
    {
      provide: ProviderKeys,
      inject: [DataSource, Doorbell],
      useFactory: (db: DataSource, doorbell: Doorbell) => new ProviderKeys({ db, doorbell, vault, logger }),
    },
  ];
}
