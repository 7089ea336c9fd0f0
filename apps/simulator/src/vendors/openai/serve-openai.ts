import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Simulator } from '../../simulator';
import { hasBearer, serveVendor } from '../serve-vendor';
import { serveChat } from './serve-chat';
import { serveImages } from './serve-images';
import { openAiError, toOpenAiError } from './openai-error';
import { acceptForms } from './read-form';
import { serveVideos } from './serve-videos';

/** What an address speaks that is compatible with OpenAI. */
export function serveOpenAi(server: FastifyInstance, simulator: Simulator): void {
  serveVendor(server, {
    prefix: '/openai/v1',
    toVendorError: toOpenAiError,
    throwOnBadCredentials,
    serve: (scope) => {
      acceptForms(scope);
      serveChat(scope, simulator);
      serveImages(scope, simulator);
      serveVideos(scope, simulator);
      scope.get('/models', () => ({ object: 'list', data: [{ id: 'sora-2', object: 'model', owned_by: 'gateway' }] }));
    },
  });
}

function throwOnBadCredentials(request: FastifyRequest): void {
  if (!hasBearer(request)) throw openAiError(401, "You didn't provide an API key.");
}
