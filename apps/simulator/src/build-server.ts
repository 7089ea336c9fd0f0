import Fastify, { type FastifyInstance } from 'fastify';
import { ConnectionFault } from './faults/strike';
import { serveAdmin } from './routes/admin';
import { serveFiles } from './routes/files';
import { serveGenerateContent } from './routes/generate-content';
import { serveInteractions } from './routes/interactions';
import { serveModels } from './routes/models';
import { serveStoredOutputs } from './routes/stored-outputs';
import { serveUploads } from './routes/uploads';
import { serveWebhooks } from './routes/webhooks';
import type { Simulator } from './simulator';
import { serveFal } from './vendors/fal/serve-fal';
import { serveOpenAi } from './vendors/openai/serve-openai';
import { serveReplicate } from './vendors/replicate/serve-replicate';
import { serveVertex } from './vendors/vertex/serve-vertex';
import { throwOnBadCredentials } from './wire/credentials';
import { internalError, invalidArgument, notFound, WireError } from './wire/wire-error';

const VERSIONS = ['/v1', '/v1beta'];
// Two 4K images in base64 fit.
const BODY_LIMIT_BYTES = 128 * 1024 * 1024;

export function buildServer(simulator: Simulator): FastifyInstance {
  const server = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
  });
  answerInGoogleForm(server);
  for (const version of VERSIONS) {
    void server.register(provider(simulator), { prefix: version });
    void server.register(uploads(simulator), { prefix: `/upload${version}` });
  }
  server.get('/.well-known/jwks.json', () => simulator.signingKey.toJwks());
  serveStoredOutputs(server, simulator);
  serveFal(server, simulator);
  serveOpenAi(server, simulator);
  serveReplicate(server, simulator);
  serveVertex(server, simulator);
  void server.register(
    async (scope) => {
      serveAdmin(scope, simulator);
    },
    { prefix: '/simulator' },
  );
  return server;
}

const provider = (simulator: Simulator) => async (scope: FastifyInstance) => {
  scope.addHook('onRequest', async (request) => {
    throwOnBadCredentials(request);
  });
  serveGenerateContent(scope, simulator);
  serveModels(scope);
  serveInteractions(scope, simulator);
  serveFiles(scope, simulator);
  serveWebhooks(scope, simulator);
};

const uploads = (simulator: Simulator) => async (scope: FastifyInstance) => {
  serveUploads(scope, simulator);
};

function answerInGoogleForm(server: FastifyInstance): void {
  acceptEmptyJson(server);
  server.addHook('onSend', async (_request, reply) => {
    const type = reply.getHeader('content-type');
    if (String(type).startsWith('application/json')) reply.header('content-type', 'application/json; charset=UTF-8');
  });
  server.setNotFoundHandler(({ method, url }) => {
    throw notFound(`${method} ${url} was not found on this server.`);
  });
  server.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    if (error instanceof ConnectionFault) {
      reply.hijack();
      if (error.how === 'drop') request.raw.socket.destroy();
      return;
    }
    const answer = error instanceof WireError ? error : toWireError(error);
    return reply.code(answer.httpStatus).headers(answer.headers).send(answer.body);
  });
}

function toWireError(error: Error & { statusCode?: number }): WireError {
  if ((error.statusCode ?? 500) < 500) return invalidArgument(error.message);
  process.stderr.write(`${error.stack ?? error.message}\n`);
  return internalError();
}

// The SDK cancels with an empty body that still says it is JSON.
function acceptEmptyJson(server: FastifyInstance): void {
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? {} : JSON.parse(body as string));
    } catch {
      done(invalidArgument('Invalid JSON payload received.'));
    }
  });
}
