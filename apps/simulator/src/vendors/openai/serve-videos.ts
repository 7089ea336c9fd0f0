import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Operation } from '../../operations/operation';
import type { Simulator } from '../../simulator';
import { acceptVideo } from '../accept-video';
import { randomId } from '../random-id';
import { isVendorModel } from '../vendor-prices';
import { VendorVideos } from '../vendor-videos';
import { openAiError } from './openai-error';
import type { FormBody } from './read-form';
import { traceOf } from './trace-of';
import { SIZES, toVideo } from './video-view';

type ById = { Params: { id: string } };
type Page = { Querystring: { limit?: string; order?: string; after?: string } };

const formSchema = z.object({
  model: z.string().default('sora-2'),
  prompt: z.string().min(1),
  seconds: z.enum(['4', '8', '12']).default('4'),
  size: z.enum(['720x1280', '1280x720', '1024x1792', '1792x1024']).default('720x1280'),
});

/** The Videos API as it was, for gateways that still speak it. */
export function serveVideos(scope: FastifyInstance, simulator: Simulator): void {
  const videos = new VendorVideos(simulator, 'openai', () =>
    openAiError(404, 'The video does not exist, is not ready or has expired.', 'not_found'),
  );
  scope.post('/videos', (request) => createVideo(simulator, request));

  scope.get<ById>('/videos/:id', async ({ params }) => toVideo(await videos.poll(params.id), simulator.now()));

  scope.get<ById>('/videos/:id/content', ({ params }, reply) => videos.sendFile(params.id, reply));

  scope.get<Page>('/videos', ({ query }) => {
    const { data, has_more } = toPage(videos.list(), query);
    return { object: 'list', data: data.map((operation) => toVideo(operation, simulator.now())), has_more };
  });
}

async function createVideo(simulator: Simulator, request: FastifyRequest): Promise<object> {
  const attempt = traceOf(request);
  simulator.admission.countPost({ attempt });
  const { fields, files } = (request.body ?? {}) as Partial<FormBody>;
  const parsed = formSchema.safeParse(fields ?? {});
  if (!parsed.success) throw openAiError(400, z.prettifyError(parsed.error), 'invalid_value');
  const { model, prompt, seconds, size } = parsed.data;
  if (!isVendorModel(model)) throw openAiError(404, `The model '${model}' does not exist or you do not have access.`);
  const operation = await acceptVideo(simulator, {
    surface: 'openai',
    id: `video_${randomId(32)}`,
    model,
    attempt,
    prompt,
    first: files?.['input_reference']?.[0] ?? null,
    last: null,
    ...SIZES[size],
    seconds: Number(seconds),
    rawBody: parsed.data,
  });
  return toVideo(operation, simulator.now());
}

function toPage(newest: Operation[], { limit = '20', order = 'desc', after }: Page['Querystring']) {
  const all = order === 'desc' ? newest : newest.toReversed();
  const from = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
  const data = all.slice(from, from + Number(limit));
  return { data, has_more: from + data.length < all.length };
}
