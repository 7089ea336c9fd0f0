import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { NamedStoryboard } from '@shared/build-graph/scene-ids';
import type { TakeList } from '@shared/contracts/revisions';
import { AppError } from '@shared/errors/app-error';
import { SendArtifact } from '../downloads/send-artifact';
import { FilmRepository } from '../films/film.repository';
import { ApiRoute } from '../http/api-route';
import { currentTenant } from '../http/current-tenant';
import { FindTake } from './find-take';
import { ListTakes } from './list-takes';
import { LoadFilmNow } from './load-film-now';

/** What a film is made from and what was made for it, to be read. */
@Controller('v1/films/:filmId')
export class StoryboardController {
  constructor(
    private readonly films: FilmRepository,
    private readonly loadFilmNow: LoadFilmNow,
    private readonly findTake: FindTake,
    private readonly sendArtifact: SendArtifact,
    private readonly listTakes: ListTakes,
  ) {}

  @Get('storyboard')
  @ApiRoute({
    operationId: 'getStoryboard',
    summary: 'The storyboard as it is now, each scene with its id',
    answers: { 200: { description: 'The storyboard; `ETag` is the revision', schema: 'Storyboard' } },
    problems: [404],
  })
  async storyboard(
    @Param('filmId') filmId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NamedStoryboard> {
    const record = await this.films.loadOrThrow(currentTenant(request), filmId);
    const now = await this.loadFilmNow.handle(record);
    if (now === null) throw new AppError('NOT_FOUND', `Film ${filmId} has no storyboard yet`);
    void reply.header('etag', `"${record.film.revision}"`);
    return now.storyboard;
  }

  @Get('scenes/:n/takes')
  @ApiRoute({
    operationId: 'listTakes',
    summary: 'Everything that was ever made for a scene',
    answers: { 200: { description: 'Takes, the oldest of each part first', schema: 'TakeList' } },
    problems: [404],
  })
  takes(@Param('filmId') filmId: string, @Param('n') scene: string, @Req() request: FastifyRequest): Promise<TakeList> {
    return this.listTakes.handle({ tenantId: currentTenant(request), filmId, scene });
  }

  @Get('scenes/:n/takes/:sha256')
  @ApiParam({ name: 'n', schema: { type: 'string' } })
  @ApiRoute({
    operationId: 'getTake',
    summary: 'One take of a scene, whether it is used or not',
    answers: {
      200: { description: 'The bytes', types: ['video/mp4', 'image/png'] },
      206: { description: 'The part that `Range` asked for', types: ['video/mp4', 'image/png'] },
      302: { description: 'Where the store gives them, for 15 minutes', headers: { Location: 'Presigned address' } },
      304: { description: 'The same as the client has' },
    },
    problems: [404, 416],
  })
  async take(
    @Param('filmId') filmId: string,
    @Param('sha256') sha256: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const take = await this.findTake.handle({ tenantId: currentTenant(request), filmId, sha256 });
    await this.sendArtifact.handle(take, request, reply);
  }
}
