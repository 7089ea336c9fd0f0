import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApiRoute } from '../http/api-route';
import { currentTenant } from '../http/current-tenant';
import { openFilePart } from '../http/file-part';
import { KeepReference } from './keep-reference';
import type { UploadedReference } from './reference.contract';

@Controller('v1/references')
export class ReferencesController {
  constructor(private readonly keepReference: KeepReference) {}

  @Post()
  @HttpCode(201)
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } },
  })
  @ApiRoute({
    operationId: 'uploadReference',
    summary: 'Bring an image (PNG, JPEG or WebP, at most 10 MiB) of a character or a place, or a keyframe',
    answers: { 201: { description: 'Kept; name its id as `image` in an order or an edit', schema: 'Reference' } },
    problems: [413, 415, 422],
  })
  async upload(@Req() request: FastifyRequest): Promise<UploadedReference> {
    return this.keepReference.handle(currentTenant(request), await openFilePart(request));
  }
}
