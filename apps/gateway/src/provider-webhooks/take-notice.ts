import { BadRequestException, Injectable, UnauthorizedException } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isId } from '@shared/contracts/ids';
import { Outbox } from '@shared/messaging/outbox';
import { Logger } from '@shared/telemetry/logger';
import { AttemptToken } from '@shared/webhooks/attempt-token';
import type { WebhookHeaders } from '@shared/webhooks/standard-webhooks';
import { filmTable } from '../films/film.entity';
import { type Notice, readNotice } from './read-notice';
import { WebhookSignatures } from './webhook-signatures';

interface Arrival {
  headers: WebhookHeaders;
  body: Buffer;
}

type OurNotice = Notice & { sentAlong: NonNullable<Notice['sentAlong']> };

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
    private readonly signatures: WebhookSignatures,
    private readonly token: AttemptToken,
    private readonly logger: Logger,
  ) {}

  /** Throws what HTTP has to answer where the message is not to be believed. */
  async handle({ headers, body }: Arrival): Promise<void> {
    const verdict = await this.signatures.verify(headers, body);
    if (verdict.kind === 'forged') throw this.refuse(headers, 'signature');
    if (verdict.kind !== 'genuine') throw new BadRequestException(WHY[verdict.kind]);
    const notice = readNotice(verdict.content);
    if (notice === 'unreadable') throw new BadRequestException(WHY.unreadable);
    if (notice === null || !isOurs(notice)) return;
    if (!this.token.verify(notice.sentAlong, notice.sentAlong.token)) throw this.refuse(headers, 'attempt token');
    await this.dataSource.transaction((tx) => this.state(tx, notice));
  }

  // The event's id is derived from what it says: the same notice heard again is no second fact.
  private async state(tx: EntityManager, { operationId, outcome, sentAlong }: OurNotice): Promise<void> {
    const { filmId, attemptId } = sentAlong;
    const film = isId('film', filmId) ? await tx.findOneBy(filmTable, { id: filmId }) : null;
    if (film === null) return;
    const data = { attemptId, operationId, outcome };
    await this.outbox.add(tx, { name: 'operation.notified', tenantId: film.tenantId, filmId, data });
  }

  private refuse({ id: webhookId }: WebhookHeaders, what: string): UnauthorizedException {
    this.logger.warn({ webhookId, what }, 'a webhook was refused');
    return new UnauthorizedException(`The ${what} does not hold`);
  }
}

function isOurs(notice: Notice): notice is OurNotice {
  return notice.sentAlong !== null;
}
