import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { filmListSchema } from '@shared/contracts/film';
import { FilmRepository } from './film.repository';
import { STATUS_GROUPS } from './film-state';
import { toFilmView } from './film-view';
import { fromCursor, type ListQuery, toCursor } from './list-query';

export type FilmList = z.infer<typeof filmListSchema>;

@Injectable()
export class ListFilms {
  constructor(private readonly films: FilmRepository) {}

  async handle(tenantId: string, { status, limit, cursor }: ListQuery): Promise<FilmList> {
    const records = await this.films.loadPage({
      tenantId,
      statuses: status === undefined ? null : (STATUS_GROUPS[status] ?? null),
      before: cursor === undefined ? null : fromCursor(cursor),
      // One more than asked for tells whether there is a next page.
      limit: limit + 1,
    });
    const data = records.slice(0, limit).map(toFilmView);
    const last = data.at(-1);
    return { data, nextCursor: records.length > limit && last ? toCursor(last.id) : null };
  }
}
