import { Body, Controller, Delete, Headers, HttpCode, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiHeader, ApiQuery } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FilmView } from '@shared/contracts/film';
import { type CreateFilm, createFilmSchema } from '@shared/contracts/order';
import type { Plan } from '@shared/contracts/revisions';
import { type DryRun, dryRunSchema } from '../revisions/dry-run';
import { ApiRoute } from '../http/api-route';
import { currentTenant } from '../http/current-tenant';
import { IDEMPOTENCY_KEY_RULE, parseIdempotencyKey } from '../http/idempotency-key';
import { JsonBodyGuard } from '../http/json-body.guard';
import { NoQueryGuard } from '../http/no-query.guard';
import { CancelFilm } from './cancel-film';
import { DeleteFilm } from './delete-film';
import { OrderFilm } from './order-film';
import { QuoteFilm } from './quote-film';

@Controller('v1/films')
export class OrdersController {
  constructor(
    private readonly orderFilm: OrderFilm,
    private readonly quoteFilm: QuoteFilm,
    private readonly cancelFilm: CancelFilm,
    private readonly deleteFilm: DeleteFilm,
  ) {}

  @Post()
  @HttpCode(202)
  @UseGuards(JsonBodyGuard)
  @ApiQuery({ name: 'dryRun', required: false, schema: { type: 'string', enum: ['true', 'false'], default: 'false' } })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: IDEMPOTENCY_KEY_RULE })
  @ApiRoute({
    operationId: 'createFilm',
    summary: 'Order a film, or with `?dryRun=true` hear what it would be and cost',
    answers: {
      200: { description: 'The plan: nothing is ordered (`dryRun`)', schema: 'Plan' },
      202: { description: 'Ordered', schema: 'Film', headers: { Location: 'Address of the film' } },
    },
    problems: [402, 409, 413, 415, 422],
  })
  async create(
    @Body({ schema: createFilmSchema }) order: CreateFilm,
    @Query({ schema: dryRunSchema }) { dryRun }: DryRun,
    @Headers('idempotency-key') rawKey: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FilmView | Plan> {
    const idempotencyKey = parseIdempotencyKey(rawKey);
    const tenantId = currentTenant(request);
    void reply.status(dryRun ? 200 : 202);
    if (dryRun) return this.quoteFilm.handle({ tenantId, order });
    const film = await this.orderFilm.handle({ tenantId, order, idempotencyKey });
    void reply.header('location', film.links.self);
    return film;
  }

  @Post(':filmId/cancel')
  @HttpCode(202)
  @UseGuards(NoQueryGuard)
  @ApiRoute({
    operationId: 'cancelFilm',
    summary: 'Stop a film: nothing new is bought',
    answers: { 202: { description: 'Being cancelled, or cancelled already', schema: 'Film' } },
    problems: [404, 409, 422],
  })
  cancel(@Param('filmId') filmId: string, @Req() request: FastifyRequest): Promise<FilmView> {
    return this.cancelFilm.handle(currentTenant(request), filmId);
  }

  @Delete(':filmId')
  @HttpCode(204)
  @UseGuards(NoQueryGuard)
  @ApiRoute({
    operationId: 'deleteFilm',
    summary: 'Remove an ended film with all its files',
    answers: { 204: { description: 'Removed' } },
    problems: [404, 409, 422],
  })
  async remove(@Param('filmId') filmId: string, @Req() request: FastifyRequest): Promise<void> {
    await this.deleteFilm.handle(currentTenant(request), filmId);
  }
}
