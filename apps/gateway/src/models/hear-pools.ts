import type { OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '@shared/clock/clock';
import type { FilmEvent } from '@shared/contracts/events';
import { INSTALLATION_TENANT, POOLS_SUBJECT } from '@shared/contracts/installation';
import { type EventContext, EventHandlers, On } from '@shared/messaging/event-handlers';
import { Outbox } from '@shared/messaging/outbox';
import { keepOutage } from './pool-outages';

/** How the gateway learns where the stages get no answer. */
@EventHandlers()
export class HearPools implements OnApplicationBootstrap {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  // A gateway whose database is new hears all of it again.
  async onApplicationBootstrap(): Promise<void> {
    const data = { requestedAt: this.clock.now().toISOString() };
    const request = { tenantId: INSTALLATION_TENANT, filmId: POOLS_SUBJECT, data };
    await this.dataSource.transaction((tx) => this.outbox.add(tx, { name: 'film.resync-requested', ...request }));
  }

  @On('pool.changed')
  async onChanged(fact: FilmEvent<'pool.changed'>, { tx }: EventContext): Promise<void> {
    await keepOutage(tx, fact);
  }
}
