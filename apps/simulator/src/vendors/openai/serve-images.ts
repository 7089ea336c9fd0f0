import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { storeImages } from '../../briefs/store-images';
import type { ImageRatio } from '../../catalogue/image-sizes';
import type { Operation } from '../../operations/operation';
import type { Simulator } from '../../simulator';
import { internalError, invalidArgument } from '../../wire/wire-error';
import { attemptInHeader } from '../attempt-of';
import { randomId } from '../random-id';
import { OWN_PRICES } from '../vendor-prices';
import { openAiError } from './openai-error';
import type { FormBody } from './read-form';

const fieldsSchema = z.looseObject({
  model: z.string().min(1),
  prompt: z.string().min(1),
  n: z.coerce.number().int().min(1).max(1).default(1),
  size: z
    .string()
    .regex(/^\d+x\d+$/)
    .default('1024x1024'),
  response_format: z.literal('b64_json').optional(),
});

/** Images from words, and from words and other images. */
export function serveImages(scope: FastifyInstance, simulator: Simulator): void {
  scope.post('/images/generations', (request) => draw(simulator, request, { fields: request.body, images: [] }));

  scope.post('/images/edits', (request) => {
    const { fields, files } = request.body as FormBody;
    const images = Object.keys(files).flatMap((name) => (/^image(\[\])?$/.test(name) ? (files[name] ?? []) : []));
    return draw(simulator, request, { fields, images });
  });
}

async function draw(
  simulator: Simulator,
  request: FastifyRequest,
  { fields, images }: { fields: unknown; images: Buffer[] },
): Promise<object> {
  const { admission, blobs, ledger, operations } = simulator;
  const attempt = attemptInHeader(request);
  admission.countPost({ attempt });
  const parsed = fieldsSchema.safeParse(fields);
  if (!parsed.success) throw openAiError(400, z.prettifyError(parsed.error), 'invalid_value');
  const { model, prompt, size } = parsed.data;
  const parts = images.map((data) => ({ image: { data } }));
  const inputs = await storeImages(parts, { blobs, ledger, reject: invalidArgument });
  const operation = await admission.accept({
    surface: 'openai',
    id: `img_${randomId(32)}`,
    model,
    labels: attempt === null ? {} : { attempt },
    background: false,
    rawBody: parsed.data,
    brief: { kind: 'image', prompt, inputs, ratio: toRatio(size), size: '1K' },
    priceOf: () => OWN_PRICES.image,
  });
  await operations.whenEnded(operation);
  return toImages(simulator, operation);
}

async function toImages({ studio }: Simulator, { end, brief, acceptedAtMs }: Operation): Promise<object> {
  if (end?.status === 'refused')
    throw openAiError(400, 'Your request was rejected by the safety system.', 'moderation_blocked');
  if (end?.status !== 'completed' || brief.kind === 'text') throw internalError();
  const b64_json = (await studio.read(brief)).toString('base64');
  return { created: Math.floor(acceptedAtMs / 1000), data: [{ b64_json }] };
}

function toRatio(size: string): ImageRatio {
  const [width = 1, height = 1] = size.split('x').map(Number);
  if (width === height) return '1:1';
  return width > height ? '16:9' : '9:16';
}
