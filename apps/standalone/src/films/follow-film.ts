import { setTimeout as delay } from 'node:timers/promises';
import { type FilmView, isFinal } from '@shared/contracts/film';
import { applyStreamEvent, snapshotSchema, streamEventSchema } from '@shared/contracts/film-stream';
import { ApiError, type FilmApi } from './film-api';
import { readSse, type SseMessage } from './read-sse';

const RECONNECT_MS = 300;

/** The film after each of its events, to its end. A broken stream is taken up again where it stopped. */
export async function* followFilm(api: FilmApi, filmId: string, signal: AbortSignal): AsyncGenerator<FilmView> {
  let film: FilmView | null = null;
  let lastEventId: string | null = null;
  while (film === null || !isFinal(film.status)) {
    for await (const message of readStream(api, { filmId, lastEventId, signal })) {
      film = applyMessage(film, message);
      lastEventId = message.id ?? lastEventId;
      yield film;
    }
    signal.throwIfAborted();
    if (film === null || !isFinal(film.status)) await delay(RECONNECT_MS, undefined, { signal });
  }
}

interface StreamPosition {
  filmId: string;
  lastEventId: string | null;
  signal: AbortSignal;
}

// Ends without a word when the connection breaks; an answer of the API that says no is passed on.
async function* readStream(api: FilmApi, { filmId, lastEventId, signal }: StreamPosition): AsyncGenerator<SseMessage> {
  try {
    const { body } = await api.openEvents(filmId, lastEventId, signal);
    if (body !== null) yield* readSse(body);
  } catch (error) {
    if (error instanceof ApiError) throw error;
  }
}

function applyMessage(film: FilmView | null, { event, data }: SseMessage): FilmView {
  const value: unknown = JSON.parse(data);
  if (event === 'snapshot') return snapshotSchema.parse(value).film;
  if (film === null) throw new Error('A stream of events began without a snapshot');
  return applyStreamEvent(film, streamEventSchema.parse(value));
}
