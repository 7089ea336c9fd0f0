import { type Micros, toMicros, toUsd } from '@shared/contracts/money';
import { AppError } from '@shared/errors/app-error';
import { sumCapturedMicros, sumHeldMicros } from '../films/film-costs';
import type { FilmRecord } from '../films/film-record';
import type { NextRevision } from './next-revision';

/** BUDGET_EXCEEDED, with all three sums, when the film's limit does not hold what a revision will buy. */
export function throwOnOverBudget({ film, attempts }: FilmRecord, next: NextRevision, priceMicros: Micros): void {
  const limitMicros = toMicros(next.budgetUsd ?? film.order.budgetUsd);
  const spentMicros = sumCapturedMicros(attempts) + sumHeldMicros(attempts);
  if (priceMicros === 0 || spentMicros + priceMicros <= limitMicros) return;
  const [price, spent, limit] = [priceMicros, spentMicros, limitMicros].map(toUsd);
  const message = `This would cost $${price} on top of $${spent}, and the film's limit is $${limit}`;
  throw new AppError('BUDGET_EXCEEDED', message, { details: { price, spent, limit } });
}
