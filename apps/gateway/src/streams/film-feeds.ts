import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Doorbell } from '@shared/database/doorbell';
import { Logger } from '@shared/telemetry/logger';
import { FilmRepository, FILMS_CHANNEL } from '../films/film.repository';
import type { EventStream } from './event-stream';
import { FilmFeed } from './film-feed';

const RETRY_MS = { least: 1_000, most: 5_000 };

/** The open streams of this replica, by film. */
@Injectable()
export class FilmFeeds implements OnModuleInit, OnModuleDestroy {
  private readonly feeds = new Map<string, FilmFeed>();

  constructor(
    private readonly films: FilmRepository,
    private readonly doorbell: Doorbell,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.doorbell.listen(FILMS_CHANNEL, (filmId) => {
      if (filmId === '') for (const feed of this.feeds.values()) feed.ring();
      else this.feeds.get(filmId)?.ring();
    });
  }

  /** From here on the stream is sent everything behind its position, until it closes. */
  join(filmId: string, stream: EventStream): void {
    const feed = this.feeds.get(filmId) ?? this.openFeed(filmId);
    stream.onClose(() => {
      feed.leave(stream);
      if (feed.isEmpty && this.feeds.get(filmId) === feed) this.feeds.delete(filmId);
    });
    feed.join(stream);
  }

  // Spread over some seconds, so that the replicas left do not get all clients at once.
  onModuleDestroy(): void {
    const { least, most } = RETRY_MS;
    for (const feed of this.feeds.values()) feed.endAll(() => Math.round(least + Math.random() * (most - least)));
  }

  private openFeed(filmId: string): FilmFeed {
    const logger = this.logger.child({ filmId });
    const loadEvents = (after: number, limit: number) => this.films.loadEvents(filmId, after, limit);
    const feed = new FilmFeed({ loadEvents, logger });
    this.feeds.set(filmId, feed);
    return feed;
  }
}
