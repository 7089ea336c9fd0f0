import type { DataSource } from 'typeorm';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { Loop } from '@shared/lifecycle/loop';
import type { Logger } from '@shared/telemetry/logger';

export interface CollectOptions {
  dataSource: DataSource;
  store: ArtifactStore;
  logger: Logger;
  /** Days for which an upload is kept after it was brought or named last, even if no film holds it; 0 keeps everything. */
  keepDays: number;
}

const AN_HOUR_MS = 3_600_000;

/** Films name images by their ids, and carry the file of their music. */
const HELD: Record<string, string> = {
  reference_images: `reference_images.id IN (
    SELECT image ->> 'image' FROM films, jsonb_array_elements(("order" -> 'references') || ("order" -> 'keyframes')) AS image)`,
  music: `music.artifact ->> 'key' IN (SELECT build #>> '{spec,cut,music,artifact,key}' FROM films)`,
};

/** Removes uploads that no film holds, some days after they were brought or named last. */
export class CollectUploads extends Loop {
  constructor(private readonly parts: CollectOptions) {
    super({ name: 'collect-uploads', logger: parts.logger, idleMs: AN_HOUR_MS });
  }

  async runOnce(): Promise<boolean> {
    if (this.parts.keepDays === 0) return false;
    for (const [table, isHeld] of Object.entries(HELD))
      while (!this.signal.aborted && (await this.collectOne(table, isHeld)));
    return false;
  }

  // A file that is gone cannot be brought back by a rollback, so each goes with its own row. Whoever names an upload sets its time in
  // that row, and whoever brings it again waits for this one to be gone.
  private collectOne(table: string, isHeld: string): Promise<boolean> {
    const { dataSource, store, keepDays } = this.parts;
    return dataSource.transaction(async (tx) => {
      const [rows] = await tx.query<[{ artifact: ArtifactRef }[], number]>(
        `DELETE FROM ${table} WHERE id = ANY (ARRAY(
           SELECT id FROM ${table} WHERE used_at < now() - make_interval(days => $1) AND coalesce(NOT (${isHeld}), true)
           ORDER BY used_at LIMIT 1 FOR UPDATE SKIP LOCKED
         )) RETURNING artifact`,
        [keepDays],
      );
      for (const { artifact } of rows) await store.remove(artifact.key);
      return rows.length > 0;
    });
  }
}
