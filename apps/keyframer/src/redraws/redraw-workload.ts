import type { EntityManager } from 'typeorm';
import { artifactKeys } from '@shared/artifacts/artifact-keys';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { Attempt } from '@shared/generation/attempts/attempt';
import { type FetchedResult, type Prepared, Workload } from '@shared/generation/attempts/workload';
import { checkImage, type ImageFacts } from '@shared/media/check-image';
import type { Outbox } from '@shared/messaging/outbox';
import type { KeyframeWorkload } from '../keyframes/keyframe-workload';

/** Beside the words of the keyframe itself. */
const MILDER =
  'An earlier picture of this was refused by a content filter. Draw it so that no filter can object: nobody hurt, threatened or undressed, no real person, no brand.';

export interface RedrawParts {
  keyframes: KeyframeWorkload;
  outbox: Outbox;
}

/** A keyframe that a video model refused → another picture of the same, for the clips that were refused because of it. */
export class RedrawWorkload extends Workload<ImageFacts> {
  readonly kind = 'redrawn-keyframe';

  constructor(private readonly parts: RedrawParts) {
    super();
  }

  listModels(attempt: Attempt): Promise<readonly string[]> {
    return this.parts.keyframes.modelsOf(attempt);
  }

  async prepare(attempt: Attempt, model: string): Promise<Prepared> {
    const { request, priceMicros } = await this.parts.keyframes.prepareUnrefused(attempt, model);
    return { request: { ...request, prompt: `${request.prompt}\n${MILDER}` }, priceMicros };
  }

  artifactKey(attempt: Attempt): string {
    return artifactKeys.keyframe(attempt, attempt.id);
  }

  async check(result: FetchedResult): Promise<ImageFacts> {
    return checkImage(await result.read());
  }

  async onStored(tx: EntityManager, attempt: Attempt, artifact: ArtifactRef): Promise<void> {
    const { filmId, tenantId, revision, unit, id: attemptId } = attempt;
    const data = { revision, index: unit.n, artifact, attemptId };
    await this.parts.outbox.add(tx, { name: 'keyframe.redrawn', tenantId, filmId, data });
  }

  async onFailed(tx: EntityManager, { filmId, tenantId, revision, unit }: Attempt, error: ErrorFacts): Promise<void> {
    const data = { revision, index: unit.n, error };
    await this.parts.outbox.add(tx, { name: 'keyframe.kept', tenantId, filmId, data });
  }
}
