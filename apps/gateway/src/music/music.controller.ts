import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { MusicView } from '@shared/contracts/cut';
import { ApiRoute } from '../http/api-route';
import { currentTenant } from '../http/current-tenant';
import { openFilePart } from '../http/file-part';
import { KeepMusic } from './keep-music';
import { MUSIC_KINDS } from './sniff-music';

@Controller('v1/music')
export class MusicController {
  constructor(private readonly keepMusic: KeepMusic) {}

  @Post()
  @HttpCode(201)
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } },
  })
  @ApiRoute({
    operationId: 'uploadMusic',
    summary: `Bring a piece of music (${MUSIC_KINDS}, at most 50 MiB) to lay under films`,
    answers: { 201: { description: 'Kept; name its id in the `cut` of a film', schema: 'Music' } },
    problems: [413, 415, 422],
  })
  async upload(@Req() request: FastifyRequest): Promise<MusicView> {
    return this.keepMusic.handle(currentTenant(request), await openFilePart(request));
  }
}
