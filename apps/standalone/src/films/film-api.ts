import { type FilmView, filmListSchema, filmViewSchema, problemSchema } from '@shared/contracts/film';
import type { createFilmSchema } from '@shared/contracts/order';
import type { z } from 'zod';

export type FilmOrder = z.input<typeof createFilmSchema>;

/** The API said no: `code` is the problem's own. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}

/** The REST contract over HTTP, as any client would use it. */
export class FilmApi {
  constructor(private readonly url: string) {}

  /** With the same key and order it is the same film. */
  async order(order: FilmOrder, idempotencyKey?: string): Promise<FilmView> {
    const headers = {
      'content-type': 'application/json',
      ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
    };
    const response = await this.ask('/v1/films', { method: 'POST', headers, body: JSON.stringify(order) });
    return filmViewSchema.parse(await response.json());
  }

  /** The newest first. */
  async listUnfinished(): Promise<FilmView[]> {
    const response = await this.ask('/v1/films?status=pending&limit=100');
    return filmListSchema.parse(await response.json()).data;
  }

  openVideo(filmId: string): Promise<Response> {
    return this.ask(`/v1/films/${filmId}/video`);
  }

  openEvents(filmId: string, lastEventId: string | null, signal: AbortSignal): Promise<Response> {
    const headers = { accept: 'text/event-stream', ...(lastEventId !== null && { 'last-event-id': lastEventId }) };
    return this.ask(`/v1/films/${filmId}/events`, { headers, signal });
  }

  private async ask(path: string, init?: RequestInit): Promise<Response> {
    const response = await fetch(this.url + path, init);
    if (response.ok) return response;
    const problem = problemSchema.safeParse(await response.json().catch(() => null));
    const detail = problem.data?.detail ?? `${path} answered HTTP ${response.status}`;
    throw new ApiError(problem.data?.code ?? 'INTERNAL', detail);
  }
}
