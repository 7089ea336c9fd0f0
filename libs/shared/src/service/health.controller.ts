import { Controller, Get } from '@nestjs/common';
import { HealthCheckService, type HealthCheckResult, HealthIndicatorService } from '@nestjs/terminus';
import { DataSource } from 'typeorm';
import { ArtifactStore } from '@shared/artifacts/artifact-store';
import { messageOf } from '@shared/errors/message-of';
import { EventBus } from '@shared/messaging/event-bus';
import { within } from './within';

const PROBE_MS = 2_000;

/** live: the process answers. ready: so does all that it depends on; 503 names what does not. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicator: HealthIndicatorService,
    private readonly dataSource: DataSource,
    private readonly bus: EventBus,
    private readonly store: ArtifactStore,
  ) {}

  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  ready(): Promise<HealthCheckResult> {
    return this.health.check([
      () => this.probe('database', () => this.dataSource.query('SELECT 1')),
      () => this.probe('broker', () => this.bus.ready()),
      () => this.probe('store', () => this.store.ready()),
    ]);
  }

  private async probe(dependency: string, answer: () => Promise<unknown>) {
    const check = this.indicator.check(dependency);
    try {
      await within(PROBE_MS, answer);
      return check.up();
    } catch (error) {
      return check.down(messageOf(error));
    }
  }
}
