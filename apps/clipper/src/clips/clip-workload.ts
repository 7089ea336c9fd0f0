import { dirname, join } from 'node:path';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import { artifactKeys } from '@shared/artifacts/artifact-keys';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { Clock } from '@shared/clock/clock';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { type Models, toModelLists } from '@shared/contracts/models';
import type { ClipFacts } from '@shared/contracts/unit';
import { AppError, type ErrorFacts } from '@shared/errors/app-error';
import type { Attempt } from '@shared/generation/attempts/attempt';
import { type ApprovedBrief, loadApprovedBrief } from '@shared/generation/films/brief';
import { describeInBrief, refsInBrief } from '@shared/generation/films/describe-brief';
import type { FilmUnits } from '@shared/generation/films/film-units';
import { findReferences } from '@shared/generation/films/reference-artifacts';
import type { StoryboardLibrary } from '@shared/artifacts/storyboard-library';
import { listInputs } from '@shared/generation/films/units';
import { type FetchedResult, type Prepared, Workload } from '@shared/generation/attempts/workload';
import { findFilmFaults } from '@shared/models/find-film-faults';
import { isCopyable } from '@shared/media/assembly/arrived-clip';
import type { ClipChecker } from '@shared/media/clip-checker';
import { toClipFacts } from '@shared/media/to-clip-facts';
import type { RefusalLadder } from '@shared/refusals/refusal-ladder';
import { findRefusal, listAfterRefusal, type Refusal, toRefusedUnit } from '@shared/refusals/refusals';
import { readSoftenedPrompt } from '@shared/refusals/softened-prompt';
import type { VideoModel } from '@shared/vendors/model-capabilities';
import type { ModelRegistry } from '@shared/vendors/model-registry';
import { priceOfVideo } from '@shared/vendors/prices';
import type { VideoRequest } from '@shared/vendors/video-request';
import { buildMotionPrompt } from './build-motion-prompt';

export interface ClipParts {
  db: DataSource;
  clock: Clock;
  registry: ModelRegistry<'video'>;
  library: StoryboardLibrary;
  clips: FilmUnits;
  ladder: RefusalLadder;
  store: ArtifactStore;
  checker: ClipChecker;
  /** For films that were approved before their models were named. */
  models: Models;
}

/** A pair of keyframes and a motion → a clip. */
export class ClipWorkload extends Workload<ClipFacts> implements OnApplicationShutdown {
  readonly kind = 'clip';

  constructor(private readonly parts: ClipParts) {
    super();
  }

  async listModels(attempt: Attempt): Promise<readonly string[]> {
    const { db, models } = this.parts;
    const brief = await loadApprovedBrief(db.manager, attempt);
    const refusal = await this.findRefusal(attempt);
    return listAfterRefusal(toModelLists(brief.models ?? models).video, refusal);
  }

  async prepare(attempt: Attempt, model: string): Promise<Prepared> {
    const { db, clock, library, models, registry } = this.parts;
    const brief = await loadApprovedBrief(db.manager, attempt);
    const storyboard = await library.load(brief.storyboard);
    const described = describeInBrief(brief, storyboard, { unit: attempt.unit, models });
    if (described.kind !== 'clip') throw new Error(`attempt ${attempt.id} is for no clip`);
    const { seconds, aspectRatio, resolution } = described.inputs;
    const able = registry.describe(model);
    throwOnMisfit({ aspectRatio, resolution, seconds }, able, clock.now());
    const shown = described.inputs.references?.slice(0, able.references);
    const [refusal, made] = await Promise.all([this.findRefusal(attempt), this.framesOf(attempt, brief)]);
    const softened = refusal?.softened && (await readSoftenedPrompt(this.parts.store, refusal.softened));
    const prompt = softened ?? buildMotionPrompt({ ...described.inputs, references: shown });
    const { firstFrame, lastFrame } = withRedrawn(made, refusal);
    const frames = able.lastFrame ? { firstFrame, lastFrame } : { firstFrame };
    const references = findReferences(brief, shown);
    const request: VideoRequest = { model, prompt, ...frames, references, seconds, aspectRatio, resolution };
    return { request, priceMicros: priceOfVideo(model, { seconds, resolution }, clock.now(), registry.models) };
  }

  artifactKey(attempt: Attempt): string {
    return artifactKeys.clip(attempt, attempt.id);
  }

  override onAccepted(): void {
    this.parts.checker.getReady();
  }

  override expect(path: string): Disposable {
    return this.parts.checker.expect(path);
  }

  async check(result: FetchedResult, attempt: Attempt): Promise<ClipFacts> {
    const { seconds } = attempt.request as VideoRequest;
    const path = await result.toFile();
    const samplesPath = join(dirname(path), 'sound.s16');
    const clip = await this.parts.checker.check(path, { seconds }, { samplesPath });
    const sound = clip.hasSamples ? await this.keepSound(attempt, samplesPath) : undefined;
    return { ...toClipFacts(clip.facts, isCopyable(clip)), ...(sound && { sound }) };
  }

  // Decoded once for all cuts that will ever be made of it. Where it cannot be kept, or is lost, each decodes it.
  private async keepSound(attempt: Attempt, path: string): Promise<ArtifactRef | undefined> {
    const key = artifactKeys.clipSound(attempt, attempt.id);
    const options = { mediaType: 'application/octet-stream', durable: false };
    return this.parts.store.putFile(key, path, options).catch(() => undefined);
  }

  async onStored(tx: EntityManager, attempt: Attempt, artifact: ArtifactRef, facts: ClipFacts): Promise<void> {
    await this.parts.clips.stored(tx, attempt, { artifact, facts });
  }

  async onFailed(tx: EntityManager, attempt: Attempt, error: ErrorFacts): Promise<void> {
    await this.parts.clips.failed(tx, attempt, error);
  }

  override onRefused(tx: EntityManager, attempt: Attempt, error: ErrorFacts): Promise<boolean> {
    return this.parts.ladder.climb(tx, attempt, error);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.parts.checker[Symbol.asyncDispose]();
  }

  private async findRefusal(attempt: Attempt): Promise<Refusal | null> {
    const unit = toRefusedUnit(attempt);
    return unit && findRefusal(this.parts.db.manager, unit);
  }

  private async framesOf(attempt: Attempt, brief: ApprovedBrief): Promise<Frames> {
    const { start, end } = refsInBrief(brief, attempt.unit);
    const keyframes = await listInputs(this.parts.db.manager, attempt);
    const firstFrame = keyframes.get(start?.n ?? -1)?.artifact;
    const lastFrame = keyframes.get(end?.n ?? -1)?.artifact;
    if (firstFrame && lastFrame) return { firstFrame, lastFrame };
    throw new AppError('ARTIFACT_MISSING', `scene ${attempt.unit.n} of ${attempt.filmId} has no keyframe pair`, {
      retryable: false,
    });
  }
}

type Frames = Required<Pick<VideoRequest, 'firstFrame' | 'lastFrame'>>;

// What was not refused when it was ordered: the film is from before its model could do less, or is made by another.
function throwOnMisfit(
  { aspectRatio, resolution, seconds }: Pick<VideoRequest, 'aspectRatio' | 'resolution' | 'seconds'>,
  model: VideoModel,
  at: Date,
): void {
  const film = { aspectRatio, resolution, lengths: [{ field: 'seconds', seconds }], references: null };
  const market = { known: [model], hasCredentials: () => true, at };
  const [fault] = findFilmFaults(film, { image: [], video: [model] }, market);
  if (!fault) return;
  const { field, rule, value } = fault;
  throw new AppError('INVALID_INPUT', `${field} ${rule}, and is ${String(value)}`, { details: { errors: [fault] } });
}

function withRedrawn(frames: Frames, refusal: Refusal | null): Frames {
  if (!refusal?.redrawn) return frames;
  return refusal.frame === 'end'
    ? { ...frames, lastFrame: refusal.redrawn }
    : { ...frames, firstFrame: refusal.redrawn };
}
