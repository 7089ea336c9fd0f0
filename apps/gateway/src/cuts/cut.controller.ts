import { Body, Controller, Get, HttpCode, Param, Patch, Req, Res, UseGuards } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type EditCut, editCutSchema } from '@shared/contracts/cut';
import type { FilmView } from '@shared/contracts/film';
import { FindArtifact } from '../downloads/find-artifact';
import { SendArtifact } from '../downloads/send-artifact';
import { ApiRoute } from '../http/api-route';
import { currentTenant } from '../http/current-tenant';
import { JsonBodyGuard } from '../http/json-body.guard';
import { NoQueryGuard } from '../http/no-query.guard';
import { IF_MATCH_RULE, parseRevision } from '../http/revision-header';
import { BuildManifest } from './build-manifest';
import type { Manifest } from './manifest.contract';
import { RecutFilm } from './recut-film';

/** How a film is cut, and what comes with it. */
@Controller('v1/films/:filmId')
export class CutController {
  constructor(
    private readonly recutFilm: RecutFilm,
    private readonly findArtifact: FindArtifact,
    private readonly sendArtifact: SendArtifact,
    private readonly buildManifest: BuildManifest,
  ) {}

  @Patch('cut')
  @HttpCode(202)
  @UseGuards(JsonBodyGuard, NoQueryGuard)
  @ApiHeader({ name: 'If-Match', required: false, description: IF_MATCH_RULE })
  @ApiRoute({
    operationId: 'editCut',
    summary: 'Cut the same clips in another way: transitions, music, loudness, captions. Nothing is bought',
    answers: {
      200: { description: 'It is cut like that already: nothing is made', schema: 'Film' },
      202: { description: 'Being cut; the film that is there stays until the new one is', schema: 'Film' },
    },
    problems: [404, 409, 413, 415, 422],
  })
  async edit(
    @Param('filmId') filmId: string,
    @Body({ schema: editCutSchema }) edit: EditCut,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FilmView> {
    const revision = parseRevision(edit.revision, request.headers['if-match']);
    const wanted = { tenantId: currentTenant(request), filmId, revision };
    const { film, isChanged } = await this.recutFilm.handle(wanted, edit);
    void reply.status(isChanged ? 202 : 200);
    return film;
  }

  @Get('manifest.json')
  @ApiRoute({
    operationId: 'getFilmManifest',
    summary:
      'What a film was made from: of each scene prompts, artifacts with their hashes, models, operations, cost; gaps',
    answers: { 200: { description: 'As of now', schema: 'Manifest' } },
    problems: [404],
  })
  manifest(@Param('filmId') filmId: string, @Req() request: FastifyRequest): Promise<Manifest> {
    return this.buildManifest.handle(currentTenant(request), filmId);
  }

  @Get('files/:file')
  @ApiRoute({
    operationId: 'getFilmFile',
    summary:
      'A file of the cut: contact-sheet.jpg, preview.webp, thumbnails.vtt, thumbnails.jpg, captions.srt, captions.vtt, timeline.otio',
    answers: {
      200: { description: 'The bytes; `ETag` is their SHA-256', types: ['application/octet-stream'] },
      302: { description: 'Where the store gives them, for 15 minutes', headers: { Location: 'Presigned address' } },
      304: { description: 'The same as the client has' },
    },
    problems: [404, 416],
  })
  async file(
    @Param('filmId') filmId: string,
    @Param('file') file: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const download = await this.findArtifact.handleFile(currentTenant(request), filmId, file);
    await this.sendArtifact.handle(download, request, reply);
  }
}
