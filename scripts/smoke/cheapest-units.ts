import type { ArtifactRef } from '@shared/contracts/artifact';
import type { Resolution } from '@shared/contracts/order';
import type { ImageRequest } from '@shared/vendors/image-request';
import type { ImageModel, ModelCapabilities, TextModel, VideoModel } from '@shared/vendors/model-capabilities';
import { priceOfImages, priceOfSeconds, priceOfTokens } from '@shared/vendors/price-of';
import type { TextRequest } from '@shared/vendors/text-request';
import type { VideoRequest } from '@shared/vendors/video-request';

export interface Unit {
  kind: ModelCapabilities['kind'];
  model: string;
  request: TextRequest | ImageRequest | VideoRequest;
  /** By our own price rows. */
  priceMicros: number;
}

const PROMPT = 'A lighthouse on a cliff at dusk, slow push in';

/** The least that can be bought of each kind; models that are retired, or have no price, are left out. */
export function listCheapestUnits(models: readonly ModelCapabilities[], frame: ArtifactRef, at: Date): Unit[] {
  const units = models
    .filter(({ lifecycle }) => lifecycle.phase !== 'retired')
    .map((model) => toUnit(model, frame, at))
    .filter((unit) => unit !== null);
  const kinds = new Set(units.map(({ kind }) => kind));
  return [...kinds].flatMap((kind) => {
    const [cheapest] = units.filter((unit) => unit.kind === kind).sort((a, b) => a.priceMicros - b.priceMicros);
    return cheapest ?? [];
  });
}

function toUnit(model: ModelCapabilities, frame: ArtifactRef, at: Date): Unit | null {
  switch (model.kind) {
    case 'text':
      return toText(model, at);
    case 'image':
      return toImage(model, at);
    case 'video':
      return toVideo(model, frame, at);
  }
}

function toText(model: TextModel, at: Date): Unit | null {
  const priceMicros = priceOfTokens(model, { input: 200, output: 200 }, at);
  const schema = { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] };
  const request = { model: model.model, system: 'Answer with JSON.', prompt: `A title for: ${PROMPT}`, schema };
  return priceMicros === null ? null : { kind: 'text', model: model.model, request, priceMicros };
}

function toImage(model: ImageModel, at: Date): Unit | null {
  const priceMicros = priceOfImages(model, { images: 1, size: '1K' }, at);
  const request: ImageRequest = { model: model.model, prompt: PROMPT, references: [], aspectRatio: '16:9' };
  return priceMicros === null ? null : { kind: 'image', model: model.model, request, priceMicros };
}

function toVideo(model: VideoModel, frame: ArtifactRef, at: Date): Unit | null {
  const lengths = model.lastFrame ? model.secondsWithLastFrame : model.seconds;
  const seconds = Math.min(...lengths);
  const priceOf = (resolution: Resolution): number => priceOfSeconds(model, { seconds, resolution }, at) ?? Infinity;
  const [resolution] = [...model.sizes].sort((a, b) => priceOf(a) - priceOf(b));
  if (resolution === undefined || priceOf(resolution) === Infinity) return null;
  const frames = { firstFrame: frame, ...(model.lastFrame && { lastFrame: frame }) };
  const request: VideoRequest = {
    model: model.model,
    prompt: PROMPT,
    ...frames,
    seconds,
    aspectRatio: '16:9',
    resolution,
  };
  return { kind: 'video', model: model.model, request, priceMicros: priceOf(resolution) };
}
