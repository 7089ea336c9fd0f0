import type { ArtifactRef } from '../../../libs/shared/src/contracts/artifact.ts';
import type { AttemptStatus } from '../../../libs/shared/src/generation/attempts/attempt-state.ts';

/** All that there is to know of a stack after a test: what we wrote down, what the provider wrote down, what lies about. */
export interface Books {
  films: FilmRow[];
  filmEvents: FilmEventRow[];
  attempts: AttemptRow[];
  /** In the order in which they were written, by stage. */
  ledger: LedgerRow[];
  allotments: AllotmentRow[];
  outbox: OutboxRow[];
  cuts: CutRow[];
  deadLetters: { service: string; reason: string }[];
  purchases: Purchase[];
  /** POSTs that arrived at the provider, by attempt. */
  posts: Record<string, number>;
  /** The most operations that the provider ever had in flight, by model, and what it should have had. */
  mostInFlight: Record<string, number>;
  limits: Record<string, number>;
  /** What the store holds of what our rows name: null where there is nothing. */
  artifacts: { ref: ArtifactRef; found: { sha256: string; bytes: number } | null }[];
  unfinishedUploads: string[];
  temporaryFiles: string[];
  /** Where a planted secret was found. */
  secretsSeen: { secret: string; where: string }[];
}

export interface FilmRow {
  id: string;
  status: string;
  lastSeq: number;
  capturedMicros: number;
  heldMicros: number;
  parked: number;
  /** Why there is no film, or only a part of it. */
  error: string | null;
}

export interface FilmEventRow {
  filmId: string;
  seq: number;
  name: string;
}

export interface AttemptRow {
  stage: string;
  id: string;
  filmId: string;
  revision: number;
  /** `clip-3` */
  unit: string;
  number: number;
  status: AttemptStatus;
  priceMicros: number;
  capturedMicros: number;
  operationId: string | null;
  createdAtMs: number;
  finishedAtMs: number | null;
  /** Until a lease on it runs out, from when the books were read; negative when that is over. */
  leaseLeftMs: number | null;
}

export interface LedgerRow {
  stage: string;
  attemptId: string;
  filmId: string;
  revision: number;
  change: 'hold' | 'release' | 'capture';
  micros: number;
}

export interface AllotmentRow {
  stage: string;
  filmId: string;
  revision: number;
  limitMicros: number;
}

export interface OutboxRow {
  service: string;
  name: string;
  filmId: string;
  data: Record<string, unknown>;
  isSent: boolean;
}

export interface CutRow {
  filmId: string;
  status: string;
  leaseLeftMs: number | null;
}

/** One accepted submit, as the provider has it. */
export interface Purchase {
  id: string;
  filmId: string;
  unit: string;
  attemptId: string;
  status: string;
  costMicros: number;
}
