import type { FastifyInstance } from 'fastify';
import { listModels } from '../catalogue/models';

/** The list of models: what a key is tried with, for it costs nothing. */
export function serveModels(scope: FastifyInstance): void {
  scope.get('/models', () => ({ models: listModels().map((name) => ({ name: `models/${name}` })) }));
}
