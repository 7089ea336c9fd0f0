import { BadRequestException, Injectable, NotFoundException, UnauthorizedException } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isId } from '@shared/contracts/ids';
import { Outbox } from '@shared/messaging/outbox';
import { Logger } from '@shared/telemetry/logger';
import { AttemptToken } from '@shared/webhooks/attempt-token';
import type { Notice, SentAlong } from './read-notice';
import { type Arrival, WebhookListeners } from './webhook-listeners';

type OurNotice = Notice & { sentAlong: SentAlong };

const WHY = { stale: 'The message is too old', unreadable: 'The message cannot be read' } as const;

/**
 * Hears from the provider that an operation has ended, and states it. It is believed about nothing but that: what came of
 * the operation, and what it cost, is asked for by the stage whose attempt it is.
 */
@Injectable()
export class TakeNotice {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly listeners: WebhookListeners,
    private readonly token: AttemptToken,
    private readonly logger: Logger,
  ) {}

  /** Throws what HTTP has to answer where the message is not to be believed. */
  async handle(vendor: string, arrival: Arrival): Promise<void> {
    const listen = this.listeners.of(vendor);
    if (listen === null) throw new NotFoundException();
    const heard = await listen(arrival);
    if (heard.kind === 'forged') throw this.refuse(vendor, 'signature');
    if (heard.kind !== 'genuine') throw new BadRequestException(WHY[heard.kind]);
    const { notice } = heard;
    if (notice === null || !isOurs(notice)) return;
    if (!this.token.verify(notice.sentAlong, notice.sentAlong.token)) throw this.refuse(vendor, 'attempt token');
    await this.state(notice);
  }

  // The event's id is derived from what it says: the same notice heard again is no second fact. What is written is one statement, with
  // no need of a transaction around it.
  private async state({ operationId, outcome, sentAlong }: OurNotice): Promise<void> {
    const { manager } = this.dataSource;
    const { filmId, attemptId, stage } = sentAlong;
    if (!isId('film', filmId)) return;
    const find = 'SELECT tenant_id AS "tenantId" FROM films WHERE id = $1';
    const [film] = await manager.query<{ tenantId: string }[]>(find, [filmId]);
    if (film === undefined) return;
    const data = { attemptId, operationId, outcome, ...(stage !== null && { addressee: stage }) };
    await this.outbox.add(manager, { name: 'operation.notified', tenantId: film.tenantId, filmId, data });
  }

  private refuse(vendor: string, what: string): UnauthorizedException {
    this.logger.warn({ vendor, what }, 'a webhook was refused');
    return new UnauthorizedException(`The ${what} does not hold`);
  }
}

function isOurs(notice: Notice): notice is OurNotice {
  return notice.sentAlong !== null;
}
