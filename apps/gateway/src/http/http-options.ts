import type { Server } from 'node:http';
import { HttpException } from '@nestjs/common';
import type { FastifyError, FastifyReply, FastifyRequest, FastifyHttpOptions } from 'fastify';
import { buildProblem } from './build-problem';

/** A storyboard of 60 scenes fits, a body of a megabyte does not. */
const MAX_BODY_BYTES = 960 * 1024;

/** For the whole body: the largest upload, over a slow line. Streams that we send are not touched by this. */
const REQUEST_TIMEOUT_MS = 300_000;
/** Who sends a request byte by byte does not hold a connection for long. */
const HEADERS_TIMEOUT_MS = 10_000;

export const HTTP_OPTIONS: FastifyHttpOptions<Server> = {
  bodyLimit: MAX_BODY_BYTES,
  requestTimeout: REQUEST_TIMEOUT_MS,
  http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: 5_000 },
  frameworkErrors: answerBadAddress,
};

// An address that cannot be decoded never gets as far as a route, so no filter sees it.
function answerBadAddress(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  const problem = buildProblem(new HttpException('The address cannot be read', error.statusCode ?? 400), '/');
  void reply.status(problem.status).header('content-type', 'application/problem+json');
  void reply.send(Buffer.from(JSON.stringify(problem)));
}
