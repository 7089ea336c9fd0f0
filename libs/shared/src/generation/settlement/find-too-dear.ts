import type { EntityManager } from 'typeorm';
import { type Micros, toUsd } from '@shared/contracts/money';
import type { AppError } from '@shared/errors/app-error';
import type { Attempt } from '../attempts/attempt';
import { buildBudgetError, loadAllotment } from '../films/allotment';

/** Why the film's allotment does not hold this price as well; null where it does. The caller holds the film's lock. */
export async function findTooDear(tx: EntityManager, attempt: Attempt, priceMicros: Micros): Promise<AppError | null> {
  const { limitMicros: limit, heldMicros, capturedMicros } = await loadAllotment(tx, attempt);
  const current = heldMicros + capturedMicros;
  if (current + priceMicros <= limit) return null;
  const price = toUsd(priceMicros);
  const message = `the price of $${price} on top of $${toUsd(current)} passes the limit of $${toUsd(limit)}`;
  return buildBudgetError(message, { current, estimate: priceMicros, limit });
}
