import { Injectable } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { isFinal } from '@shared/contracts/film';
import { FilmRepository } from '../films/film.repository';
import { toFilmView } from '../films/film-view';
import { EventStream, type StreamTimes } from './event-stream';
import { FilmFeeds } from './film-feeds';

const TIMES: StreamTimes = { heartbeatMs: 15_000, patienceMs: 30_000 };

interface Follower {
  tenantId: string;
  filmId: string;
  /** The last event that the client has, as it says. */
  rawAfter: string | undefined;
}

/** Opens a client's stream: where it stopped, or with a snapshot when it has nothing or claims what never was. */
@Injectable()
export class FollowFilm {
  constructor(
    private readonly films: FilmRepository,
    private readonly feeds: FilmFeeds,
  ) {}

  /** Throws before anything is written when there is no such film; `takeOver` gives the raw response after that. */
  async handle({ tenantId, filmId, rawAfter }: Follower, takeOver: () => ServerResponse): Promise<void> {
    const record = await this.films.loadOrThrow(tenantId, filmId);
    const { lastSeq: seq, status } = record.film;
    const after = toSequence(rawAfter);
    const resumes = after !== null && after <= seq;
    const stream = new EventStream(takeOver(), resumes ? after : seq, TIMES);
    if (!resumes) stream.sendSnapshot({ seq, film: toFilmView(record) });
    if (isFinal(status) && stream.position === seq) stream.end();
    else this.feeds.join(filmId, stream);
  }
}

function toSequence(raw: string | undefined): number | null {
  return raw !== undefined && /^\d{1,9}$/.test(raw) ? Number(raw) : null;
}
