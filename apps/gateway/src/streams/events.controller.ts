import { Controller, Get, Headers, Param, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiQuery } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiRoute } from '../http/api-route';
import { currentTenant } from '../http/current-tenant';
import { FollowFilm } from './follow-film';
import { ListEvents } from './list-events';

interface EventsQuery {
  after?: unknown;
  limit?: unknown;
}

@Controller('v1/films/:filmId/events')
export class EventsController {
  constructor(
    private readonly followFilm: FollowFilm,
    private readonly listEvents: ListEvents,
  ) {}

  @Get()
  @ApiQuery({ name: 'after', required: false, schema: { type: 'integer', minimum: 0 }, description: 'Sequence number' })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', minimum: 1, maximum: 500, default: 100 } })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Where a stream goes on; stronger than `after`' })
  @ApiRoute({
    operationId: 'getFilmEvents',
    summary: 'What happens to a film: a stream of server-sent events, or the same log as JSON',
    answers: {
      200: {
        description:
          'As a stream: `snapshot` first (Snapshot) unless it goes on from an event, then each StreamEvent with its sequence number as id, to the end of the film as it is now. With `Accept: application/json`: one page of the log',
        schema: 'EventList',
        types: ['text/event-stream'],
      },
    },
    problems: [404, 422],
  })
  async events(
    @Param('filmId') filmId: string,
    @Query() query: EventsQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const tenantId = currentTenant(request);
    if (wantsJson(request)) return void reply.send(await this.listEvents.handle({ tenantId, filmId }, query));
    const rawAfter = lastEventId ?? (typeof query.after === 'string' ? query.after : undefined);
    await this.followFilm.handle({ tenantId, filmId, rawAfter }, () => {
      reply.hijack();
      return reply.raw;
    });
  }
}

// A HEAD request has no stream to read.
function wantsJson({ method, headers: { accept = '' } }: FastifyRequest): boolean {
  return method === 'HEAD' || (accept.includes('application/json') && !accept.includes('text/event-stream'));
}
