import type { z } from 'zod';
import type { FilmView } from '@shared/contracts/film';
import type { createFilmSchema } from '@shared/contracts/order';
import type { ApiClient } from '../../../cli/src/api/api-client';

export type FilmOrder = z.input<typeof createFilmSchema>;

/** With the same key and order it is the same film. */
export function orderFilm(client: ApiClient, order: FilmOrder, idempotencyKey?: string): Promise<FilmView> {
  const headers = { 'content-type': 'application/json', ...(idempotencyKey && { 'idempotency-key': idempotencyKey }) };
  return client.json<FilmView>('/v1/films', { method: 'POST', headers, body: JSON.stringify(order) });
}
