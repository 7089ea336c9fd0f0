import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { eventListSchema } from '@shared/contracts/film-stream';
import { countSchema } from '../films/list-query';
import { FilmRepository } from '../films/film.repository';
import { throwNoFilm } from '../films/throw-no-film';
import { parseInput } from '../http/parse-input';

const eventsQuerySchema = z.object({
  after: z.coerce.number().int().min(0).max(999_999_999).default(0),
  limit: countSchema(500, 100),
});

/** One page of a film's log as JSON. */
@Injectable()
export class ListEvents {
  constructor(private readonly films: FilmRepository) {}

  async handle(owner: { tenantId: string; filmId: string }, query: unknown): Promise<z.infer<typeof eventListSchema>> {
    const { tenantId, filmId } = owner;
    const { after, limit } = eventsQuerySchema.parse(await parseInput(eventsQuerySchema, query));
    if (!(await this.films.exists(tenantId, filmId))) throwNoFilm(filmId);
    const events = await this.films.loadEvents(filmId, after, limit + 1);
    const data = events.slice(0, limit);
    return { data, nextCursor: events.length > limit ? String(data.at(-1)?.seq) : null };
  }
}
