import type { EntityManager } from 'typeorm';
import { buildEvent, type EventName, type FilmEvent, type ServiceName, type Statement } from '@shared/contracts/events';
import type { Clock } from '@shared/clock/clock';
import type { Doorbell } from '@shared/database/doorbell';
import { AppError } from '@shared/errors/app-error';
import { eventUnderHandling } from './event-under-handling';

/** Rung when the outbox has something to send. */
export const OUTBOX_CHANNEL = 'outbox';

/** Brokers take 1 MB; an event that no broker takes would stop the relay for ever. */
const MAX_EVENT_BYTES = 900_000;

export interface OutboxOptions {
  service: ServiceName;
  clock: Clock;
  doorbell: Doorbell;
}

/** What a service states, written in the transaction that makes it true and sent by the relay afterwards. */
export class Outbox {
  constructor(private readonly options: OutboxOptions) {}

  /** Stating the same again changes nothing. `causedBy` is the event under handling unless given. */
  async add<N extends EventName>(tx: EntityManager, statement: Omit<Statement<N>, 'source'>): Promise<FilmEvent<N>> {
    const { service, clock, doorbell } = this.options;
    const causedBy = statement.causedBy ?? eventUnderHandling()?.id ?? null;
    const event = buildEvent<N>({ ...statement, source: service, causedBy }, clock.now());
    const envelope = JSON.stringify(event);
    throwOnTooLarge(event, envelope);
    await tx.query(
      `WITH added AS (INSERT INTO outbox (event_id, film_id, tenant_id, name, envelope) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (event_id) DO NOTHING)
       SELECT pg_notify($6, '')`,
      [event.id, event.filmId, event.tenantId, event.name, envelope, doorbell.nameOf(OUTBOX_CHANNEL)],
    );
    return event;
  }

  /** Says again all that this service has said of a film; who heard it before drops it. */
  async restate(tx: EntityManager, filmId: string): Promise<void> {
    await tx.query(
      `UPDATE outbox SET sent_at = NULL
       WHERE film_id = $1 AND sent_at IS NOT NULL AND name <> 'film.resync-requested'`,
      [filmId],
    );
    await this.options.doorbell.ring(tx, OUTBOX_CHANNEL);
  }
}

function throwOnTooLarge(event: FilmEvent, envelope: string): void {
  const bytes = Buffer.byteLength(envelope);
  if (bytes <= MAX_EVENT_BYTES) return;
  const { name, filmId } = event;
  throw new AppError('INTERNAL', `Event ${name} has ${bytes} bytes; at most ${MAX_EVENT_BYTES} can be sent`, {
    retryable: false,
    details: { name, filmId, bytes },
  });
}
