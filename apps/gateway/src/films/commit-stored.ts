import type { DataSource, EntityManager } from 'typeorm';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { ArtifactRef } from '@shared/contracts/artifact';

interface Stored {
  dataSource: DataSource;
  store: ArtifactStore;
  /** What was just stored under a key that nobody else uses; null: nothing. */
  artifact: ArtifactRef | null;
}

/**
 * Commits whatever needs an object that was stored for it. When `write` throws, or gives null, nothing will ever name the object, and
 * it is removed. When the commit itself fails nobody knows whether something does, and it stays.
 */
export async function commitStored<T>(
  { dataSource, store, artifact }: Stored,
  write: (tx: EntityManager) => Promise<T | null>,
): Promise<T | null> {
  const fate = { isWritten: false };
  try {
    return await dataSource.transaction(async (tx) => {
      const written = await write(tx);
      fate.isWritten = written !== null;
      return written;
    });
  } finally {
    // Whoever asked has to hear what came of it, also when an object stays behind.
    if (!fate.isWritten && artifact !== null) await store.remove(artifact.key).catch(() => undefined);
  }
}
