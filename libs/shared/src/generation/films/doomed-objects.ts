import type { DataSource } from 'typeorm';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { Doorbell } from '@shared/database/doorbell';
import { Loop } from '@shared/lifecycle/loop';
import type { Logger } from '@shared/telemetry/logger';

/** Rung when something is doomed. */
export const DOOM_BELL = 'doomed-objects';

const BATCH = 50;

export interface DoomedParts {
  db: DataSource;
  store: ArtifactStore;
  doorbell: Doorbell;
  logger: Logger;
}

/** Removes from the store what no film holds any more. A removal that was broken off is made again: the row goes last. */
export class DoomedObjects extends Loop {
  constructor(private readonly parts: DoomedParts) {
    super({ name: 'doomed-objects', logger: parts.logger, idleMs: 30_000 });
    parts.doorbell.listen(DOOM_BELL, () => {
      this.wake();
    });
  }

  async runOnce(): Promise<boolean> {
    const { db, store } = this.parts;
    const rows = await db.query<{ key: string }[]>(
      'SELECT key FROM doomed_objects WHERE due_at <= clock_timestamp() ORDER BY due_at LIMIT $1',
      [BATCH],
    );
    for (const { key } of rows) {
      if (key.endsWith('/')) await store.removePrefix(key.slice(0, -1));
      else await store.remove(key);
      await db.query('DELETE FROM doomed_objects WHERE key = $1', [key]);
    }
    return rows.length === BATCH;
  }
}
