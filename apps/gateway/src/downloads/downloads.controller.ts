import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiRoute } from '../http/api-route';
import { currentTenant } from '../http/current-tenant';
import { FindArtifact, type FilmPart } from './find-artifact';
import { SendArtifact } from './send-artifact';

function ApiDownload(operationId: string, summary: string, types: string[]): MethodDecorator {
  return ApiRoute({
    operationId,
    summary,
    answers: {
      200: { description: 'The bytes; `ETag` is their SHA-256', types },
      206: { description: 'The part that `Range` asked for', types },
      302: { description: 'Where the store gives them, for 15 minutes', headers: { Location: 'Presigned address' } },
      304: { description: 'The same as the client has' },
    },
    problems: [404, 416],
  });
}

/** Files of a film; which it is stands in the address. */
@Controller('v1/films/:filmId')
export class DownloadsController {
  constructor(
    private readonly findArtifact: FindArtifact,
    private readonly sendArtifact: SendArtifact,
  ) {}

  @Get('video')
  @ApiDownload('getFilmVideo', 'The film as MP4', ['video/mp4'])
  video(@Param('filmId') filmId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.send(request, reply, { filmId, file: 'video' });
  }

  @Get('poster')
  @ApiDownload('getFilmPoster', 'One picture of the film', ['image/jpeg'])
  poster(@Param('filmId') filmId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.send(request, reply, { filmId, file: 'poster' });
  }

  @Get('scenes/:n/clip')
  @ApiDownload('getSceneClip', "A scene's clip as MP4", ['video/mp4'])
  clip(
    @Param('filmId') filmId: string,
    @Param('n') n: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send(request, reply, { filmId, n, file: 'clip' });
  }

  @Get('scenes/:n/start')
  @ApiDownload('getSceneStart', 'The keyframe with which a scene starts', ['image/png'])
  start(
    @Param('filmId') filmId: string,
    @Param('n') n: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send(request, reply, { filmId, n, file: 'start' });
  }

  @Get('scenes/:n/end')
  @ApiDownload('getSceneEnd', 'The keyframe with which a scene ends', ['image/png'])
  end(
    @Param('filmId') filmId: string,
    @Param('n') n: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send(request, reply, { filmId, n, file: 'end' });
  }

  private async send(request: FastifyRequest, reply: FastifyReply, part: FilmPart): Promise<void> {
    const download = await this.findArtifact.handle(currentTenant(request), part);
    await this.sendArtifact.handle(download, request, reply);
  }
}
