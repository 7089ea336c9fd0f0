import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { toInvalidInput } from './parse-input';
import { toShownValue } from './shown-value';

/** For a change that cannot be tried out: whoever asks for `?dryRun=true` must hear that, not have it done. */
@Injectable()
export class NoQueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { query } = context.switchToHttp().getRequest<FastifyRequest>();
    const faults = Object.entries(query as object).map(([name, value]) => ({
      field: name.slice(0, 200),
      rule: 'is not a parameter of this request',
      value: toShownValue(value),
    }));
    if (faults.length > 0) throw toInvalidInput(faults);
    return true;
  }
}
