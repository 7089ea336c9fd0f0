import { toUsd } from '@shared/contracts/money';
import type { FilmAttemptEntity } from './film-attempt.entity';
import type { FilmCosts } from './film-costs.contract';
import type { FilmReuse } from './film-takes';
import type { FilmRecord } from './film-record';

export function sumHeldMicros(attempts: readonly FilmAttemptEntity[]): number {
  return attempts.reduce((sum, { heldMicros }) => sum + heldMicros, 0);
}

export function sumCapturedMicros(attempts: readonly FilmAttemptEntity[]): number {
  return attempts.reduce((sum, { capturedMicros }) => sum + capturedMicros, 0);
}

/** Every purchase of a film, the oldest first, and what it did not have to buy. */
export function toFilmCosts({ film, attempts }: FilmRecord, reuses: readonly FilmReuse[]): FilmCosts {
  return {
    filmId: film.id,
    totals: {
      estimate: film.estimateMicros === null ? null : toUsd(film.estimateMicros),
      held: toUsd(sumHeldMicros(attempts)),
      captured: toUsd(sumCapturedMicros(attempts)),
      limit: film.order.budgetUsd,
    },
    attempts: [...attempts].sort(byTime).map(toAttemptView),
    reused: reuses.map(toReuseView),
  };
}

function toReuseView({ unitKind: kind, unitN: n, at, ...reuse }: FilmReuse): FilmCosts['reused'][number] {
  return { ...reuse, unit: { kind, n }, captured: toUsd(0), at: at.toISOString() };
}

function toAttemptView(attempt: FilmAttemptEntity): FilmCosts['attempts'][number] {
  const { id, unitKind, unitN, number, provider, model, outcome, priceMicros, error, submittedAt, settledAt } = attempt;
  return {
    id,
    unit: { kind: unitKind, n: unitN },
    number,
    provider,
    model,
    outcome,
    estimate: priceMicros === null ? null : toUsd(priceMicros),
    held: toUsd(attempt.heldMicros),
    captured: toUsd(attempt.capturedMicros),
    error,
    submittedAt: submittedAt?.toISOString() ?? null,
    settledAt: settledAt?.toISOString() ?? null,
  };
}

function byTime(a: FilmAttemptEntity, b: FilmAttemptEntity): number {
  const at = ({ submittedAt, settledAt }: FilmAttemptEntity): number => (submittedAt ?? settledAt)?.getTime() ?? 0;
  return at(a) - at(b) || (a.id < b.id ? -1 : 1);
}
