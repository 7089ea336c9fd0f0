import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { ModelKind } from '@shared/contracts/models';
import { AppError } from '@shared/errors/app-error';
import { type Pool, Pools } from '@shared/generation/pool';
import type { WebhookEnv } from '@shared/webhooks/webhook-env';
import type { ModelCapabilities } from './model-capabilities';
import { describeModels, findMissing, listCredentials, type VendorEnv } from './vendor-env';
import { ADAPTERS } from './vendors';

type Capabilities<K extends ModelKind> = Extract<ModelCapabilities, { kind: K }>;

export interface RegistryParts<K extends ModelKind> {
  kind: K;
  env: VendorEnv & WebhookEnv;
  store: ArtifactStore;
  /** What the settings allow to each pool; where the vendor names a smaller number, that counts. */
  limits: Pick<Pool, 'maxInFlight' | 'maxPerMinute' | 'submitGapMs' | 'completionTimes'>;
}

/** The models of one kind, and by whom each can be asked under these settings. */
export class ModelRegistry<K extends ModelKind> extends Pools {
  readonly models: readonly Capabilities<K>[];
  private readonly pools: readonly Pool[];

  constructor(private readonly parts: RegistryParts<K>) {
    super();
    const isOfKind = (model: ModelCapabilities): model is Capabilities<K> => model.kind === parts.kind;
    this.models = describeModels(parts.env).filter(isOfKind);
    const vendors = new Set(this.models.map(({ vendor }) => vendor));
    this.pools = [...vendors].flatMap((vendor) => this.openPools(vendor));
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
    const missing = findMissing(this.parts.env, model.vendor);
    return missing && `${model.vendor} has no credentials here: ${missing} is not set`;
  }

  // One adapter for each credential, whatever the model: it may hold a token of its own.
  private openPools(vendor: ModelCapabilities['vendor']): Pool[] {
    const { kind, env, store } = this.parts;
    const adapt = ADAPTERS[kind][vendor];
    if (!adapt) throw new Error(`${vendor} has no adapter for ${kind}`);
    const models = this.models.filter((model) => model.vendor === vendor);
    return listCredentials(env, vendor).flatMap(({ ref, secret }) => {
      const provider = adapt({ env, secret, store });
      return models.map((model) => ({ ...this.limitsOf(model), name: poolName(model, ref), vendor, provider }));
    });
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
    return current.filter(({ vendor }) => findMissing(this.parts.env, vendor) === null).map(({ model }) => model);
  }
}

export function poolName({ vendor, model }: Pick<ModelCapabilities, 'vendor' | 'model'>, ref: string): string {
  return `${vendor}/${model}/${ref}`;
}
