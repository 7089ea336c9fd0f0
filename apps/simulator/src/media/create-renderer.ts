import { renderClip } from '../clip/render-clip';
import type { SimulatorConfig } from '../config';
import { renderStill } from '../picture/render-still';
import type { BlobStore } from './blob-store';
import { renderPlaceholder } from './placeholder';
import type { Renderer } from './studio';

export function createRenderer({ media, ffmpegPath }: SimulatorConfig, blobs: BlobStore): Renderer {
  if (media === 'cached') return (brief, path) => renderPlaceholder(brief, ffmpegPath, path);
  return (brief, path) =>
    brief.kind === 'image' ? renderStill(brief, blobs, path) : renderClip(brief, { ffmpegPath, blobs }, path);
}
