import { applyDecorators, Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiRoute } from '../http/api-route';
import { currentTenant } from '../http/current-tenant';
import { SendArtifact } from '../downloads/send-artifact';
import { StreamFilm } from './stream-film';

function ApiPlace(): MethodDecorator {
  return applyDecorators(...['filmId', 'revision', 'take', 'name'].map((name) => ApiParam({ name, type: String })));
}

/** A film to be watched while it is still being made. */
@Controller('v1/films/:filmId')
export class StreamController {
  constructor(
    private readonly streamFilm: StreamFilm,
    private readonly sendArtifact: SendArtifact,
  ) {}

  @Get('stream.m3u8')
  @ApiRoute({
    operationId: 'getFilmStream',
    summary: 'The film as an HLS playlist, which grows while later scenes are being made and is closed at its end',
    answers: { 200: { description: 'The playlist', types: ['application/vnd.apple.mpegurl'] } },
    problems: [404],
  })
  async playlist(
    @Param('filmId') filmId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { text, isWhole } = await this.streamFilm.playlist(currentTenant(request), filmId);
    const cache = isWhole ? 'private, no-cache' : 'no-store';
    void reply.headers({ 'content-type': 'application/vnd.apple.mpegurl', 'cache-control': cache }).send(text);
  }

  @Get('stream/:revision/:take/:name')
  @ApiPlace()
  @ApiRoute({
    operationId: 'getFilmFragment',
    summary: 'A fragment of the stream, or what is read before it, as the playlist names them',
    answers: {
      200: { description: 'The bytes', types: ['video/mp4'] },
      206: { description: 'The part that `Range` asked for', types: ['video/mp4'] },
      302: { description: 'Where the store gives them', headers: { Location: 'Presigned address' } },
      304: { description: 'The same as the client has' },
    },
    problems: [404, 416],
  })
  async fragment(
    @Param() place: { filmId: string; revision: string; take: string; name: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const download = await this.streamFilm.fragment(currentTenant(request), place);
    await this.sendArtifact.handle(download, request, reply);
  }
}
