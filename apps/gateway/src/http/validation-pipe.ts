import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { parseInput } from './parse-input';

/** Checks every argument that has a schema: `@Body({ schema })`, `@Query({ schema })`, `@Headers({ schema })`. */
@Injectable()
export class ValidationPipe implements PipeTransform {
  async transform(raw: unknown, { schema }: ArgumentMetadata): Promise<unknown> {
    return schema === undefined ? raw : parseInput(schema, raw);
  }
}
