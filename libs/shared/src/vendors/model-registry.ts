import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { ModelKind } from '@shared/contracts/models';
import { AppError } from '@shared/errors/app-error';
import { type Pool, Pools } from '@shared/generation/pools/pool';
import type { Provider } from '@shared/generation/providers/provider';
import type { Logger } from '@shared/telemetry/logger';
import type { WebhookEnv } from '@shared/webhooks/webhook-env';
import type { Capabilities } from './adapter-parts';
import { listSellers, makeAdapter } from './adapters';
import type { Credential } from './credential';
import type { ModelCapabilities, Vendor } from './model-capabilities';
import { describeModels, listCredentials, settingOf, type VendorEnv } from './vendor-env';

export interface RegistryParts<K extends ModelKind> {
  kind: K;
  env: VendorEnv & WebhookEnv;
  store: ArtifactStore;
  /** Credentials besides those of the settings, which may come and go; of two with one ref they win. */
  keys: KeySource;
  logger: Logger;
  /** What the settings allow to each pool; where the vendor names a smaller number, that counts. */
  limits: Pick<Pool, 'maxInFlight' | 'maxPerMinute' | 'submitGapMs' | 'completionTimes'>;
}

export interface KeySource {
  listNow(vendor: string): readonly Credential[];
  onChange(listener: () => void): void;
}

/** The models of one kind, and by whom each can be asked under these settings. */
export class ModelRegistry<K extends ModelKind> extends Pools {
  readonly models: readonly Capabilities<K>[];
  private pools: readonly Pool[];

  constructor(private readonly parts: RegistryParts<K>) {
    super();
    const isOfKind = (model: ModelCapabilities): model is Capabilities<K> => model.kind === parts.kind;
    this.models = describeModels(parts.env).filter(isOfKind);
    this.pools = this.openAll();
    parts.keys.onChange(() => {
      this.pools = this.openAll();
    });
  }

  all(): readonly Pool[] {
    return this.pools;
  }

  /** What a model can do. */
  describe(name: string): Capabilities<K> {
    const model = this.models.find((known) => known.model === name);
    if (model) return model;
    throw new AppError('INVALID_INPUT', `there is no ${this.parts.kind} model ${name}`);
  }

  findWhyNot(name: string): string | null {
    const model = this.models.find((known) => known.model === name);
    if (!model) return `there is no ${this.parts.kind} model ${name}`;
    if (this.of(name).length > 0) return null;
    return `${model.vendor} has no credentials here: ${settingOf(model.vendor)} is not set, and none is stored`;
  }

  private openAll(): Pool[] {
    const vendors = new Set(this.models.map(({ vendor }) => vendor));
    return [...vendors].flatMap((vendor) => this.openPools(vendor));
  }

  // One adapter for each credential, whatever the model: it may hold a token of its own.
  private openPools(vendor: Vendor): Pool[] {
    const { kind } = this.parts;
    if (!listSellers(kind).includes(vendor)) throw new Error(`${vendor} has no adapter for ${kind}`);
    const models = this.models.filter((model) => model.vendor === vendor);
    return this.credentialsOf(vendor).flatMap((credential) => {
      const provider = this.adaptOrWarn(vendor, credential);
      if (provider === null) return [];
      const { ref } = credential;
      return models.map((model) => ({ ...this.limitsOf(model), name: poolName(model, ref), vendor, provider }));
    });
  }

  // One that cannot be read must not take the others with it.
  private adaptOrWarn(vendor: Vendor, { ref, secret }: Credential): Provider | null {
    const { kind, env, store, logger } = this.parts;
    try {
      return makeAdapter(kind, vendor, { env, secret, store });
    } catch (error) {
      logger.error({ error, vendor, credential: ref }, 'a credential cannot be used');
      return null;
    }
  }

  private credentialsOf(vendor: Vendor): Credential[] {
    const stored = this.parts.keys.listNow(vendor);
    const set = listCredentials(this.parts.env, vendor);
    return [...set.filter(({ ref }) => !stored.some((key) => key.ref === ref)), ...stored];
  }

  private limitsOf({ model, limits, lifecycle }: Capabilities<K>): Omit<Pool, 'name' | 'vendor' | 'provider'> {
    const allowed = this.parts.limits;
    return {
      ...allowed,
      model,
      maxInFlight: Math.min(allowed.maxInFlight, limits.inFlight ?? Infinity),
      maxPerMinute: Math.min(allowed.maxPerMinute, limits.perMinute ?? Infinity),
      successors: 'successors' in lifecycle ? lifecycle.successors : this.namesBeside(model),
    };
  }

  // Whoever has named no successor is followed by whatever else is here and current.
  private namesBeside(name: string): string[] {
    const current = this.models.filter(({ model, lifecycle }) => model !== name && lifecycle.phase === 'current');
    return current.filter(({ vendor }) => this.credentialsOf(vendor).length > 0).map(({ model }) => model);
  }
}

export function poolName({ vendor, model }: Pick<ModelCapabilities, 'vendor' | 'model'>, ref: string): string {
  return `${vendor}/${model}/${ref}`;
}
