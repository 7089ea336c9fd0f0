import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Operation } from '../../operations/operation';
import type { Simulator } from '../../simulator';
import { randomId } from '../random-id';
import { serveJobs, type VideoWish } from '../serve-jobs';
import { isVendorModel } from '../vendor-prices';
import { openAiError } from './openai-error';
import type { FormBody } from './read-form';
import { SIZES, toVideo } from './video-view';

type Page = { Querystring: { limit?: string; order?: string; after?: string } };

const formSchema = z.object({
  model: z.string().default('sora-2'),
  prompt: z.string().min(1),
  seconds: z.enum(['4', '8', '12']).default('4'),
  size: z.enum(['720x1280', '1280x720', '1024x1792', '1792x1024']).default('720x1280'),
});

/** The Videos API as it was, for gateways that still speak it. */
export function serveVideos(scope: FastifyInstance, simulator: Simulator): void {
  const videos = serveJobs(scope, simulator, {
    create: '/videos',
    job: '/videos/:id',
    file: '/videos/:id/content',
    newId: () => `video_${randomId(32)}`,
    read,
    toView: ({ operation, nowMs }) => toVideo(operation, nowMs),
    notFound: () => openAiError(404, 'The video does not exist, is not ready or has expired.', 'not_found'),
  });

  scope.get<Page>('/videos', ({ query }) => {
    const { data, has_more } = toPage(videos.list(), query);
    return { object: 'list', data: data.map((operation) => toVideo(operation, simulator.now())), has_more };
  });
}

function read({ body }: FastifyRequest): VideoWish {
  const { fields, files } = (body ?? {}) as Partial<FormBody>;
  const parsed = formSchema.safeParse(fields ?? {});
  if (!parsed.success) throw openAiError(400, z.prettifyError(parsed.error), 'invalid_value');
  const { model, prompt, seconds, size } = parsed.data;
  if (!isVendorModel(model)) throw openAiError(404, `The model '${model}' does not exist or you do not have access.`);
  const first = files?.['input_reference']?.[0] ?? null;
  return { model, prompt, first, last: null, ...SIZES[size], seconds: Number(seconds) };
}

function toPage(newest: Operation[], { limit = '20', order = 'desc', after }: Page['Querystring']) {
  const all = order === 'desc' ? newest : newest.toReversed();
  const from = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
  const data = all.slice(from, from + Number(limit));
  return { data, has_more: from + data.length < all.length };
}
