import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createMessagingTables, dropMessagingTables } from '@shared/messaging/messaging-tables';
import { createGenerationTables, dropGenerationTables } from './create-generation-tables';

/** First migration of each stage that buys: all that it keeps is the engine's. */
export class StageTables1763683200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createMessagingTables(runner);
    await createGenerationTables(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropGenerationTables(runner);
    await dropMessagingTables(runner);
  }
}
