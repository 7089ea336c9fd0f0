import type { EntityManager } from 'typeorm';
import type { ServiceName } from '@shared/contracts/events';
import type { Unit } from '@shared/contracts/unit';
import { newId } from '@shared/contracts/ids';
import type { Doorbell } from '@shared/database/doorbell';
import { lockFilm } from '@shared/database/lock-film';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { Outbox } from '@shared/messaging/outbox';
import type { FilmRef } from './film-ref';
import { recordInLedger } from './allotment';
import { ATTEMPT_COLUMNS, type Attempt, type AttemptRow, toAttempt } from './attempt';
import { toAttemptFacts } from './attempt-facts';
import { OPEN_STATUSES, sqlList } from './attempt-state';
import { cancelUnits, moveUnit } from './units';

/** The doorbell that wakes every worker of a stage. */
export const WORK_BELL = 'attempts';

export interface WantedUnit extends FilmRef {
  unit: Unit;
  causedBy: string | null;
}

export interface AttemptBefore {
  number: number;
  counted: number;
  error: ErrorFacts;
  dueInMs: number;
}

/** Plans, and withdraws, what a stage has to buy for a film. Used inside the transactions of handlers and of the engine. */
export class FilmWork {
  constructor(
    private readonly stage: ServiceName,
    private readonly outbox: Outbox,
    private readonly doorbell: Doorbell,
  ) {}

  /** Takes a waiting unit up: its inputs exist, so it is to be bought. The caller holds the film's lock. */
  async takeUp(tx: EntityManager, wanted: WantedUnit): Promise<void> {
    await moveUnit(tx, wanted, ['waiting', 'making']);
    await this.plan(tx, wanted);
  }

  /** Plans an attempt at a unit that is being made. */
  async plan(tx: EntityManager, wanted: WantedUnit, before?: AttemptBefore): Promise<void> {
    await tx.query(
      `INSERT INTO attempts (id, film_id, tenant_id, revision, unit_kind, unit_n, number, counted, status, caused_by, previous_error, due_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'planned', $9, $10::jsonb, clock_timestamp() + make_interval(secs => $11::float8 / 1000))`,
      [
        newId('att'),
        wanted.filmId,
        wanted.tenantId,
        wanted.revision,
        wanted.unit.kind,
        wanted.unit.n,
        (before?.number ?? 0) + 1,
        before?.counted ?? 1,
        wanted.causedBy,
        before ? JSON.stringify(before.error) : null,
        before?.dueInMs ?? 0,
      ],
    );
    await this.doorbell.ring(tx, WORK_BELL);
  }

  /** Takes the film's lock; false when the film is cancelled and nothing more may be begun for it. */
  async enter(tx: EntityManager, filmId: string): Promise<boolean> {
    await lockFilm(tx, filmId);
    return !(await this.isCancelled(tx, filmId));
  }

  private async isCancelled(tx: EntityManager, filmId: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>('SELECT 1 FROM cancelled_films WHERE film_id = $1', [filmId]);
    return rows.length > 0;
  }

  /** Nothing new is bought for the film; what the provider has is asked to stop and is settled. */
  async cancel(tx: EntityManager, film: FilmRef): Promise<void> {
    await lockFilm(tx, film.filmId);
    await tx.query(
      'INSERT INTO cancelled_films (film_id, tenant_id, revision) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [film.filmId, film.tenantId, film.revision],
    );
    await cancelUnits(tx, film.filmId);
    await this.withdrawUnsent(tx, film.filmId);
    await tx.query(
      `UPDATE attempts SET cancel_requested = true, due_at = CASE status WHEN 'running' THEN clock_timestamp() ELSE due_at END
       WHERE film_id = $1 AND status IN ('submitting', 'running', 'unknown', 'overdue')`,
      [film.filmId],
    );
    await this.doorbell.ring(tx, WORK_BELL);
    await this.stateWhenNothingIsLeft(tx, film);
  }

  /** To be called in the transaction that ends an attempt: the last one of a cancelled film ends the stage's part in it. */
  async stateWhenNothingIsLeft(tx: EntityManager, film: FilmRef): Promise<void> {
    const rows = await tx.query<unknown[]>(
      `SELECT 1 FROM attempts WHERE film_id = $1 AND status IN ${sqlList(OPEN_STATUSES)} LIMIT 1`,
      [film.filmId],
    );
    if (rows.length > 0) return;
    await this.outbox.add(tx, {
      name: 'stage.cancelled',
      tenantId: film.tenantId,
      filmId: film.filmId,
      data: { revision: film.revision, stage: this.stage },
    });
  }

  private async withdrawUnsent(tx: EntityManager, filmId: string): Promise<void> {
    const [rows] = await tx.query<[AttemptRow[], number]>(
      `UPDATE attempts SET status = 'cancelled', finished_at = clock_timestamp(), lease_until = NULL, lease_owner = NULL
       WHERE film_id = $1 AND status IN ('planned', 'reserved', 'admitted') RETURNING ${ATTEMPT_COLUMNS}`,
      [filmId],
    );
    for (const attempt of rows.map(toAttempt).filter(({ priceMicros }) => priceMicros > 0)) {
      await recordInLedger(tx, attempt, 'release', attempt.priceMicros);
      await this.stateWithdrawn(tx, attempt);
    }
  }

  // One that was once submitted, and never left, was said to hold its price.
  private async stateWithdrawn(tx: EntityManager, attempt: Attempt): Promise<void> {
    await this.outbox.add(tx, {
      name: 'attempt.settled',
      tenantId: attempt.tenantId,
      filmId: attempt.filmId,
      data: { ...toAttemptFacts(attempt), outcome: 'cancelled', heldMicros: 0, capturedMicros: 0, error: null },
    });
  }
}
