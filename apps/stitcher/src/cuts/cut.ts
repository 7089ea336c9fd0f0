import type { CutSpec, Fragment } from '@shared/contracts/cut';
import type { Gap } from '@shared/contracts/events';
import type { ApprovedBrief } from '@shared/generation/films/brief';
import type { FilmRef } from '@shared/generation/films/film-ref';
import type { PictureTarget } from '@shared/media/film-target';
import type { CutStatus } from './cut-state';

export interface Cut extends FilmRef {
  status: CutStatus;
  /** What was approved; null while that was not heard of. */
  brief: ApprovedBrief | null;
  /** How-manyth cut of this revision. */
  take: number;
  options: CutSpec;
  /** What the clips are made to be; null before the first one. */
  target: PictureTarget | null;
  clipsGateOpen: boolean;
  /** What of the film can be streamed already. */
  fragments: Fragment[];
  /** Scenes that the film will not have. */
  gaps: Gap[];
  /** Tries that failed by a fault of the work, not of what it depends on. */
  tries: number;
  /** The fencing token: each lease has a higher one. */
  leaseToken: number;
  /** The event that settled, changed or cancelled it last. */
  causedBy: string | null;
}

export const CUT_COLUMNS = `film_id AS "filmId", tenant_id AS "tenantId", revision, status, brief, take, options, target,
  clips_gate_open AS "clipsGateOpen", fragments, gaps, tries, lease_token AS "leaseToken", caused_by AS "causedBy"`;
