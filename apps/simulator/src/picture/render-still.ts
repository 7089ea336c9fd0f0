import { writeFile } from 'node:fs/promises';
import type { ImageBrief } from '../briefs/brief';
import { imagePixels } from '../catalogue/image-sizes';
import type { BlobStore } from '../media/blob-store';
import { composeStill } from './compose-still';
import { writePngNote } from './png-note';
import { renderSvg } from './render-svg';
import { STAGE_HEIGHT, stageWidth } from './stage';
import { viewOf } from './view';
import { readView } from './view-note';

export async function renderStill(brief: ImageBrief, blobs: BlobStore, path: string): Promise<void> {
  const inputs = await Promise.all(brief.inputs.map(async (name) => readView(await blobs.get(name))));
  const view = viewOf(
    brief.prompt,
    inputs.filter((input) => input !== null),
  );
  const pixels = imagePixels(brief.ratio, brief.size);
  const width = stageWidth(pixels);
  const png = await renderSvg(composeStill(view, width), { x: 0, y: 0, width, height: STAGE_HEIGHT }, pixels);
  await writeFile(path, writePngNote(png, view));
}
