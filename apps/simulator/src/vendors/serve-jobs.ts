import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Ending, Operation } from '../operations/operation';
import type { Simulator } from '../simulator';
import { notFound, type WireError } from '../wire/wire-error';
import { acceptVideo, type VideoOrder } from './accept-video';
import { attemptInHeader } from './attempt-of';
import { randomId } from './random-id';
import { surfaceOf } from './serve-vendor';
import { isVendorModel } from './vendor-prices';
import { VendorVideos } from './vendor-videos';

/** What a POST asks for, whatever it calls it. */
export type VideoWish = Pick<
  VideoOrder,
  'model' | 'prompt' | 'first' | 'last' | 'ratio' | 'resolution' | 'seconds' | 'webhook'
>;

/** A clip that was ordered, in the words of no vendor. */
export interface Job {
  id: string;
  status: 'running' | Ending;
  /** Of its file, once there is one. */
  url: string | null;
  /** Why it came to nothing. */
  words: string | null;
  nowMs: number;
  operation: Operation;
}

/** The wire of a vendor of clips. Paths are below its prefix, with `:id` for the job. */
export interface JobRoutes {
  create: string;
  /** Of the answer to that; default 200. */
  status?: number;
  job: string;
  cancel?: `${'POST' | 'PUT' | 'DELETE'} ${string}`;
  /** Default `/files/:id/output.mp4`, which is there for everybody. */
  file?: string;
  newId?: () => string;
  /** Reads the POST, strictly: what throws is answered with 400 in the vendor's form. */
  read: (request: FastifyRequest) => VideoWish;
  /** By which POSTs are counted; by default in the header that adapters send along. */
  attemptOf?: (request: FastifyRequest) => string | null;
  toView: (job: Job) => object;
  notFound?: () => WireError;
}

type ById = { Params: { id: string } };

/** Orders, questions, cancelling and files, with the faults of each. Hands back what was ordered, for whoever lists it. */
export function serveJobs(scope: FastifyInstance, simulator: Simulator, routes: JobRoutes): VendorVideos {
  const { file = '/files/:id/output.mp4', toView } = routes;
  const missing = routes.notFound ?? (() => notFound('There is no such job.'));
  const videos = new VendorVideos(simulator, surfaceOf(scope), missing);
  const show = (operation: Operation, nowMs = simulator.now()) => toView(toJob(operation, file, nowMs));

  scope.post(routes.create, async (request, reply) => {
    const operation = await acceptJob(scope, simulator, { ...routes, file }, request);
    return reply.code(routes.status ?? 200).send(show(operation, operation.acceptedAtMs));
  });
  scope.get<ById>(routes.job, async ({ params }) => show(await videos.poll(params.id)));
  scope.get<ById>(file, ({ params }, reply) => videos.sendFile(params.id, reply));
  if (routes.cancel !== undefined) {
    const [method = '', url = ''] = routes.cancel.split(' ');
    scope.route<ById>({ method, url, handler: async ({ params }) => show(await videos.cancel(params.id)) });
  }
  return videos;
}

async function acceptJob(
  scope: FastifyInstance,
  simulator: Simulator,
  { file, read, newId, attemptOf = attemptInHeader }: JobRoutes & { file: string },
  request: FastifyRequest,
): Promise<Operation> {
  const attempt = attemptOf(request);
  simulator.admission.countPost({ attempt });
  const wish = read(request);
  if (!isVendorModel(wish.model)) throw notFound(`There is no model ${wish.model}.`);
  return acceptVideo(simulator, {
    ...wish,
    surface: surfaceOf(scope),
    id: newId?.() ?? randomId(26),
    attempt,
    rawBody: request.body,
    outputPrefix: `${request.protocol}://${request.host}${scope.prefix}${file.split(':id')[0] ?? ''}`,
  });
}

function toJob(operation: Operation, file: string, nowMs: number): Job {
  const { id, end, outputPrefix = '', flagged = 'The prompt' } = operation;
  const words = {
    refused: `${flagged} was flagged by our moderation.`,
    failed: 'An internal error has occurred.',
    completed: null,
    cancelled: null,
  };
  return {
    id,
    status: end?.status ?? 'running',
    url: end?.status === 'completed' ? `${outputPrefix}${id}${file.split(':id')[1] ?? ''}` : null,
    words: end && words[end.status],
    nowMs,
    operation,
  };
}
