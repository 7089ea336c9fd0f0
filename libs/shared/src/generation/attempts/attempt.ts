import type { ArtifactRef } from '@shared/contracts/artifact';
import type { Unit } from '@shared/contracts/unit';
import type { Micros } from '@shared/contracts/money';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { AttemptStatus } from './attempt-state';
import type { PassedOver } from './choose-model';

export interface Attempt {
  id: string;
  filmId: string;
  tenantId: string;
  revision: number;
  unit: Unit;
  /** The unit across revisions; null for attempts from before there were revisions. */
  unitId: string | null;
  take: number;
  /** Hash over the inputs of the unit that are no artifacts. */
  recipe: string | null;
  /** Hash over all that determines the unit, known when the attempt is planned. */
  inputHash: string | null;
  /** How-manyth attempt at the unit, from 1. */
  number: number;
  /** How many of the unit's attempts so far count against its limit: a rate limit does not. */
  counted: number;
  status: AttemptStatus;
  /** Id of the event that asked for the unit. */
  causedBy: string | null;
  /** What the attempt before this one came to. */
  previousError: ErrorFacts | null;
  pool: string | null;
  provider: string | null;
  model: string | null;
  /** Models that the unit goes on without, and why; all of them were told of. */
  passedOver: PassedOver[];
  /** The one that it is about to go on without. */
  leaving: PassedOver | null;
  /** Models that are left to try after this one. */
  fallbacks: string[];
  /** What the provider adapter is given; its shape belongs to the stage. */
  request: unknown;
  priceMicros: Micros;
  operationId: string | null;
  polls: number;
  /** How often its result was fetched and found wanting. */
  takeIns: number;
  cancelRequested: boolean;
  artifact: ArtifactRef | null;
  /** Since the intent was committed, by the database's clock. */
  elapsedMs: number;
  /** Whether this step was planned for after the time in which the operation has to be settled. Time in which no worker ran does not count. */
  overdue: boolean;
  leaseToken: number;
}

/** Selects an `AttemptRow`. */
export const ATTEMPT_COLUMNS = `id, film_id, tenant_id, revision, unit_kind, unit_n, unit_id, take, recipe, input_hash, number, counted, status, caused_by,
  previous_error, pool, provider, model, passed_over, leaving, fallbacks, request, price_micros, operation_id, polls, take_ins, cancel_requested, artifact, lease_token,
  extract(epoch FROM clock_timestamp() - coalesce(submitted_at, created_at)) * 1000 AS elapsed_ms,
  coalesce(deadline_at < due_at, false) AS overdue`;

export interface AttemptRow {
  id: string;
  film_id: string;
  tenant_id: string;
  revision: number;
  unit_kind: Unit['kind'];
  unit_n: number;
  unit_id: string | null;
  take: number;
  recipe: string | null;
  input_hash: string | null;
  number: number;
  counted: number;
  status: AttemptStatus;
  caused_by: string | null;
  previous_error: ErrorFacts | null;
  pool: string | null;
  provider: string | null;
  model: string | null;
  passed_over: PassedOver[];
  leaving: PassedOver | null;
  fallbacks: string[];
  request: unknown;
  price_micros: number;
  operation_id: string | null;
  polls: number;
  take_ins: number;
  cancel_requested: boolean;
  artifact: ArtifactRef | null;
  lease_token: number;
  elapsed_ms: string;
  overdue: boolean;
}

export function toAttempt(row: AttemptRow): Attempt {
  return {
    id: row.id,
    filmId: row.film_id,
    tenantId: row.tenant_id,
    revision: row.revision,
    unit: { kind: row.unit_kind, n: row.unit_n },
    unitId: row.unit_id,
    take: row.take,
    recipe: row.recipe,
    inputHash: row.input_hash,
    number: row.number,
    counted: row.counted,
    status: row.status,
    causedBy: row.caused_by,
    previousError: row.previous_error,
    pool: row.pool,
    provider: row.provider,
    model: row.model,
    passedOver: row.passed_over,
    leaving: row.leaving,
    fallbacks: row.fallbacks,
    request: row.request,
    priceMicros: row.price_micros,
    operationId: row.operation_id,
    polls: row.polls,
    takeIns: row.take_ins,
    cancelRequested: row.cancel_requested,
    artifact: row.artifact,
    elapsedMs: Number(row.elapsed_ms),
    overdue: row.overdue,
    leaseToken: row.lease_token,
  };
}
