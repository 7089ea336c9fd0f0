import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createGenerationTables, dropGenerationTables } from '@shared/generation/create-generation-tables';
import { createMessagingTables, dropMessagingTables } from '@shared/messaging/messaging-tables';

export class KeyframerTables1763683200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createMessagingTables(runner);
    await createGenerationTables(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropGenerationTables(runner);
    await dropMessagingTables(runner);
  }
}
