import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiParam, ApiQuery } from '@nestjs/swagger';
import { ApiRoute } from '../http/api-route';
import { IF_MATCH_RULE } from '../http/revision-header';

const KEY_RULE =
  '1 to 255 visible ASCII characters. Sent again with the same body it changes nothing more, and gives what is still to be done';

/** A route that makes a revision, or with `?dryRun=true` only its plan. */
export function ApiRevision(operationId: string, summary: string): MethodDecorator {
  return applyDecorators(
    ApiParam({ name: 'filmId', schema: { type: 'string' } }),
    ApiHeader({ name: 'If-Match', required: false, description: IF_MATCH_RULE }),
    ApiHeader({ name: 'Idempotency-Key', required: false, description: KEY_RULE }),
    ApiQuery({
      name: 'dryRun',
      required: false,
      schema: { type: 'string', enum: ['true', 'false'], default: 'false' },
    }),
    ApiRoute({
      operationId,
      summary,
      answers: {
        200: {
          description: 'The plan: nothing is changed (`dryRun`, or the film is that already: `changed` is false)',
          schema: 'Plan',
        },
        202: { description: 'Begun, as planned', schema: 'Plan', headers: { Location: 'Address of the film' } },
      },
      problems: [402, 404, 409, 415, 422],
    }),
  );
}
