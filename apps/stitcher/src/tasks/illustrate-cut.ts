import type { EntityManager } from 'typeorm';
import { artifactKeys } from '@shared/artifacts/artifact-keys';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { CutFile } from '@shared/contracts/cut';
import { makeContactSheet } from '@shared/media/make-contact-sheet';
import { makePreview } from '@shared/media/make-preview';
import { makeThumbnails } from '@shared/media/make-thumbnails';
import { PrivateDirectory } from '@shared/media/private-directory';
import type { Studio } from '../assembly/studio';
import { cutIdOf } from '../assembly/cut-maker';
import type { Cut } from '../cuts/cut';
import type { CutStatements, FinishedCut } from '../cuts/cut-statements';
import type { IllustrateInput, Illustrations, NewTask, Task } from './task';
import type { Craft } from './craft';

/** Pictures for looking through a finished film. Made after it, so that nobody waits for them. */
export class IllustrationCraft implements Craft<'illustrate'> {
  constructor(
    private readonly studio: Studio,
    private readonly statements: CutStatements,
  ) {}

  async make(task: Task<'illustrate'>, signal: AbortSignal): Promise<Illustrations> {
    const { store, runner, workDir } = this.studio.parts;
    const { video, durationSeconds: seconds } = task.input;
    await using directory = await PrivateDirectory.create(workDir);
    const videoPath = directory.file('film.mp4');
    await store.download(video, videoPath, signal);
    const sheet = directory.file('contact-sheet.jpg');
    const clips = middlesOf(task.input).map((atSeconds) => ({ path: videoPath, atSeconds }));
    await makeContactSheet(runner, { clips, outputPath: sheet, signal });
    const preview = directory.file('preview.webp');
    await makePreview(runner, { videoPath, seconds, outputPath: preview, signal });
    const spritePath = directory.file('thumbnails.jpg');
    const { vtt } = await makeThumbnails(runner, {
      videoPath,
      seconds,
      spritePath,
      spriteName: 'thumbnails.jpg',
      signal,
    });
    const put = (file: CutFile, mediaType: string, source: string | Buffer): Promise<ArtifactRef> =>
      Buffer.isBuffer(source)
        ? store.put(keyOf(task, file), source, { mediaType, signal })
        : store.putFile(keyOf(task, file), source, { mediaType, signal });
    return {
      'contact-sheet.jpg': await put('contact-sheet.jpg', 'image/jpeg', sheet),
      'preview.webp': await put('preview.webp', 'image/webp', preview),
      'thumbnails.jpg': await put('thumbnails.jpg', 'image/jpeg', spritePath),
      'thumbnails.vtt': await put('thumbnails.vtt', 'text/vtt', Buffer.from(vtt)),
    };
  }

  async discard(task: Task<'illustrate'>): Promise<void> {
    await this.studio.parts.store.removePrefix(artifactKeys.cutFolder(task, folderOf(task)));
  }

  tell(tx: EntityManager, task: Task<'illustrate'>, files: Illustrations): Promise<void> {
    const { filmId, tenantId, input } = task;
    const { revision, take } = input;
    return this.statements.illustrated(tx, { filmId, tenantId, revision, take, causedBy: null }, files);
  }
}

export function illustrateTask(cut: Cut, { video, facts, scenes }: FinishedCut): NewTask<'illustrate'> {
  const { filmId, tenantId, revision, take } = cut;
  const { durationSeconds, fps } = facts;
  const input = { revision, take, cutId: cutIdOf(cut), video, durationSeconds, fps, scenes };
  return { filmId, tenantId, kind: 'illustrate', key: input.cutId, input };
}

// What is in the middle of a scene is most likely what it is about.
function middlesOf({ scenes, fps }: IllustrateInput): number[] {
  return scenes.map(({ startFrame, frames }) => (startFrame + frames / 2) / fps);
}

function keyOf(task: Task<'illustrate'>, file: CutFile): string {
  return artifactKeys.cutFile(task, folderOf(task), file);
}

// Named after the lease as well: see the files of the cut itself.
function folderOf({ input, leaseToken }: Task<'illustrate'>): string {
  return `${input.cutId}-${leaseToken}`;
}
