import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { strikePoll } from '../../faults/strike-poll';
import { fileIdOf, type Operation } from '../../operations/operation';
import { findMade, sendFile } from '../../routes/files';
import type { Simulator } from '../../simulator';
import { acceptVideo } from '../accept-video';
import { randomId } from '../random-id';
import { isVendorModel } from '../vendor-prices';
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
  scope.post('/videos', (request) => createVideo(simulator, request));

  scope.get<ById>('/videos/:id', async ({ params }) => {
    const operation = find(simulator, params.id);
    await strikePoll(simulator, operation);
    return toVideo(operation, simulator.now());
  });

  scope.get<ById>('/videos/:id/content', async ({ params }, reply) => {
    const file = await findMade(simulator, fileIdOf(find(simulator, params.id)));
    if (file === null) throw openAiError(404, 'Video is not ready or has expired.', 'not_found');
    return sendFile(simulator, { ...file, isActive: true }, reply);
  });

  scope.get<Page>('/videos', ({ query }) => listVideos(simulator, query));
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

function listVideos(simulator: Simulator, { limit = '20', order = 'desc', after }: Page['Querystring']): object {
  const all = [...simulator.ledger.operations.values()].filter(isVideo);
  if (order === 'desc') all.reverse();
  const from = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
  const data = all.slice(from, from + Number(limit)).map((operation) => toVideo(operation, simulator.now()));
  return { object: 'list', data, has_more: from + data.length < all.length };
}

function find({ operations }: Simulator, id: string): Operation {
  const operation = operations.find(id);
  if (operation && isVideo(operation)) return operation;
  throw openAiError(404, `Video with id '${id}' not found.`, 'not_found');
}

function isVideo({ surface, kind }: Operation): boolean {
  return surface === 'openai' && kind === 'video';
}
