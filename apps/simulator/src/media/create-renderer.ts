import { renderClip } from '../clip/render-clip';
import type { SimulatorConfig } from '../config';
import { renderStill } from '../picture/render-still';
import type { BlobStore } from './blob-store';
import { renderPlaceholder } from './placeholder';
import { type MediaBrief, nameByContent, nameByFormat, type StudioOptions } from './studio';

/** What is drawn for each request, and what is one file for all of a format. */
export function createRenderer(
  { media, ffmpegPath }: SimulatorConfig,
  blobs: BlobStore,
): Pick<StudioOptions, 'nameOf' | 'render'> {
  const isPlaceholder = ({ kind }: MediaBrief) => media === 'cached' || (media === 'stills' && kind === 'video');
  return {
    nameOf: (brief) => (isPlaceholder(brief) ? nameByFormat(brief) : nameByContent(brief)),
    render: (brief, path) => {
      if (isPlaceholder(brief)) return renderPlaceholder(brief, ffmpegPath, path);
      return brief.kind === 'image' ? renderStill(brief, blobs, path) : renderClip(brief, { ffmpegPath, blobs }, path);
    },
  };
}
