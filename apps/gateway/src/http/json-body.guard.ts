import { type CanActivate, type ExecutionContext, Injectable, UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Nest reads forms as well; this API takes JSON and nothing else. */
@Injectable()
export class JsonBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    // No body at all is for the route's schema to judge.
    if (headers['content-type'] === undefined && (headers['content-length'] ?? '0') === '0') return true;
    if (/^application\/json\b/i.test(headers['content-type'] ?? '')) return true;
    throw new UnsupportedMediaTypeException(
      `The body must be application/json, not ${headers['content-type'] ?? 'unnamed'}`,
    );
  }
}
