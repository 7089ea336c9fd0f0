import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VideoBrief } from '../briefs/brief';
import type { BlobStore } from '../media/blob-store';
import { readCaption } from '../picture/caption-text';
import { areInOneWorld, type View, viewOf } from '../picture/view';
import { readView } from '../picture/view-note';
import { blendArguments } from './blend-arguments';
import { clipFormat } from './clip-format';
import { type ClipStage, clipStage } from './clip-stage';
import type { Journey } from './journey';
import { journeyArguments } from './journey-arguments';
import { renderParts } from './render-parts';
import { runFfmpeg } from './run-ffmpeg';
import { composeSoundBed } from './sound-bed';

export interface ClipStudio {
  ffmpegPath: string;
  blobs: BlobStore;
}

/** Draws a brief's clip: a journey between two of our own pictures, a blend between two of anybody's. */
export async function renderClip(brief: VideoBrief, studio: ClipStudio, output: string): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'reelwright-clip-'));
  try {
    const format = clipFormat(brief);
    const journey = await findJourney(brief, studio.blobs);
    const sound = join(directory, 'sound.raw');
    await writeFile(sound, composeSoundBed(journey?.from.seed ?? 0, brief.seconds));
    const args =
      journey === null
        ? blendArguments(format, { ...framePaths(brief, studio.blobs), sound, output })
        : await prepareJourney(journey, clipStage(format, brief.ratio), { directory, sound, output });
    await runFfmpeg(studio.ffmpegPath, args);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function prepareJourney(
  journey: Journey,
  stage: ClipStage,
  { directory, sound, output }: { directory: string; sound: string; output: string },
): Promise<string[]> {
  const parts = await renderParts(journey, stage, directory);
  return journeyArguments(journey, stage, { parts, sound, output });
}

async function findJourney(brief: VideoBrief, blobs: BlobStore): Promise<Journey | null> {
  const caption = readCaption(brief.prompt);
  const from = brief.firstFrame === null ? firstViewOf(brief.prompt) : readView(await blobs.get(brief.firstFrame));
  if (from === null) return null;
  const to = brief.lastFrame === null ? viewOf(brief.prompt, [from]) : readView(await blobs.get(brief.lastFrame));
  return to !== null && areInOneWorld(from, to)
    ? { from, to: moved(from, to), caption, format: clipFormat(brief) }
    : null;
}

function firstViewOf(prompt: string): View {
  const view = viewOf(prompt, []);
  return { ...view, position: Math.max(0, view.position - 1), hour: Math.max(0, view.hour - 0.15) };
}

// The same picture at both ends is a loop; a successor that the prompt puts at the same place moves on nevertheless.
function moved(from: View, to: View): View {
  const isLoop = from.caption.heading === to.caption.heading && from.caption.text === to.caption.text;
  return to.position === from.position && !isLoop ? { ...to, position: from.position + 1 } : to;
}

function framePaths({ firstFrame, lastFrame }: VideoBrief, blobs: BlobStore): { first: string; last: string } {
  const first = blobs.pathOf(firstFrame ?? lastFrame ?? '');
  return { first, last: lastFrame === null ? first : blobs.pathOf(lastFrame) };
}
