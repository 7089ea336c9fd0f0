import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import type { FilmView } from '@shared/contracts/film';
import { ApiRoute } from '../http/api-route';
import { currentTenant } from '../http/current-tenant';
import { toFilmCosts } from './film-costs';
import type { FilmCosts } from './film-costs.contract';
import { FilmRepository } from './film.repository';
import { listReuses } from './film-takes';
import { toFilmView } from './film-view';
import { type FilmList, ListFilms } from './list-films';
import { type ListQuery, listQuerySchema } from './list-query';

@Controller('v1/films')
export class FilmsController {
  constructor(
    private readonly films: FilmRepository,
    private readonly listFilms: ListFilms,
    private readonly dataSource: DataSource,
  ) {}

  @Get()
  @ApiRoute({
    operationId: 'listFilms',
    summary: 'Films, the newest first',
    answers: { 200: { description: 'One page; `nextCursor` leads to the next', schema: 'FilmList' } },
    problems: [422],
  })
  list(@Query({ schema: listQuerySchema }) query: ListQuery, @Req() request: FastifyRequest): Promise<FilmList> {
    return this.listFilms.handle(currentTenant(request), query);
  }

  @Get(':filmId')
  @ApiRoute({
    operationId: 'getFilm',
    summary: 'A film as it is now',
    answers: { 200: { description: 'The film', schema: 'Film' } },
    problems: [404],
  })
  async get(@Param('filmId') filmId: string, @Req() request: FastifyRequest): Promise<FilmView> {
    return toFilmView(await this.films.loadOrThrow(currentTenant(request), filmId));
  }

  @Get(':filmId/costs')
  @ApiRoute({
    operationId: 'getFilmCosts',
    summary: 'Every purchase made for a film',
    answers: { 200: { description: 'Attempts and what they come to', schema: 'FilmCosts' } },
    problems: [404],
  })
  async costs(@Param('filmId') filmId: string, @Req() request: FastifyRequest): Promise<FilmCosts> {
    const record = await this.films.loadOrThrow(currentTenant(request), filmId);
    return toFilmCosts(record, await listReuses(this.dataSource.manager, filmId));
  }
}
