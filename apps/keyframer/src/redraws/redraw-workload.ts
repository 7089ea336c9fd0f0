import { readFile } from 'node:fs/promises';
import type { EntityManager } from 'typeorm';
import { artifactKeys } from '@shared/artifacts/artifact-keys';
import type { Clock } from '@shared/clock/clock';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { Attempt } from '@shared/generation/attempt';
import { priceOfImage } from '@shared/generation/prices';
import { type FetchedFile, type Prepared, Workload } from '@shared/generation/workload';
import { checkImage, type ImageFacts } from '@shared/media/check-image';
import type { Outbox } from '@shared/messaging/outbox';
import type { KeyframeWorkload } from '../keyframes/keyframe-workload';

/** Beside the words of the keyframe itself. */
const MILDER =
  'An earlier picture of this was refused by a content filter. Draw it so that no filter can object: nobody hurt, threatened or undressed, no real person, no brand.';

export interface RedrawParts {
  keyframes: KeyframeWorkload;
  clock: Clock;
  outbox: Outbox;
}

/** A keyframe that a video model refused → another picture of the same, for the clips that were refused because of it. */
export class RedrawWorkload extends Workload<ImageFacts> {
  readonly kind = 'redrawn-keyframe';
  readonly provider: KeyframeWorkload['provider'];

  constructor(private readonly parts: RedrawParts) {
    super();
    this.provider = parts.keyframes.provider;
  }

  async prepare(attempt: Attempt): Promise<Prepared> {
    const { keyframes, clock } = this.parts;
    const request = await keyframes.buildRequest(attempt);
    const { model, prompt } = request;
    return {
      request: { ...request, prompt: `${prompt}\n${MILDER}` },
      model,
      priceMicros: priceOfImage(model, clock.now()),
    };
  }

  artifactKey(attempt: Attempt): string {
    return artifactKeys.keyframe(attempt, attempt.id);
  }

  async check({ path }: FetchedFile): Promise<ImageFacts> {
    return checkImage(await readFile(path));
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
