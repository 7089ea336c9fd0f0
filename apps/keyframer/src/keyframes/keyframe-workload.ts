import { readFile } from 'node:fs/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { artifactKeys } from '@shared/artifacts/artifact-keys';
import type { Clock } from '@shared/clock/clock';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { hashOf } from '@shared/contracts/canonical-json';
import { AppError, type ErrorFacts } from '@shared/errors/app-error';
import type { Attempt } from '@shared/generation/attempt';
import { layoutOf, loadApprovedBrief } from '@shared/generation/brief';
import { priceOfImage } from '@shared/generation/prices';
import type { StoryboardLibrary } from '@shared/generation/storyboard-library';
import { listUnits } from '@shared/generation/units';
import { type FetchedFile, type Prepared, Workload } from '@shared/generation/workload';
import { checkImage, type ImageFacts } from '@shared/media/check-image';
import type { ImageProvider, ImageRequest } from '../providers/image-provider';
import { buildKeyframePrompt } from './build-keyframe-prompt';
import { anchorOf } from './decide-keyframes';
import type { KeyframeChains } from './keyframe-chains';

export interface KeyframeParts {
  db: DataSource;
  clock: Clock;
  provider: ImageProvider;
  library: StoryboardLibrary;
  chains: KeyframeChains;
  model: string;
}

/** Storyboard and the keyframe before → the next keyframe. */
export class KeyframeWorkload extends Workload<ImageFacts> {
  readonly kind = 'keyframe';
  readonly provider: ImageProvider;

  constructor(private readonly parts: KeyframeParts) {
    super();
    this.provider = parts.provider;
  }

  async prepare(attempt: Attempt): Promise<Prepared> {
    const { db, clock, library, model } = this.parts;
    const brief = await loadApprovedBrief(db.manager, attempt);
    const place = layoutOf(brief).keyframes[attempt.unit.n];
    if (!place)
      throw new AppError('INTERNAL', `film ${attempt.filmId} has no keyframe ${attempt.unit.n}`, { retryable: false });
    const { continuity, aspectRatio } = brief.spec;
    const anchor = anchorOf(place, continuity);
    const request: ImageRequest = {
      model,
      prompt: buildKeyframePrompt(await library.load(brief.storyboard), place),
      references: anchor === null ? [] : [await this.artifactOf(attempt, anchor)],
      aspectRatio,
    };
    const determinants = { ...request, references: request.references.map(({ sha256 }) => sha256) };
    return {
      request,
      model,
      priceMicros: priceOfImage(model, clock.now()),
      inputHash: hashOf({ version: 1, kind: this.kind, take: 1, ...determinants }),
    };
  }

  artifactKey(attempt: Attempt): string {
    return artifactKeys.keyframe(attempt, attempt.id);
  }

  async check({ path }: FetchedFile): Promise<ImageFacts> {
    return checkImage(await readFile(path));
  }

  async onStored(tx: EntityManager, attempt: Attempt, artifact: ArtifactRef): Promise<void> {
    await this.parts.chains.stateReady(tx, attempt, artifact);
    await this.parts.chains.goOn(tx, attempt);
  }

  async onFailed(tx: EntityManager, attempt: Attempt, error: ErrorFacts): Promise<void> {
    await this.parts.chains.stateFailed(tx, attempt, attempt.unit.n, error);
    await this.parts.chains.goOn(tx, attempt);
  }

  private async artifactOf(attempt: Attempt, index: number): Promise<ArtifactRef> {
    const units = await listUnits(this.parts.db.manager, attempt);
    const artifact = units.find(({ n }) => n === index)?.artifact;
    if (artifact) return artifact;
    throw new AppError('ARTIFACT_MISSING', `keyframe ${index} of ${attempt.filmId} has no image to build on`, {
      retryable: false,
    });
  }
}
