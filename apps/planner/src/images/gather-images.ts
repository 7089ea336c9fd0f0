import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { artifactKeys } from '@shared/artifacts/artifact-keys';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import { readArtifact } from '@shared/artifacts/read-artifact';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { Doorbell } from '@shared/database/doorbell';
import { fetchPublic, type Network } from '@shared/egress/fetch-public';
import { toAppError } from '@shared/errors/app-error';
import { isOutage } from '@shared/generation/providers/is-outage';
import { Loop } from '@shared/lifecycle/loop';
import type { FfmpegRunner } from '@shared/media/run-ffmpeg';
import { isPictureHead, PICTURE_LIMITS, takeInPicture } from '@shared/media/take-in-picture';
import type { Logger } from '@shared/telemetry/logger';
import type { StoryboardOrders } from '../storyboards/storyboard-orders';
import { IMAGE_BELL } from './image-bell';
import { claimImageTasks, type ImageOutcome, type ImageTask, putOffImageTask } from './image-tasks';

const AT_ONCE = 6;
const MAX_TRIES = 3;
const FETCH_LIMITS = { maxBytes: PICTURE_LIMITS.maxBytes, totalMs: 10_000 };
const RETRY_MS = 1500;

export interface GatherParts {
  db: DataSource;
  store: ArtifactStore;
  doorbell: Doorbell;
  orders: StoryboardOrders;
  runner: FfmpegRunner;
  logger: Logger;
  timeScale: number;
  /** The internet, where nothing is said. */
  network?: Network | undefined;
}

/** Has the images of users fetched and made anew, outside of any transaction; what waits for the last of them then begins. */
export class GatherImages extends Loop {
  constructor(private readonly parts: GatherParts) {
    super({ name: 'images', logger: parts.logger, idleMs: 5000 });
    parts.doorbell.listen(IMAGE_BELL, () => {
      this.wake();
    });
  }

  async runOnce(): Promise<boolean> {
    const tasks = await claimImageTasks(this.parts.db, AT_ONCE);
    await Promise.all(tasks.map((task) => this.take(task)));
    return tasks.length > 0;
  }

  private async take(task: ImageTask): Promise<void> {
    let outcome: ImageOutcome;
    try {
      outcome = { artifact: await this.make(task) };
    } catch (thrown) {
      if (this.signal.aborted) return putOffImageTask(this.parts.db, task, 0);
      const error = toAppError(thrown);
      const { filmId, tries } = task;
      this.logger.info({ filmId, tries, field: task.image.field, error }, 'an image of a user cannot be had');
      // A host of the user's that is not there is no outage of ours, whatever its network error looks like.
      const isOurs = error.code !== 'REFERENCE_UNAVAILABLE' && isOutage(thrown);
      if (isOurs || (error.retryable && tries < MAX_TRIES)) return this.putOff(task);
      outcome = { fault: error.message };
    }
    await this.parts.db.transaction((tx) => this.parts.orders.endImage(tx, task, outcome));
  }

  private async putOff(task: ImageTask): Promise<void> {
    const inMs = RETRY_MS * task.tries * this.parts.timeScale * (0.5 + Math.random());
    await putOffImageTask(this.parts.db, task, inMs);
    setTimeout(() => {
      this.wake();
    }, inMs).unref();
  }

  // Named by its content: whoever makes it again puts the same bytes in the same place.
  private async make(task: ImageTask): Promise<ArtifactRef> {
    const { runner, store } = this.parts;
    const use =
      task.list === 'keyframes'
        ? { kind: 'keyframe' as const, aspectRatio: task.aspectRatio }
        : { kind: 'reference' as const };
    const picture = await takeInPicture(runner, await this.read(task), use);
    const sha256 = createHash('sha256').update(picture).digest('hex');
    return store.put(artifactKeys.image(task, sha256), picture, { mediaType: 'image/png' });
  }

  private async read({ image }: ImageTask): Promise<Buffer> {
    const { store, network } = this.parts;
    if (image.source) return readArtifact(store, image.source);
    const wanted = { url: image.from, isWanted: isPictureHead, signal: this.signal, ...FETCH_LIMITS };
    return fetchPublic(wanted, network);
  }
}
