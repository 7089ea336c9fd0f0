import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { fileIdOf, type Operation } from '../../operations/operation';
import { findMade } from '../../routes/files';
import type { Simulator } from '../../simulator';
import type { WireError } from '../../wire/wire-error';
import { acceptVideo } from '../accept-video';
import { attemptOf } from '../attempt-of';
import { readImage } from '../read-image';
import { messageOf, serveVendor, VendorError } from '../serve-vendor';
import { isVendorModel } from '../vendor-prices';
import { VendorVideos } from '../vendor-videos';
import { failure, toFalOutput } from './fal-output';
import { toFalJwks } from './fal-webhooks';

interface Submit {
  Params: { owner: string; app: string; '*': string };
  Querystring: { fal_webhook?: string };
}
interface ById {
  Params: { owner: string; app: string; id: string };
}

const inputSchema = z.strictObject({
  prompt: z.string(),
  image_url: z.string(),
  end_image_url: z.string().optional(),
  duration: z.enum(['3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14', '15']).default('5'),
  generate_audio: z.boolean().default(true),
  negative_prompt: z.string().optional(),
});

/** fal's queue. Files and keys are there for everybody, as at fal. */
export function serveFal(server: FastifyInstance, simulator: Simulator): void {
  const videos = new VendorVideos(simulator, 'fal', notFound);
  serveVendor(server, {
    prefix: '/fal',
    toVendorError,
    throwOnBadCredentials,
    serve: (scope) => {
      scope.post<Submit>('/:owner/:app/*', (request) => submit(simulator, request));
      serveRequests(scope, simulator, videos);
      scope.get('/.well-known/jwks.json', () => toFalJwks());
      scope.get<{ Params: { id: string } }>('/files/:id/output.mp4', ({ params }, reply) =>
        videos.sendFile(params.id, reply),
      );
    },
  });
}

function throwOnBadCredentials({ headers, url }: FastifyRequest): void {
  const isPublic = url.startsWith('/fal/files/') || url.startsWith('/fal/.well-known/');
  if (!isPublic && !/^Key (?!invalid)\S+/.test(headers.authorization ?? ''))
    throw new VendorError(401, { detail: 'Authentication is required to access this application' });
}

async function submit(simulator: Simulator, request: FastifyRequest<Submit>): Promise<object> {
  const { params, query, body: rawBody, protocol, host } = request;
  const attempt = attemptOf(query.fal_webhook);
  simulator.admission.countPost({ attempt });
  const model = `${params.owner}/${params.app}/${params['*']}`;
  if (!isVendorModel(model)) throw new VendorError(404, { detail: `Application "${model}" not found` });
  const input = parse(rawBody);
  const operation = await acceptVideo(simulator, {
    surface: 'fal',
    id: randomUUID(),
    model,
    attempt,
    prompt: input.prompt,
    first: readImage(input.image_url),
    last: readImage(input.end_image_url),
    ratio: '16:9',
    resolution: '720p',
    seconds: Number(input.duration),
    rawBody,
    webhook: query.fal_webhook === undefined ? undefined : { uris: [query.fal_webhook], userMetadata: {} },
    outputPrefix: `${protocol}://${host}/fal/files/`,
  });
  return { ...linksOf(operation, params), queue_position: 0, status: 'IN_QUEUE' };
}

function parse(rawBody: unknown): z.infer<typeof inputSchema> {
  const parsed = inputSchema.safeParse(rawBody);
  if (parsed.success) return parsed.data;
  const detail = parsed.error.issues.map(({ path, message: msg }) => ({
    loc: ['body', ...path],
    msg,
    type: 'value_error',
  }));
  throw new VendorError(422, { detail });
}

function serveRequests(scope: FastifyInstance, simulator: Simulator, videos: VendorVideos): void {
  scope.get<ById>('/:owner/:app/requests/:id/status', async ({ params }) => {
    const operation = await videos.poll(params.id);
    const links = linksOf(operation, params);
    if (operation.end === null) return { ...links, status: 'IN_PROGRESS', logs: [] };
    const inference_time = (operation.end.atMs - operation.acceptedAtMs) / 1000;
    return { ...links, status: 'COMPLETED', logs: [], metrics: { inference_time } };
  });

  scope.get<ById>('/:owner/:app/requests/:id', async ({ params }, reply) => {
    const operation = videos.find(params.id);
    if (operation.end === null) throw new VendorError(400, { detail: 'Request is still in progress' });
    const file = await findMade(simulator, fileIdOf(operation));
    const { status, headers, body } = toFalOutput(operation, file?.sizeBytes ?? 0);
    return reply
      .code(status)
      .headers({ ...headers, 'x-fal-request-id': operation.id })
      .send(body);
  });

  scope.put<ById>('/:owner/:app/requests/:id/cancel', async ({ params }, reply) => {
    const operation = simulator.operations.find(params.id);
    if (operation?.surface !== 'fal') return reply.code(404).send({ status: 'NOT_FOUND' });
    if (operation.end !== null) return reply.code(400).send({ status: 'ALREADY_COMPLETED' });
    await simulator.operations.end(operation, 'cancelled');
    return reply.code(202).send({ status: 'CANCELLATION_REQUESTED' });
  });
}

function linksOf({ id }: Operation, { owner, app }: { owner: string; app: string }): Record<string, string> {
  const url = `https://queue.fal.run/${owner}/${app}/requests/${id}`;
  return { request_id: id, response_url: url, status_url: `${url}/status`, cancel_url: `${url}/cancel` };
}

const notFound = (): WireError => new VendorError(404, { detail: 'Request not found' });

// A 400 is 422 there, and every error of a kind has its type.
function toVendorError(error: WireError): WireError {
  const { httpStatus, headers } = error;
  const message = messageOf(error);
  if (httpStatus >= 500) return toWireError(httpStatus, 'internal_server_error', message);
  if (httpStatus !== 400) return new VendorError(httpStatus, { detail: message }, headers);
  return toWireError(422, /safety filters/.test(message) ? 'content_policy_violation' : 'value_error', message);
}

function toWireError(httpStatus: number, type: string, message: string): WireError {
  const { status, headers, body } = failure(httpStatus, type, message);
  return new VendorError(status, body, headers);
}
