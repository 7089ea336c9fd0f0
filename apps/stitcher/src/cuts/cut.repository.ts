import type { EntityManager } from 'typeorm';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { type CutSpec, DEFAULT_CUT_SPEC, type Fragment } from '@shared/contracts/cut';
import type { Gap } from '@shared/contracts/events';
import type { ClipFacts } from '@shared/contracts/unit';
import { AppError, type ErrorFacts } from '@shared/errors/app-error';
import type { ApprovedBrief } from '@shared/generation/films/brief';
import { LeaseLostError } from '@shared/database/lease';
import type { FilmRef } from '@shared/generation/films/film-ref';
import type { PictureTarget } from '@shared/media/film-target';
import { CUT_COLUMNS, type Cut } from './cut';
import {
  CANCELLABLE_STATUSES,
  CUT_TRANSITIONS,
  type CutStatus,
  ENDED_STATUSES,
  RECUTTABLE_STATUSES,
} from './cut-state';

export interface CutChanges {
  dueInMs?: number;
  causedBy?: string;
  gaps?: Gap[];
  tries?: number;
  video?: ArtifactRef;
  poster?: ArtifactRef;
  facts?: ClipFacts;
  error?: ErrorFacts;
}

export interface Recut {
  take: number;
  options: CutSpec;
  causedBy: string;
}

/** The rows of cuts outside of leases. Every move names the status and the fencing token that the mover saw. */
export class CutRepository {
  /**
   * Remembers what was approved; does nothing when that is known, or the cut is cancelled. Options that were asked for on an earlier
   * revision hold on.
   */
  async open(tx: EntityManager, film: FilmRef, brief: ApprovedBrief): Promise<void> {
    await tx.query(
      `INSERT INTO cuts (film_id, revision, tenant_id, status, brief, options)
       VALUES ($1, $2, $3, 'collecting', $4::jsonb, coalesce(
         (SELECT options FROM cuts WHERE film_id = $1 AND revision < $2 AND take > 1 ORDER BY revision DESC LIMIT 1), $5::jsonb))
       ON CONFLICT (film_id, revision) DO UPDATE
       SET brief = excluded.brief, options = CASE WHEN cuts.take > 1 THEN cuts.options ELSE excluded.options END
       WHERE cuts.brief IS NULL AND cuts.status = 'collecting'`,
      [
        ...[film.filmId, film.revision, film.tenantId, JSON.stringify(brief)],
        JSON.stringify(brief.spec.cut ?? DEFAULT_CUT_SPEC),
      ],
    );
  }

  /** A later revision takes the place of all before it, which end without a word. */
  async supersede(tx: EntityManager, { filmId, revision }: FilmRef): Promise<void> {
    await tx.query(
      `UPDATE cuts SET status = 'cancelled', lease_token = lease_token + 1, lease_owner = NULL, lease_until = NULL,
         finished_at = clock_timestamp()
       WHERE film_id = $1 AND revision < $2 AND status = ANY($3)`,
      [filmId, revision, CANCELLABLE_STATUSES],
    );
  }

  /** The cut begins anew with other options, and whoever has it in hand loses it. Nothing when a later take is known. */
  async recut(tx: EntityManager, film: FilmRef, { take, options, causedBy }: Recut): Promise<void> {
    await tx.query(
      `INSERT INTO cuts (film_id, revision, tenant_id, status, take, options, caused_by)
       VALUES ($1, $2, $3, 'collecting', $4, $5::jsonb, $6)
       ON CONFLICT (film_id, revision) DO UPDATE
       SET status = 'collecting', take = excluded.take, options = excluded.options, caused_by = excluded.caused_by,
         fragments = '[]', gaps = '[]', tries = 0, error = NULL, finished_at = NULL,
         lease_token = cuts.lease_token + 1, lease_owner = NULL, lease_until = NULL
       WHERE cuts.take < excluded.take AND cuts.status = ANY($7)`,
      [film.filmId, film.revision, film.tenantId, take, JSON.stringify(options), causedBy, RECUTTABLE_STATUSES],
    );
  }

  async openClipsGate(tx: EntityManager, film: FilmRef): Promise<void> {
    await tx.query(
      `INSERT INTO cuts (film_id, revision, tenant_id, status, clips_gate_open) VALUES ($1, $2, $3, 'collecting', true)
       ON CONFLICT (film_id, revision) DO UPDATE SET clips_gate_open = true`,
      [film.filmId, film.revision, film.tenantId],
    );
  }

  /** The first word on what clips are made to be stands. */
  async setTarget(tx: EntityManager, film: FilmRef, target: PictureTarget): Promise<void> {
    await tx.query(
      'UPDATE cuts SET target = $3::jsonb WHERE film_id = $1 AND revision = $2 AND target IS NULL AND brief IS NOT NULL',
      [film.filmId, film.revision, JSON.stringify(target)],
    );
  }

  /** The event under handling is what the next statement comes from. */
  async touch(tx: EntityManager, film: FilmRef, causedBy: string): Promise<void> {
    await tx.query(`UPDATE cuts SET caused_by = $3 WHERE film_id = $1 AND revision = $2 AND status = ANY($4)`, [
      film.filmId,
      film.revision,
      causedBy,
      CANCELLABLE_STATUSES,
    ]);
  }

  /** Remembers what can be streamed. LeaseLostError when another has the cut. */
  async extend(tx: EntityManager, cut: Cut, fragments: readonly Fragment[]): Promise<void> {
    const [, extended] = await tx.query<[unknown[], number]>(
      `UPDATE cuts SET fragments = fragments || $4::jsonb
       WHERE film_id = $1 AND revision = $2 AND lease_token = $3 AND status = 'stitching'`,
      [cut.filmId, cut.revision, cut.leaseToken, JSON.stringify(fragments)],
    );
    if (extended !== 1) throw new LeaseLostError(`cut ${cut.filmId}/${cut.revision} is in other hands`);
  }

  /** Cuts of a film that wait for its clips. */
  async listCollecting(tx: EntityManager, filmId: string): Promise<Cut[]> {
    return tx.query<Cut[]>(
      `SELECT ${CUT_COLUMNS} FROM cuts WHERE film_id = $1 AND status = 'collecting' AND brief IS NOT NULL`,
      [filmId],
    );
  }

  async find(tx: EntityManager, film: FilmRef): Promise<Cut | null> {
    const rows = await tx.query<Cut[]>(`SELECT ${CUT_COLUMNS} FROM cuts WHERE film_id = $1 AND revision = $2`, [
      film.filmId,
      film.revision,
    ]);
    return rows[0] ?? null;
  }

  /** Ends what has not ended and remembers a cancel that comes first. False while a worker has the cut in hand. */
  async cancel(tx: EntityManager, film: FilmRef, causedBy: string): Promise<boolean> {
    await tx.query(
      `INSERT INTO cuts (film_id, revision, tenant_id, status, caused_by, finished_at)
       VALUES ($1, $2, $3, 'cancelled', $4, clock_timestamp())
       ON CONFLICT (film_id, revision) DO UPDATE
       SET status = 'cancelled', caused_by = excluded.caused_by, finished_at = excluded.finished_at
       WHERE cuts.status = ANY($5)`,
      [film.filmId, film.revision, film.tenantId, causedBy, CANCELLABLE_STATUSES],
    );
    const held = await tx.query<unknown[]>(
      'SELECT 1 FROM cuts WHERE film_id = $1 AND revision = $2 AND lease_until IS NOT NULL',
      [film.filmId, film.revision],
    );
    return held.length === 0;
  }

  /** Moves a cut on and gives its lease back. LeaseLostError when it is not as the mover saw it. */
  async move(tx: EntityManager, cut: Cut, to: CutStatus, changes: CutChanges = {}): Promise<void> {
    throwOnIllegalMove(cut, to);
    const { dueInMs = 0, causedBy, tries, gaps, video, poster, facts, error } = changes;
    const [, moved] = await tx.query<[unknown[], number]>(
      `UPDATE cuts SET status = $5, lease_owner = NULL, lease_until = NULL,
         due_at = clock_timestamp() + make_interval(secs => $6::float8 / 1000),
         finished_at = CASE WHEN $7 THEN clock_timestamp() END,
         caused_by = coalesce($8, caused_by), tries = coalesce($9, tries), gaps = coalesce($10::jsonb, gaps),
         video = $11::jsonb, poster = $12::jsonb, facts = $13::jsonb, error = $14::jsonb
       WHERE film_id = $1 AND revision = $2 AND status = $3 AND lease_token = $4`,
      [
        ...[cut.filmId, cut.revision, cut.status, cut.leaseToken],
        ...[to, dueInMs, ENDED_STATUSES.includes(to), causedBy ?? null, tries ?? null],
        ...[gaps, video, poster, facts, error].map((value) => (value ? JSON.stringify(value) : null)),
      ],
    );
    if (moved === 1) return;
    throw new LeaseLostError(`cut ${cut.filmId}/${cut.revision} is no longer ${cut.status} in these hands`);
  }
}

function throwOnIllegalMove({ filmId, revision, status }: Cut, to: CutStatus): void {
  if (CUT_TRANSITIONS[status].includes(to)) return;
  const id = `${filmId}/${revision}`;
  throw new AppError('ILLEGAL_TRANSITION', `cut ${id} cannot go from ${status} to ${to}`, {
    details: { id, from: status, to },
  });
}
