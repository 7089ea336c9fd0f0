import type { Readable } from 'node:stream';
import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AppError } from '@shared/errors/app-error';

/** The one file of a form, as it comes in. */
export async function openFilePart(request: FastifyRequest): Promise<Readable> {
  if (!request.isMultipart()) throw new UnsupportedMediaTypeException('The body must be multipart/form-data');
  const part = await request.file();
  if (part?.fieldname === 'file') return part.file;
  const errors = [{ field: 'file', rule: 'must be given', value: part?.fieldname ?? null }];
  throw new AppError('INVALID_INPUT', 'file: must be given', { details: { errors } });
}
