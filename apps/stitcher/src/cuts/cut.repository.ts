import type { EntityManager } from 'typeorm';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { Gap } from '@shared/contracts/events';
import type { ClipFacts } from '@shared/contracts/unit';
import { AppError, type ErrorFacts } from '@shared/errors/app-error';
import type { ApprovedBrief } from '@shared/generation/brief';
import { LeaseLostError } from '@shared/database/lease';
import type { FilmRef } from '@shared/generation/film-ref';
import { CUT_COLUMNS, type Cut } from './cut';
import { CANCELLABLE_STATUSES, CUT_TRANSITIONS, type CutStatus } from './cut-state';

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

/** The rows of cuts outside of leases. Every move names the status and the fencing token that the mover saw. */
export class CutRepository {
  /** Does nothing when the cut is there, for instance as cancelled. */
  async open(tx: EntityManager, film: FilmRef, brief: ApprovedBrief): Promise<void> {
    await tx.query(
      `INSERT INTO cuts (film_id, revision, tenant_id, status, brief) VALUES ($1, $2, $3, 'collecting', $4::jsonb)
       ON CONFLICT DO NOTHING`,
      [film.filmId, film.revision, film.tenantId, JSON.stringify(brief)],
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
        ...[to, dueInMs, CUT_TRANSITIONS[to].length === 0, causedBy ?? null, tries ?? null],
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
