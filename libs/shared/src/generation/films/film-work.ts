import type { EntityManager } from 'typeorm';
import type { ServiceName } from '@shared/contracts/events';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { UnitRecipe } from '@shared/contracts/build-order';
import type { ClipFacts, Unit } from '@shared/contracts/unit';
import { newId } from '@shared/contracts/ids';
import type { Doorbell } from '@shared/database/doorbell';
import { lockFilm } from '@shared/database/lock-film';
import { sqlList } from '@shared/database/sql-list';
import { together } from '@shared/database/together';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { Outbox } from '@shared/messaging/outbox';
import type { FilmRef } from './film-ref';
import { recordInLedger } from './allotment';
import { ATTEMPT_COLUMNS, type Attempt, type AttemptRow, toAttempt } from '../attempts/attempt';
import { type AttemptStatus, OPEN_STATUSES } from '../attempts/attempt-state';
import { AttemptStatements } from '../attempts/attempt-statements';
import type { PassedOver } from '../attempts/choose-model';
import { DOOM_BELL } from './doomed-objects';
import { findNeed, findStanding, type UnitNeed } from './film-standing';
import { FORGOTTEN, forgetFilm } from './forget-film';
import { adoptAttempt, listUnneeded } from './superseded-work';
import { keepTake } from './takes';
import { cancelUnits, moveUnit } from './units';

/** The doorbell that wakes every worker of a stage. */
export const WORK_BELL = 'attempts';

/** There is none before it that could have begun anything. */
const FIRST_REVISION = 1;

export interface WantedUnit extends FilmRef {
  unit: Unit;
  causedBy: string | null;
  /** What the unit is across revisions, and by what hash its result is known; null where nothing can be reused. */
  unitId: string | null;
  take: number;
  recipe: string | null;
  inputHash: string | null;
  /** Models that it goes on without, as told of before, and the one that it leaves now. */
  passedOver?: readonly PassedOver[];
  leaving?: PassedOver | null;
}

export interface AttemptBefore {
  number: number;
  counted: number;
  error: ErrorFacts;
  dueInMs: number;
}

/** Plans, and withdraws, what a stage has to buy for a film. Used inside the transactions of handlers and of the engine. */
export class FilmWork {
  private readonly statements: AttemptStatements;
  /** Transactions in which something was planned. */
  private readonly planning = new WeakSet<EntityManager>();

  constructor(
    readonly stage: ServiceName,
    private readonly outbox: Outbox,
    private readonly doorbell: Doorbell,
  ) {
    this.statements = new AttemptStatements(outbox);
  }

  /** Takes a waiting unit up: its inputs exist, so it is to be bought. The caller holds the film's lock. */
  async takeUp(tx: EntityManager, wanted: WantedUnit): Promise<void> {
    await together(moveUnit(tx, wanted, ['waiting', 'making']), this.plan(tx, wanted));
  }

  /** Under this name a statement tells every worker that work is due, or a slot is free. */
  get bell(): string {
    return this.doorbell.nameOf(WORK_BELL);
  }

  /** Work is due once this transaction is committed. */
  async wakeWorkers(tx: EntityManager): Promise<void> {
    await this.doorbell.ring(tx, WORK_BELL);
  }

  /** Plans an attempt at a unit that is being made. */
  async plan(tx: EntityManager, wanted: WantedUnit, before?: AttemptBefore): Promise<void> {
    const { passedOver = [], leaving = null } = wanted;
    this.planning.add(tx);
    await tx.query(
      `WITH planned AS (INSERT INTO attempts (id, film_id, tenant_id, revision, unit_kind, unit_n, unit_id, take, recipe, input_hash,
         number, counted, status, caused_by, previous_error, passed_over, leaving, due_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'planned', $13, $14::jsonb, $15::jsonb, $16::jsonb,
         clock_timestamp() + make_interval(secs => $17::float8 / 1000)))
       SELECT pg_notify($18, '')`,
      [
        ...[newId('att'), wanted.filmId, wanted.tenantId, wanted.revision, wanted.unit.kind, wanted.unit.n],
        ...[wanted.unitId, wanted.take, wanted.recipe, wanted.inputHash],
        ...[(before?.number ?? 0) + 1, before?.counted ?? 1, wanted.causedBy],
        ...[
          before ? JSON.stringify(before.error) : null,
          JSON.stringify(passedOver),
          leaving && JSON.stringify(leaving),
        ],
        before?.dueInMs ?? 0,
        this.bell,
      ],
    );
  }

  /** Whether that transaction leaves something behind that can be leased with it. */
  hasPlanned(tx: EntityManager): boolean {
    return this.planning.has(tx);
  }

  /**
   * Takes the film's lock; false when nothing more may be begun for this revision: it was cancelled, or deleted, or a newer one
   * has taken over.
   */
  async enter(tx: EntityManager, film: FilmRef): Promise<boolean> {
    const [, { cancelled, newest }] = await together(lockFilm(tx, film.filmId), findStanding(tx, film.filmId));
    return cancelled < film.revision && newest <= film.revision;
  }

  /** Whether a unit still waits for what comes of an attempt. */
  async isWanted(tx: EntityManager, attempt: Attempt): Promise<boolean> {
    return (await findNeed(tx, attempt)).isWanted;
  }

  /** Keeps a result under the hash of its inputs, also when the unit that it was bought for has gone on without it. */
  async keepResult(
    tx: EntityManager,
    attempt: Attempt,
    { artifact, facts, need }: { artifact: ArtifactRef; facts: unknown; need: UnitNeed },
  ): Promise<void> {
    const { filmId, tenantId, unit, unitId, take, recipe, inputHash, id: attemptId } = attempt;
    const clipFacts = unit.kind === 'clip' ? (facts as ClipFacts) : null;
    if (need.isForgotten) {
      const keys = [artifact.key, ...(clipFacts?.sound ? [clipFacts.sound.key] : [])];
      await tx.query('INSERT INTO doomed_objects (key) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING', [keys]);
      return;
    }
    if (unitId === null || inputHash === null || recipe === null) return;
    const kept = { unitId, take, inputHash, artifact, facts: clipFacts, attemptId };
    await keepTake(tx, attempt, { ...kept, fromFilm: filmId });
    if (!need.isWanted) await this.outbox.add(tx, { name: 'take.kept', tenantId, filmId, data: { ...kept, recipe } });
  }

  /** Goes on with an attempt that an older revision has begun, where it is for the very same. */
  async adopt(tx: EntityManager, film: FilmRef, wanted: { unit: UnitRecipe; inputHash: string }): Promise<boolean> {
    if (film.revision === FIRST_REVISION) return false;
    const attempt = await adoptAttempt(tx, film, wanted);
    if (attempt === null) return false;
    await moveUnit(tx, { ...film, unit: wanted.unit }, ['waiting', 'making']);
    // Said again, for the unit that it is now for.
    if (MAYBE_SENT.includes(attempt.status)) await this.statements.submitted(tx, attempt);
    return true;
  }

  /** Lets go of what older revisions have begun and this one cannot need. */
  async stopUnneeded(tx: EntityManager, film: FilmRef, awaitedRecipes: readonly string[]): Promise<void> {
    if (film.revision === FIRST_REVISION) return;
    const ids = await listUnneeded(tx, film, awaitedRecipes);
    if (ids.length > 0) await this.stop(tx, ids);
  }

  /** Nothing new is bought for this revision and those before it; what the provider has is asked to stop and is settled. */
  async cancel(tx: EntityManager, film: FilmRef): Promise<void> {
    await lockFilm(tx, film.filmId);
    if ((await findStanding(tx, film.filmId)).newest > film.revision) return;
    await this.refuseUpTo(tx, film);
    await this.stateWhenNothingIsLeft(tx, film);
  }

  /** The film is gone for good: nothing that is still said of it is heard. Its artifacts go unless another film holds them. */
  async forget(tx: EntityManager, film: Omit<FilmRef, 'revision'>, folders: readonly string[]): Promise<void> {
    await lockFilm(tx, film.filmId);
    await this.refuseUpTo(tx, { ...film, revision: FORGOTTEN });
    await forgetFilm(tx, { ...film, revision: FORGOTTEN }, folders);
    await this.doorbell.ring(tx, DOOM_BELL);
  }

  private async refuseUpTo(tx: EntityManager, film: FilmRef): Promise<void> {
    await tx.query(
      `INSERT INTO cancelled_films (film_id, tenant_id, revision) VALUES ($1, $2, $3)
       ON CONFLICT (film_id) DO UPDATE SET revision = greatest(cancelled_films.revision, excluded.revision)`,
      [film.filmId, film.tenantId, film.revision],
    );
    await cancelUnits(tx, film);
    const open = await tx.query<{ id: string }[]>(
      `SELECT id FROM attempts WHERE film_id = $1 AND status IN ${sqlList([...OPEN_STATUSES, 'overdue'])}`,
      [film.filmId],
    );
    await this.stop(
      tx,
      open.map(({ id }) => id),
    );
  }

  // What was not sent is withdrawn; what may have been is asked to stop, and settled by what the provider says then.
  private async stop(tx: EntityManager, ids: readonly string[]): Promise<void> {
    await this.withdrawUnsent(tx, ids);
    await tx.query(
      `UPDATE attempts SET cancel_requested = true, due_at = CASE status WHEN 'running' THEN clock_timestamp() ELSE due_at END
       WHERE id = ANY($1) AND status IN ('submitting', 'running', 'collecting', 'unknown', 'overdue')`,
      [ids],
    );
    await this.doorbell.ring(tx, WORK_BELL);
  }

  /** To be called in the transaction that ends an attempt: the last one of a cancelled film ends the stage's part in it. */
  async stateWhenNothingIsLeft(tx: EntityManager, film: FilmRef): Promise<void> {
    const { cancelled: revision, newest } = await findStanding(tx, film.filmId);
    const isMoot = revision === FORGOTTEN || newest > revision;
    if (revision === 0 || isMoot) return;
    const rows = await tx.query<unknown[]>(
      `SELECT 1 FROM attempts WHERE film_id = $1 AND status IN ${sqlList(OPEN_STATUSES)} LIMIT 1`,
      [film.filmId],
    );
    if (rows.length > 0) return;
    await this.outbox.add(tx, {
      name: 'stage.cancelled',
      tenantId: film.tenantId,
      filmId: film.filmId,
      data: { revision, stage: this.stage },
    });
  }

  private async withdrawUnsent(tx: EntityManager, ids: readonly string[]): Promise<void> {
    const [rows] = await tx.query<[AttemptRow[], number]>(
      `UPDATE attempts SET status = 'cancelled', finished_at = clock_timestamp(), lease_until = NULL, lease_owner = NULL
       WHERE id = ANY($1) AND status IN ('planned', 'reserved', 'admitted') RETURNING ${ATTEMPT_COLUMNS}`,
      [ids],
    );
    for (const attempt of rows.map(toAttempt).filter(({ priceMicros }) => priceMicros > 0)) {
      await recordInLedger(tx, attempt, { release: attempt.priceMicros });
      // One that was once submitted, and never left, was said to hold its price.
      await this.statements.settled(tx, attempt, { to: 'cancelled', error: null, capturedMicros: 0 });
    }
  }
}

const MAYBE_SENT: readonly AttemptStatus[] = ['submitting', 'running', 'collecting', 'unknown'];
