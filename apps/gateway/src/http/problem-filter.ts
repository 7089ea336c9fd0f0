import { type ArgumentsHost, Catch, type ExceptionFilter, ServiceUnavailableException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Logger } from '@shared/telemetry/logger';
import { AllowedMethods } from './allowed-methods';
import { buildProblem, retryAfterSeconds } from './build-problem';

/** The only place that answers errors over HTTP. */
@Catch()
export class ProblemFilter implements ExceptionFilter<unknown> {
  constructor(
    private readonly allowedMethods: AllowedMethods,
    private readonly logger: Logger,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    // Not by URL, which refuses addresses like `//`.
    const pathname = request.url.replace(/[?#].*$/s, '');
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
    } else if (thrown instanceof ServiceUnavailableException && pathname.startsWith('/health/')) {
      // Probes name each dependency in a form of their own.
      void reply.status(thrown.getStatus()).send(thrown.getResponse());
    } else {
      this.answer(this.allowedMethods.correct(thrown, request.method, pathname), { reply, pathname });
    }
  }

  private answer(error: unknown, { reply, pathname }: { reply: FastifyReply; pathname: string }): void {
    const problem = buildProblem(error, pathname);
    if (problem.status >= 500) this.logger.error({ error, path: pathname, status: problem.status }, 'request failed');
    reply.removeHeader('etag');
    void reply.header('cache-control', 'no-store');
    const retryAfter = retryAfterSeconds(error);
    if (retryAfter !== null) void reply.header('retry-after', retryAfter);
    const allowed = this.allowedMethods.of(pathname);
    if (problem.status === 405) void reply.header('allow', allowed.join(', '));
    void reply.status(problem.status).header('content-type', 'application/problem+json');
    // As bytes: to a text Fastify would add a charset, which this media type does not have.
    void reply.send(Buffer.from(JSON.stringify(problem)));
  }
}
