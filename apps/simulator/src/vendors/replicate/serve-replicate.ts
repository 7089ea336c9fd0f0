import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Simulator } from '../../simulator';
import type { WireError } from '../../wire/wire-error';
import { attemptOf } from '../attempt-of';
import { serveJobs, type VideoWish } from '../serve-jobs';
import { hasBearer, serveVendor, VendorError } from '../serve-vendor';
import { isVendorModel } from '../vendor-prices';
import type { VendorVideos } from '../vendor-videos';
import { toPrediction } from './prediction';
import { parsePredictionRequest } from './prediction-request';
import { replicateError, toReplicateError } from './replicate-error';
import { REPLICATE_SECRET } from './replicate-webhooks';

const PAGE_SIZE = 100;

/** Predictions at Replicate, and the files that they leave for an hour. */
export function serveReplicate(server: FastifyInstance, simulator: Simulator): void {
  serveVendor(server, {
    prefix: '/replicate',
    toVendorError: toReplicateError,
    throwOnBadCredentials,
    serve: (scope) => {
      const videos = serveJobs(scope, simulator, {
        create: '/v1/models/:owner/:name/predictions',
        status: 201,
        job: '/v1/predictions/:id',
        cancel: 'POST /v1/predictions/:id/cancel',
        file: '/delivery/:id/output.mp4',
        read,
        attemptOf: ({ body }) => attemptOf((body as { webhook?: unknown } | null)?.webhook),
        toView: ({ operation, nowMs }) => toPrediction(operation, nowMs),
        notFound,
      });
      serveList(scope, simulator, videos);
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

function read({ params, body }: FastifyRequest): VideoWish {
  const { owner, name } = params as { owner: string; name: string };
  const model = `${owner}/${name}`;
  if (!isVendorModel(model)) throw notFound();
  const { webhook, ...video } = parsePredictionRequest(model, body);
  return { model, ...video, webhook: webhook === undefined ? undefined : { uris: [webhook], userMetadata: {} } };
}

function serveList(scope: FastifyInstance, simulator: Simulator, videos: VendorVideos): void {
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
