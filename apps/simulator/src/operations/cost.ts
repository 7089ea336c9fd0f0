import type { Brief } from '../briefs/brief';
import { priceOfImageMicros, priceOfTextMicros, priceOfVideoMicros } from '../catalogue/prices';
import { videoTokens } from '../catalogue/video-formats';
import { writeText } from '../storyboard/write-text';
import type { Spoiling, Usage } from './operation';

const CHARACTERS_PER_TOKEN = 4;
const TOKENS_PER_INPUT_IMAGE = 258;
const TOKENS_PER_IMAGE = { '512': 747, '1K': 1120, '2K': 1680, '4K': 2520 } as const;

export function usageOf(brief: Brief, spoiling: Spoiling | null): Usage {
  const images = brief.kind === 'text' ? 0 : brief.inputs.length;
  return {
    inputTokens: countTextTokens(brief.prompt) + images * TOKENS_PER_INPUT_IMAGE,
    outputTokens: countOutputTokens(brief, spoiling),
  };
}

/** Text by its tokens, images by their size, video by its seconds. */
export function costOf(model: string, brief: Brief, spoiling: Spoiling | null, at: Date): number {
  if (brief.kind === 'image') return priceOfImageMicros(model, brief.size);
  if (brief.kind === 'video') return priceOfVideoMicros(model, brief.resolution, brief.seconds);
  const { inputTokens, outputTokens } = usageOf(brief, spoiling);
  return priceOfTextMicros(model, { input: inputTokens, output: outputTokens }, at);
}

function countOutputTokens(brief: Brief, spoiling: Spoiling | null): number {
  if (brief.kind === 'image') return TOKENS_PER_IMAGE[brief.size];
  if (brief.kind === 'video') return videoTokens(brief.resolution, brief.seconds);
  return countTextTokens(writeText(brief, spoiling).text);
}

export function countTextTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}
