import { storeImages } from '../briefs/store-images';
import type { Resolution, VideoRatio } from '../catalogue/video-formats';
import type { Operation, Surface, WebhookConfig } from '../operations/operation';
import type { Simulator } from '../simulator';
import { invalidArgument } from '../wire/wire-error';
import { priceOfVendorVideo } from './vendor-prices';

export interface VideoOrder {
  surface: Surface;
  id: string;
  model: string;
  attempt: string | null;
  prompt: string;
  first: Buffer | null;
  last: Buffer | null;
  ratio: VideoRatio;
  resolution: Resolution;
  seconds: number;
  rawBody: unknown;
  webhook?: WebhookConfig | undefined;
  outputPrefix?: string | undefined;
}

/** Books one video of any vendor. Its POST is to be counted before it is read. */
export async function acceptVideo(simulator: Simulator, order: VideoOrder): Promise<Operation> {
  const { surface, id, model, prompt, ratio, resolution, seconds, rawBody, webhook, outputPrefix } = order;
  const { admission, blobs, ledger } = simulator;
  const intake = { blobs, ledger, reject: invalidArgument };
  const put = async (image: Buffer | null) =>
    (image && (await storeImages([{ image: { data: image } }], intake))[0]) ?? null;
  const [firstFrame, lastFrame] = await Promise.all([put(order.first), put(order.last)]);
  const inputs = [firstFrame, lastFrame].filter((name) => name !== null);
  return admission.accept({
    surface,
    id,
    model,
    labels: order.attempt === null ? {} : { attempt: order.attempt },
    background: true,
    rawBody,
    brief: { kind: 'video', prompt, inputs, firstFrame, lastFrame, ratio, resolution, seconds, delivery: 'uri' },
    priceOf: () => priceOfVendorVideo(model, resolution) * seconds,
    webhook,
    outputPrefix,
  });
}
