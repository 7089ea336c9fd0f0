import type { DataSource, EntityManager } from 'typeorm';
import { artifactKeys } from '@shared/artifacts/artifact-keys';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { Clock } from '@shared/clock/clock';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { type Models, toModelLists } from '@shared/contracts/models';
import type { Micros } from '@shared/contracts/money';
import { AppError, type ErrorFacts } from '@shared/errors/app-error';
import type { Attempt } from '@shared/generation/attempts/attempt';
import { loadApprovedBrief } from '@shared/generation/films/brief';
import { describeInBrief, refsInBrief } from '@shared/generation/films/describe-brief';
import type { FilmUnits } from '@shared/generation/films/film-units';
import { findReferences } from '@shared/generation/films/reference-artifacts';
import type { StoryboardLibrary } from '@shared/artifacts/storyboard-library';
import { listUnits } from '@shared/generation/films/units';
import { type FetchedResult, type Prepared, Workload } from '@shared/generation/attempts/workload';
import { checkImage, type ImageFacts } from '@shared/media/check-image';
import type { RefusalLadder } from '@shared/refusals/refusal-ladder';
import { findRefusal, listAfterRefusal, type Refusal, toRefusedUnit } from '@shared/refusals/refusals';
import { readSoftenedPrompt } from '@shared/refusals/softened-prompt';
import type { ImageRequest } from '@shared/vendors/image-request';
import type { ModelRegistry } from '@shared/vendors/model-registry';
import { priceOfImage } from '@shared/vendors/prices';
import { buildKeyframePrompt } from './build-keyframe-prompt';

export interface KeyframeParts {
  db: DataSource;
  clock: Clock;
  registry: ModelRegistry<'image'>;
  library: StoryboardLibrary;
  keyframes: FilmUnits;
  ladder: RefusalLadder;
  store: ArtifactStore;
  /** For films that were approved before their models were named. */
  models: Models;
}

/** Storyboard and the keyframe before → the next keyframe. */
export class KeyframeWorkload extends Workload<ImageFacts> {
  readonly kind = 'keyframe';

  constructor(private readonly parts: KeyframeParts) {
    super();
  }

  async listModels(attempt: Attempt): Promise<readonly string[]> {
    const [models, refusal] = await Promise.all([this.modelsOf(attempt), this.findRefusal(attempt)]);
    return listAfterRefusal(models, refusal);
  }

  async prepare(attempt: Attempt, model: string): Promise<Prepared> {
    const [{ request, priceMicros }, refusal] = await Promise.all([
      this.prepareUnrefused(attempt, model),
      this.findRefusal(attempt),
    ]);
    const softened = refusal?.softened && (await readSoftenedPrompt(this.parts.store, refusal.softened));
    return { request: { ...request, prompt: softened ?? request.prompt }, priceMicros };
  }

  /** The models of the film. */
  async modelsOf(attempt: Attempt): Promise<readonly string[]> {
    const { db, models } = this.parts;
    const brief = await loadApprovedBrief(db.manager, attempt);
    return toModelLists(brief.models ?? models).image;
  }

  /** What the keyframe would be asked for if nobody had refused anything. */
  async prepareUnrefused(attempt: Attempt, model: string): Promise<{ request: ImageRequest; priceMicros: Micros }> {
    const { clock, registry } = this.parts;
    const request = await this.buildRequest(attempt, model);
    return { request, priceMicros: priceOfImage(model, clock.now(), registry.models) };
  }

  private async buildRequest(attempt: Attempt, model: string): Promise<ImageRequest> {
    const { db, library, models, registry } = this.parts;
    const brief = await loadApprovedBrief(db.manager, attempt);
    const storyboard = await library.load(brief.storyboard);
    const unit = { kind: 'keyframe' as const, n: attempt.unit.n };
    const described = describeInBrief(brief, storyboard, { unit, models });
    if (described.kind !== 'keyframe') throw new Error(`attempt ${attempt.id} is for no keyframe`);
    const { anchor } = refsInBrief(brief, unit);
    const { inputs } = described;
    const { aspectRatio } = inputs;
    const before = anchor ? [await this.artifactOf(attempt, anchor.n)] : [];
    const references = [...before, ...findReferences(brief, inputs.references)].slice(
      0,
      registry.describe(model).references,
    );
    const prompt = buildKeyframePrompt(inputs, anchor !== undefined);
    return { model, prompt, references, aspectRatio };
  }

  artifactKey(attempt: Attempt): string {
    return artifactKeys.keyframe(attempt, attempt.id);
  }

  async check(result: FetchedResult): Promise<ImageFacts> {
    return checkImage(await result.read());
  }

  async onStored(tx: EntityManager, attempt: Attempt, artifact: ArtifactRef): Promise<void> {
    await this.parts.keyframes.stored(tx, attempt, { artifact, facts: null });
  }

  async onFailed(tx: EntityManager, attempt: Attempt, error: ErrorFacts): Promise<void> {
    await this.parts.keyframes.failed(tx, attempt, error);
  }

  override onRefused(tx: EntityManager, attempt: Attempt, error: ErrorFacts): Promise<boolean> {
    return this.parts.ladder.climb(tx, attempt, error);
  }

  private async findRefusal(attempt: Attempt): Promise<Refusal | null> {
    const unit = toRefusedUnit(attempt);
    return unit && findRefusal(this.parts.db.manager, unit);
  }

  private async artifactOf(attempt: Attempt, index: number): Promise<ArtifactRef> {
    const units = await listUnits(this.parts.db.manager, attempt, 'keyframe');
    const artifact = units.find(({ n }) => n === index)?.artifact;
    if (artifact) return artifact;
    throw new AppError('ARTIFACT_MISSING', `keyframe ${index} of ${attempt.filmId} has no image to build on`, {
      retryable: false,
    });
  }
}
