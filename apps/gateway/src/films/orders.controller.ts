import { Body, Controller, Delete, Headers, HttpCode, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FilmView } from '@shared/contracts/film';
import { type CreateFilm, createFilmSchema } from '@shared/contracts/order';
import { ApiRoute } from '../http/api-route';
import { currentTenant } from '../http/current-tenant';
import { IDEMPOTENCY_KEY_RULE, parseIdempotencyKey } from '../http/idempotency-key';
import { JsonBodyGuard } from '../http/json-body.guard';
import { CancelFilm } from './cancel-film';
import { DeleteFilm } from './delete-film';
import { OrderFilm } from './order-film';

@Controller('v1/films')
export class OrdersController {
  constructor(
    private readonly orderFilm: OrderFilm,
    private readonly cancelFilm: CancelFilm,
    private readonly deleteFilm: DeleteFilm,
  ) {}

  @Post()
  @HttpCode(202)
  @UseGuards(JsonBodyGuard)
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: IDEMPOTENCY_KEY_RULE })
  @ApiRoute({
    operationId: 'createFilm',
    summary: 'Order a film',
    answers: { 202: { description: 'Ordered', schema: 'Film', headers: { Location: 'Address of the film' } } },
    problems: [409, 413, 415, 422],
  })
  async create(
    @Body({ schema: createFilmSchema }) order: CreateFilm,
    @Headers('idempotency-key') rawKey: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FilmView> {
    const idempotencyKey = parseIdempotencyKey(rawKey);
    const film = await this.orderFilm.handle({ tenantId: currentTenant(request), order, idempotencyKey });
    void reply.header('location', film.links.self);
    return film;
  }

  @Post(':filmId/cancel')
  @HttpCode(202)
  @ApiRoute({
    operationId: 'cancelFilm',
    summary: 'Stop a film: nothing new is bought',
    answers: { 202: { description: 'Being cancelled, or cancelled already', schema: 'Film' } },
    problems: [404, 409],
  })
  cancel(@Param('filmId') filmId: string, @Req() request: FastifyRequest): Promise<FilmView> {
    return this.cancelFilm.handle(currentTenant(request), filmId);
  }

  @Delete(':filmId')
  @HttpCode(204)
  @ApiRoute({
    operationId: 'deleteFilm',
    summary: 'Remove an ended film with all its files',
    answers: { 204: { description: 'Removed' } },
    problems: [404, 409],
  })
  async remove(@Param('filmId') filmId: string, @Req() request: FastifyRequest): Promise<void> {
    await this.deleteFilm.handle(currentTenant(request), filmId);
  }
}
