import { artifactKeys } from '@shared/artifacts/artifact-keys';
import { deriveId } from '@shared/contracts/ids';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { hashOf } from '@shared/contracts/canonical-json';
import type { ClipFacts } from '@shared/contracts/unit';
import { ClipChecker } from '@shared/media/clip-checker';
import { conformClip } from '@shared/media/conform-clip';
import type { PictureTarget } from '@shared/media/film-target';
import { type InspectedVideo, inspectVideo } from '@shared/media/inspect-video';
import { PrivateDirectory } from '@shared/media/private-directory';
import type { Studio } from '../assembly/studio';
import type { NewTask, PreparedClip, PrepareInput, Task } from './task';
import type { Craft } from './craft';

/** Changes when clips are to be prepared in another way. */
const PREPARED_VERSION = 2;

/** What is done with a clip that does not fit the film, or of which that is not known: it is fetched and made to fit. */
export class ClipCraft implements Craft<'prepare'> {
  private readonly checker: ClipChecker;

  constructor(private readonly studio: Studio) {
    this.checker = new ClipChecker(studio.parts.runner);
  }

  async make(task: Task<'prepare'>, signal: AbortSignal): Promise<PreparedClip> {
    const { store, runner, workDir } = this.studio.parts;
    const { clip, target } = task.input;
    await using directory = await PrivateDirectory.create(workDir);
    const path = directory.file('clip.mp4');
    await store.download(clip, path, signal);
    const video = await this.inspect(task, path, signal);
    const outputPath = directory.file('prepared.mov');
    const conformed = await conformClip(runner, { path, video, target, outputPath, signal });
    if (!conformed) return { artifact: clip, facts: video.facts };
    const options = { mediaType: 'video/quicktime', signal };
    return { artifact: await store.putFile(keyOf(task), outputPath, options), facts: conformed };
  }

  async discard(task: Task<'prepare'>): Promise<void> {
    await this.studio.parts.store.remove(keyOf(task));
  }

  // The bytes are those that its maker checked, by their hash.
  private async inspect(task: Task<'prepare'>, path: string, signal: AbortSignal): Promise<InspectedVideo> {
    const { seconds, wasDecoded } = task.input;
    if (wasDecoded) return inspectVideo(this.studio.parts.runner, path, signal);
    return this.checker.check(path, { seconds }, { signal });
  }
}

export interface ClipToPrepare {
  clip: ArtifactRef;
  facts: ClipFacts;
  target: PictureTarget;
}

/** The same clip for the same target is prepared once, whatever the revision or the cut. */
export function prepareTask(
  { filmId, tenantId }: { filmId: string; tenantId: string },
  { clip, facts, target }: ClipToPrepare,
): NewTask<'prepare'> {
  const wasDecoded = facts.isCopyable !== undefined;
  const input = { clip, seconds: facts.durationSeconds, target, wasDecoded };
  return { filmId, tenantId, kind: 'prepare', key: prepareKey(input), input };
}

export function prepareKey({ clip, target }: Pick<PrepareInput, 'clip' | 'target'>): string {
  return hashOf({ version: PREPARED_VERSION, clip: clip.sha256, target });
}

// Named after the lease as well: a worker that lost it cannot write over what the one that has it now has made.
function keyOf(task: Task<'prepare'>): string {
  return artifactKeys.prepared(task, deriveId('cut', task.filmId, task.key, task.leaseToken));
}
