import { DataSource } from 'typeorm';
import type { FilmEvent } from '@shared/contracts/events';
import { Doorbell } from '@shared/database/doorbell';
import { type EventContext, EventHandlers, On } from '@shared/messaging/event-handlers';
import { Outbox } from '@shared/messaging/outbox';
import { Logger } from '@shared/telemetry/logger';
import { AttemptRepository } from '../attempts/attempt-repository';
import { WORK_BELL } from '../films/film-work';
import { learnAcceptedAfterAll } from '../pools/pool-states';

/**
 * What a provider tells of its own accord: where the answer to a submit was lost, it names the operation; where it was not,
 * the next poll is due at once. Never believed about a result or about money. Where the submit did not name its stage every
 * stage hears it, and one has the attempt.
 */
@EventHandlers()
export class OperationNotices {
  private readonly attempts: AttemptRepository;

  constructor(
    db: DataSource,
    private readonly outbox: Outbox,
    private readonly doorbell: Doorbell,
    private readonly logger: Logger,
  ) {
    this.attempts = new AttemptRepository(db);
  }

  @On('operation.notified')
  async onOperationNotified({ data }: FilmEvent<'operation.notified'>, { tx }: EventContext): Promise<void> {
    const { attemptId, operationId } = data;
    const noticed = await this.attempts.noticeOperation(tx, data, this.doorbell.nameOf(WORK_BELL));
    // One that was accepted long ago says nothing of whether anybody is accepted now.
    if (noticed === 'bound') await learnAcceptedAfterAll(tx, this.outbox, attemptId);
    if (noticed !== null) return;
    const bound = await this.attempts.findOperation(tx, attemptId);
    if (bound === null || bound === operationId) return;
    this.logger.warn({ attemptId, operationId, bound }, 'a webhook names another operation than the one that we have');
  }
}
