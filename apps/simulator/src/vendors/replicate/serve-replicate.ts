import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Simulator } from '../../simulator';
import type { WireError } from '../../wire/wire-error';
import { acceptVideo } from '../accept-video';
import { attemptOf } from '../attempt-of';
import { randomId } from '../random-id';
import { hasBearer, serveVendor, VendorError } from '../serve-vendor';
import { isVendorModel } from '../vendor-prices';
import { VendorVideos } from '../vendor-videos';
import { toPrediction } from './prediction';
import { parsePredictionRequest } from './prediction-request';
import { replicateError, toReplicateError } from './replicate-error';
import { REPLICATE_SECRET } from './replicate-webhooks';

type ById = { Params: { id: string } };
type ByModel = { Params: { owner: string; name: string } };

const PAGE_SIZE = 100;

/** Predictions at Replicate, and the files that they leave for an hour. */
export function serveReplicate(server: FastifyInstance, simulator: Simulator): void {
  const videos = new VendorVideos(simulator, 'replicate', notFound);
  serveVendor(server, {
    prefix: '/replicate',
    toVendorError: toReplicateError,
    throwOnBadCredentials,
    serve: (scope) => {
      scope.post<ByModel>('/v1/models/:owner/:name/predictions', async (request, reply) => {
        reply.code(201);
        return createPrediction(simulator, request);
      });
      servePredictions(scope, simulator, videos);
      scope.get<ById>('/delivery/:id/output.mp4', ({ params }, reply) => videos.sendFile(params.id, reply));
      scope.get('/v1/account', () => ({ type: 'user', username: 'simulator', name: 'Simulator' }));
      scope.get('/v1/webhooks/default/secret', () => ({ key: REPLICATE_SECRET }));
    },
  });
}

function throwOnBadCredentials(request: FastifyRequest): void {
  if (hasBearer(request)) return;
  const body = { title: 'Unauthenticated', detail: 'You did not pass an authentication token', status: 401 };
  throw new VendorError(401, body);
}

async function createPrediction(simulator: Simulator, request: FastifyRequest<ByModel>): Promise<unknown> {
  const { params, body: rawBody, protocol, host } = request;
  const attempt = attemptOf((rawBody as { webhook?: unknown } | null)?.webhook);
  simulator.admission.countPost({ attempt });
  const model = `${params.owner}/${params.name}`;
  if (!isVendorModel(model)) throw notFound();
  const { webhook, ...video } = parsePredictionRequest(model, rawBody);
  const operation = await acceptVideo(simulator, {
    surface: 'replicate',
    id: randomId(26),
    model,
    attempt,
    ...video,
    rawBody,
    webhook: webhook === undefined ? undefined : { uris: [webhook], userMetadata: {} },
    outputPrefix: `${protocol}://${host}/replicate/delivery/`,
  });
  return { ...toPrediction(operation), status: 'starting', started_at: null };
}

function servePredictions(scope: FastifyInstance, simulator: Simulator, videos: VendorVideos): void {
  scope.get<ById>('/v1/predictions/:id', async ({ params }) =>
    toPrediction(await videos.poll(params.id), simulator.now()),
  );

  scope.post<ById>('/v1/predictions/:id/cancel', async ({ params }) =>
    toPrediction(await videos.cancel(params.id), simulator.now()),
  );

  scope.get<{ Querystring: { cursor?: string } }>('/v1/predictions', ({ query: { cursor = '0' }, protocol, host }) => {
    const all = videos.list();
    const from = Number(cursor);
    const results = all.slice(from, from + PAGE_SIZE).map((operation) => toPrediction(operation, simulator.now()));
    const page = (at: number) => `${protocol}://${host}/replicate/v1/predictions?cursor=${at}`;
    return {
      next: from + PAGE_SIZE < all.length ? page(from + PAGE_SIZE) : null,
      previous: from > 0 ? page(Math.max(0, from - PAGE_SIZE)) : null,
      results,
    };
  });
}

const notFound = (): WireError => replicateError(404, 'The requested resource could not be found.');
