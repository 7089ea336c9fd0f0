import { Controller, HttpCode, Post, Req, UnsupportedMediaTypeException } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { MusicView } from '@shared/contracts/cut';
import { AppError } from '@shared/errors/app-error';
import { ApiRoute } from '../http/api-route';
import { currentTenant } from '../http/current-tenant';
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
    if (!request.isMultipart()) throw new UnsupportedMediaTypeException('The body must be multipart/form-data');
    const part = await request.file();
    if (part?.fieldname !== 'file') {
      const errors = [{ field: 'file', rule: 'must be given', value: part?.fieldname ?? null }];
      throw new AppError('INVALID_INPUT', 'file: must be given', { details: { errors } });
    }
    return this.keepMusic.handle(currentTenant(request), part.file);
  }
}
