import { createReadStream } from 'node:fs';
import { artifactKeys } from '@shared/artifacts/artifact-keys';
import { deriveId } from '@shared/contracts/ids';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { hashOf } from '@shared/contracts/canonical-json';
import { type EndPlan, planClipEnd } from '@shared/media/assembly/clip-end';
import { checkClip } from '@shared/media/check-clip';
import { conformClip } from '@shared/media/conform-clip';
import { PrivateDirectory } from '@shared/media/private-directory';
import type { VideoFacts } from '@shared/media/video-facts';
import type { Studio } from '../assembly/studio';
import type { NewTask, PreparedClip, PrepareInput, Task } from './task';
import type { Craft } from './craft';

/** Changes when clips are to be prepared in another way. */
const PREPARED_VERSION = 2;
const END_FILE = 'end.mp4';

/** All that is done with a clip when it lands: fetched, checked from end to end, and made to fit the film where it does not. */
export class ClipCraft implements Craft<'prepare'> {
  constructor(private readonly studio: Studio) {}

  async make(task: Task<'prepare'>, signal: AbortSignal): Promise<PreparedClip> {
    const { store, runner, workDir } = this.studio.parts;
    const { clip, target } = task.input;
    await using directory = await PrivateDirectory.create(workDir);
    const path = directory.file('clip.mp4');
    await store.download(clip, path, signal);
    const { facts, end } = await this.check(task, path, signal);
    const outputPath = directory.file('prepared.mov');
    const conformed = await conformClip(runner, { path, facts, target, outputPath, signal });
    const keep = (source: string, mediaType: string): Promise<ArtifactRef> =>
      store.put(keyOf(task), createReadStream(source), { mediaType, signal });
    if (conformed) return { artifact: await keep(outputPath, 'video/quicktime'), facts: conformed };
    if (end === null) return { artifact: clip, facts };
    const artifact = await keep(directory.file(END_FILE), 'video/mp4');
    return { artifact: clip, facts, end: { artifact, from: end.from } };
  }

  async discard(task: Task<'prepare'>): Promise<void> {
    await this.studio.parts.store.remove(keyOf(task));
  }

  // One decoding serves both: whether the clip is whole, and its last frames where the next scene continues it.
  private async check(task: Task<'prepare'>, path: string, signal: AbortSignal) {
    const { seconds, target, isContinued } = task.input;
    let end: EndPlan | null = null;
    const outputs = async (facts: VideoFacts): Promise<string[]> => {
      if (isContinued) end = await planClipEnd({ path, facts, target, outputFile: END_FILE });
      return end?.outputs ?? [];
    };
    const facts = await checkClip(this.studio.parts.runner, path, { seconds }, { signal, outputs });
    return { facts, end: end as EndPlan | null };
  }
}

/** The same clip for the same target is prepared once, whatever the revision or the cut. */
export function prepareTask(film: { filmId: string; tenantId: string }, input: PrepareInput): NewTask<'prepare'> {
  const { filmId, tenantId } = film;
  return { filmId, tenantId, kind: 'prepare', key: prepareKey(input), input };
}

export function prepareKey({ clip, target }: Pick<PrepareInput, 'clip' | 'target'>): string {
  return hashOf({ version: PREPARED_VERSION, clip: clip.sha256, target });
}

// Named after the lease as well: a worker that lost it cannot write over what the one that has it now has made.
function keyOf(task: Task<'prepare'>): string {
  return artifactKeys.prepared(task, deriveId('cut', task.filmId, task.key, task.leaseToken));
}
