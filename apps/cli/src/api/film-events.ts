import { setTimeout as wait } from 'node:timers/promises';
import { applyStreamEvent, type Snapshot, type StreamEvent } from '@shared/contracts/film-stream';
import { type FilmView, isFinal } from '@shared/contracts/film';
import { CliFailure, EXIT } from '../exit-codes';
import type { ApiClient } from './api-client';
import { readMessages, type StreamMessage } from './read-messages';

interface Following {
  filmId: string;
  signal: AbortSignal;
}

const RECONNECT_MS = 1_000;

/** The film after each event, to its end; goes on after broken connections from the last event it had. */
export async function* followFilm(client: ApiClient, { filmId, signal }: Following): AsyncGenerator<FilmView> {
  let film: FilmView | null = null;
  let lastId: string | null = null;
  while (film === null || !isFinal(film.status)) {
    try {
      for await (const message of openStream(client, { filmId, signal, lastId })) {
        film = applyMessage(film, message);
        lastId = message.id ?? lastId;
        if (film !== null) yield film;
      }
    } catch (error) {
      // What never answered is told at once; what answered before will come back.
      if (film === null || signal.aborted || (error instanceof CliFailure && error.exitCode !== EXIT.network))
        throw error;
    }
    if (film === null || !isFinal(film.status)) await wait(RECONNECT_MS, undefined, { signal });
  }
}

async function* openStream(
  client: ApiClient,
  { filmId, signal, lastId }: Following & { lastId: string | null },
): AsyncGenerator<StreamMessage> {
  const headers = { accept: 'text/event-stream', ...(lastId !== null && { 'last-event-id': lastId }) };
  const response = await client.request(`/v1/films/${encodeURIComponent(filmId)}/events`, { headers, signal });
  if (response.body) yield* readMessages(response.body);
}

function applyMessage(film: FilmView | null, { event, data }: StreamMessage): FilmView | null {
  if (event === 'snapshot') return (data as Snapshot).film;
  return film && applyStreamEvent(film, data as StreamEvent);
}
