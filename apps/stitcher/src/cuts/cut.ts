import type { ApprovedBrief } from '@shared/generation/brief';
import type { FilmRef } from '@shared/generation/film-ref';
import type { Gap } from '@shared/contracts/events';
import type { CutStatus } from './cut-state';

export interface Cut extends FilmRef {
  status: CutStatus;
  /** What was approved; null when all that was heard of the film is its cancel. */
  brief: ApprovedBrief | null;
  /** Scenes that the film will not have. */
  gaps: Gap[];
  /** Tries that failed by a fault of the work, not of what it depends on. */
  tries: number;
  /** The fencing token: each lease has a higher one. */
  leaseToken: number;
  /** The event that settled or cancelled it. */
  causedBy: string | null;
}

export const CUT_COLUMNS = `film_id AS "filmId", tenant_id AS "tenantId", revision, status, brief, gaps, tries,
  lease_token AS "leaseToken", caused_by AS "causedBy"`;
