import type { ModelKind } from '@shared/contracts/models';
import type { Capabilities, Requests } from '@shared/vendors/adapter-parts';
import type { VideoModel } from '@shared/vendors/model-capabilities';
import type { VideoRequest } from '@shared/vendors/video-request';
import type { SimulatedVendors } from './simulated-vendors';

export const SCHEMA = { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] };

/** The least that a model of any kind can be asked for. */
export function buildRequest<K extends ModelKind>(
  capabilities: Capabilities<K>,
  prompt: string,
  { frames }: Pick<SimulatedVendors, 'frames'>,
): Requests[K] {
  const { model, kind } = capabilities;
  const requests: { [Kind in ModelKind]: () => Requests[Kind] } = {
    text: () => ({ model, system: 'You are a director', prompt, schema: SCHEMA }),
    image: () => ({ model, prompt, references: [], aspectRatio: '16:9' }),
    video: () => buildVideoRequest(capabilities as VideoModel, prompt, frames),
  };
  return requests[kind]();
}

function buildVideoRequest(
  { model, lastFrame: takesLast, seconds, sizes }: VideoModel,
  prompt: string,
  { firstFrame, lastFrame }: SimulatedVendors['frames'],
): VideoRequest {
  const frames = { firstFrame, ...(takesLast && { lastFrame }) };
  const resolution = sizes.includes('720p') ? '720p' : (sizes[0] ?? '720p');
  return { model, prompt, ...frames, seconds: seconds[0] ?? 0, aspectRatio: '16:9', resolution };
}
