import type { EntityManager } from 'typeorm';
import type { EventData } from '@shared/contracts/events';
import type { Micros } from '@shared/contracts/money';
import { type AppError, toErrorFacts } from '@shared/errors/app-error';
import type { Outbox } from '@shared/messaging/outbox';
import type { Attempt } from './attempt';
import { toAttemptFacts } from './attempt-facts';
import type { PassedOver } from './choose-model';

export type Outcome = EventData<'attempt.settled'>['outcome'];

export interface Settled {
  to: Outcome;
  error: AppError | null;
  capturedMicros: Micros;
}

/** What a stage says of its attempts, each in the transaction that makes it true. */
export class AttemptStatements {
  constructor(private readonly outbox: Outbox) {}

  async submitted(tx: EntityManager, attempt: Attempt): Promise<void> {
    const { tenantId, filmId, causedBy, priceMicros: heldMicros } = attempt;
    const data = { ...toAttemptFacts(attempt), heldMicros };
    await this.outbox.add(tx, { name: 'attempt.submitted', tenantId, filmId, causedBy, data });
  }

  async settled(tx: EntityManager, attempt: Attempt, { to, error, capturedMicros }: Settled): Promise<void> {
    const { tenantId, filmId, causedBy } = attempt;
    const heldMicros = to === 'unknown' || to === 'overdue' ? attempt.priceMicros : 0;
    const money = { outcome: to, heldMicros, capturedMicros };
    const data = { ...toAttemptFacts(attempt), ...money, error: error && toErrorFacts(error) };
    await this.outbox.add(tx, { name: 'attempt.settled', tenantId, filmId, causedBy, data });
  }

  /** It goes on with another model than the one that was left. */
  async switched(tx: EntityManager, attempt: Attempt, left: PassedOver): Promise<void> {
    const { tenantId, filmId, causedBy } = attempt;
    const { provider, model, reason } = left;
    const data = { ...toAttemptFacts(attempt), from: { provider, model }, reason };
    await this.outbox.add(tx, { name: 'unit.switched', tenantId, filmId, causedBy, data });
  }
}
