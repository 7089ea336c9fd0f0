import type { DataSource, EntityManager } from 'typeorm';
import { artifactKeys } from '@shared/artifacts/artifact-keys';
import type { Clock } from '@shared/clock/clock';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { hashOf } from '@shared/contracts/canonical-json';
import type { ClipFacts } from '@shared/contracts/unit';
import type { Storyboard } from '@shared/contracts/storyboard';
import { AppError, type ErrorFacts } from '@shared/errors/app-error';
import type { Attempt } from '@shared/generation/attempt';
import { type ApprovedBrief, layoutOf, loadApprovedBrief } from '@shared/generation/brief';
import { priceOfVideo } from '@shared/generation/prices';
import { sceneOf, type StoryboardLibrary } from '@shared/generation/storyboard-library';
import { listInputs } from '@shared/generation/units';
import { type FetchedFile, type Prepared, Workload } from '@shared/generation/workload';
import { checkClip } from '@shared/media/check-clip';
import type { FfmpegRunner } from '@shared/media/run-ffmpeg';
import { toClipFacts } from '@shared/media/to-clip-facts';
import type { VideoProvider, VideoRequest } from '../providers/video-provider';
import type { ClipPairs } from './clip-pairs';

export interface ClipParts {
  db: DataSource;
  clock: Clock;
  provider: VideoProvider;
  library: StoryboardLibrary;
  pairs: ClipPairs;
  runner: FfmpegRunner;
  model: string;
}

/** A pair of keyframes and a motion → a clip. */
export class ClipWorkload extends Workload<ClipFacts> {
  readonly kind = 'clip';
  readonly provider: VideoProvider;

  constructor(private readonly parts: ClipParts) {
    super();
    this.provider = parts.provider;
  }

  async prepare(attempt: Attempt): Promise<Prepared> {
    const { db, clock, library, model } = this.parts;
    const brief = await loadApprovedBrief(db.manager, attempt);
    const storyboard = await library.load(brief.storyboard);
    const { seconds } = sceneOf(storyboard, attempt.unit.n);
    const { aspectRatio, resolution } = brief.spec;
    const frames = await this.framesOf(attempt, brief);
    const prompt = buildMotionPrompt(storyboard, attempt.unit.n);
    const request: VideoRequest = { model, prompt, ...frames, seconds, aspectRatio, resolution };
    const hashes = { firstFrame: frames.firstFrame.sha256, lastFrame: frames.lastFrame.sha256 };
    return {
      request,
      model,
      priceMicros: priceOfVideo(model, { seconds, resolution }, clock.now()),
      inputHash: hashOf({ version: 1, kind: this.kind, take: 1, ...request, ...hashes }),
    };
  }

  artifactKey(attempt: Attempt): string {
    return artifactKeys.clip(attempt, attempt.id);
  }

  async check({ path }: FetchedFile, attempt: Attempt): Promise<ClipFacts> {
    const { seconds } = attempt.request as VideoRequest;
    return toClipFacts(await checkClip(this.parts.runner, path, { seconds }));
  }

  async onStored(tx: EntityManager, attempt: Attempt, artifact: ArtifactRef, facts: ClipFacts): Promise<void> {
    await this.parts.pairs.stateReady(tx, attempt, artifact, facts);
  }

  async onFailed(tx: EntityManager, attempt: Attempt, error: ErrorFacts): Promise<void> {
    await this.parts.pairs.stateFailed(tx, attempt, attempt.unit.n, error);
  }

  private async framesOf(
    attempt: Attempt,
    brief: ApprovedBrief,
  ): Promise<Pick<VideoRequest, 'firstFrame' | 'lastFrame'>> {
    const place = layoutOf(brief).scenes[attempt.unit.n - 1];
    const keyframes = await listInputs(this.parts.db.manager, attempt);
    const firstFrame = keyframes.get(place?.startKeyframe ?? -1)?.artifact;
    const lastFrame = keyframes.get(place?.endKeyframe ?? -1)?.artifact;
    if (firstFrame && lastFrame) return { firstFrame, lastFrame };
    throw new AppError('ARTIFACT_MISSING', `scene ${attempt.unit.n} of ${attempt.filmId} has no keyframe pair`, {
      retryable: false,
    });
  }
}

export function buildMotionPrompt(storyboard: Storyboard, n: number): string {
  const { motionPrompt } = sceneOf(storyboard, n);
  const { camera, sound } = storyboard.styleGuide;
  return `${motionPrompt} Camera: ${camera}. Sound: ${sound}. Single continuous shot, no cuts, no text on screen.`;
}
