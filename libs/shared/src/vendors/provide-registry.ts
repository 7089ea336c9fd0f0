import type { Provider } from '@nestjs/common';
import type { ModelKind } from '@shared/contracts/models';
import { ProviderKeys } from '@shared/keys/provider-keys';
import { provideKeys } from '@shared/keys/provide-keys';
import { ModelRegistry, type RegistryParts } from './model-registry';

type KeyEnv = Parameters<typeof provideKeys>[0];
type Parts<K extends ModelKind> = Omit<RegistryParts<K>, 'keys'> & { env: KeyEnv };

/** The registry of a stage, with the keys that were stored for it. */
export function provideRegistry<K extends ModelKind>(parts: Parts<K>): Provider[] {
  return [
    ...provideKeys(parts.env, parts.logger),
    {
      provide: ModelRegistry,
      inject: [ProviderKeys],
      useFactory: (keys: ProviderKeys) => new ModelRegistry<K>({ ...parts, keys }),
    },
  ];
}
