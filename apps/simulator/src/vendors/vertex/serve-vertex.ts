import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { VIDEO_RATIOS } from '../../catalogue/video-formats';
import { strikePoll } from '../../faults/strike-poll';
import type { Operation } from '../../operations/operation';
import type { Simulator } from '../../simulator';
import { invalidArgument, notFound, unauthenticated, unknownModel, WireError } from '../../wire/wire-error';
import { acceptVideo } from '../accept-video';
import { serveVendor } from '../serve-vendor';
import { isVendorModel } from '../vendor-prices';
import { serveBuckets } from './serve-buckets';
import { toVertexOperation } from './vertex-operation';

const TOKEN = 'ya29.simulated';

const imageSchema = z.looseObject({ bytesBase64Encoded: z.base64() });
const bodySchema = z.looseObject({
  instances: z.tuple([
    z.looseObject({ prompt: z.string(), image: imageSchema.optional(), lastFrame: imageSchema.optional() }),
  ]),
  parameters: z.looseObject({
    sampleCount: z.literal(1).default(1),
    storageUri: z
      .string()
      .regex(/^gs:\/\/.+\/$/)
      .optional(),
    durationSeconds: z.literal([4, 6, 8]).default(8),
    aspectRatio: z.enum(VIDEO_RATIOS).default('16:9'),
    resolution: z.enum(['720p', '1080p', '4k']).default('720p'),
    personGeneration: z.enum(['allow_adult', 'disallow']).default('allow_adult'),
  }),
  labels: z.record(z.string(), z.string().regex(/^[a-z0-9_-]{0,63}$/)).default({}),
});

/** Veo at Vertex AI: the token of a service account, predictLongRunning, fetchPredictOperation, and the bucket. */
export function serveVertex(server: FastifyInstance, simulator: Simulator): void {
  serveVendor(server, {
    prefix: '/vertex',
    toVendorError: (error) => error,
    throwOnBadCredentials,
    serve: (scope) => {
      serveToken(scope);
      serveBuckets(scope, simulator);
      scope.post<{ Params: Place }>(
        '/v1beta1/projects/:project/locations/:location/publishers/google/models/:call',
        ({ params, body }) => {
          const [model = '', method = ''] = params.call.split(':');
          if (method === 'predictLongRunning') return predict(simulator, model, { params, body });
          if (method === 'fetchPredictOperation') return fetchOperation(simulator, body);
          throw notFound(`Method ${method} is not known here.`);
        },
      );
    },
  });
}

interface Place {
  project: string;
  location: string;
  call: string;
}

function throwOnBadCredentials({ headers, url }: FastifyRequest): void {
  if (url.startsWith('/vertex/token') || headers.authorization === `Bearer ${TOKEN}`) return;
  throw unauthenticated('Request had invalid authentication credentials. Expected OAuth 2 access token.');
}

function serveToken(scope: FastifyInstance): void {
  const form = 'application/x-www-form-urlencoded';
  scope.addContentTypeParser(form, { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(body as string)));
  });
  scope.post('/token', ({ body }) => {
    const { assertion = '' } = body as { assertion?: string };
    if (assertion.split('.').length === 3) return { access_token: TOKEN, expires_in: 3599, token_type: 'Bearer' };
    throw new WireError(400, { error: 'invalid_grant', error_description: 'Invalid JWT.' });
  });
}

async function predict(
  simulator: Simulator,
  model: string,
  { params, body: rawBody }: { params: Place; body: unknown },
): Promise<unknown> {
  simulator.admission.countPost((rawBody as { labels?: unknown } | null)?.labels);
  if (!isVendorModel(model)) throw unknownModel(model, 'predictLongRunning');
  const { instances, parameters, labels } = parse(rawBody);
  const [{ prompt, image, lastFrame }] = instances;
  const { durationSeconds: seconds, aspectRatio: ratio, resolution, storageUri: outputPrefix } = parameters;
  const { id } = await acceptVideo(simulator, {
    surface: 'vertex',
    id: randomUUID(),
    model,
    attempt: labels['attempt'] ?? null,
    prompt,
    first: toBytes(image),
    last: toBytes(lastFrame),
    ratio,
    resolution,
    seconds,
    rawBody,
    outputPrefix,
  });
  const { project, location } = params;
  return { name: `projects/${project}/locations/${location}/publishers/google/models/${model}/operations/${id}` };
}

function parse(rawBody: unknown): z.infer<typeof bodySchema> {
  const parsed = bodySchema.safeParse(rawBody);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalidArgument(issue?.message ?? 'Request contains an invalid argument.', issue?.path.join('.'));
}

function toBytes(image: z.infer<typeof imageSchema> | undefined): Buffer | null {
  return image === undefined ? null : Buffer.from(image.bytesBase64Encoded, 'base64');
}

async function fetchOperation(simulator: Simulator, rawBody: unknown): Promise<unknown> {
  const { operationName: name = '' } = rawBody as { operationName?: string };
  const operation = findOperation(simulator, name);
  await strikePoll(simulator, operation);
  return toVertexOperation(simulator, operation, name);
}

function findOperation({ operations }: Simulator, name: string): Operation {
  const operation = operations.find(name.split('/operations/')[1] ?? '');
  if (operation?.surface === 'vertex') return operation;
  throw notFound(`The operation ${name} does not exist.`);
}
