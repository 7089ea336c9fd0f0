import type { DataSource, EntityManager } from 'typeorm';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import { readText } from '@shared/artifacts/read-artifact';
import { storyboardSchema } from '@shared/contracts/storyboard';
import type { Doorbell } from '@shared/database/doorbell';
import { toAppError, toErrorFacts } from '@shared/errors/app-error';
import type { FilmRef } from '@shared/generation/film-ref';
import type { FilmWork } from '@shared/generation/film-work';
import { moveUnit } from '@shared/generation/units';
import { Loop } from '@shared/lifecycle/loop';
import type { Logger } from '@shared/telemetry/logger';
import type { StoryboardApproval } from './approve-storyboard';
import type { PlannerBrief } from './brief';
import { readStoryboard } from './read-storyboard';

const BELL = 'given-storyboards';

interface Given extends FilmRef {
  brief: PlannerBrief;
}

export interface GivenParts {
  db: DataSource;
  store: ArtifactStore;
  films: FilmWork;
  doorbell: Doorbell;
  approval: StoryboardApproval;
  logger: Logger;
}

/** Takes in storyboards that users brought themselves. Reading them from the store is too slow for an event handler. */
export class GivenStoryboards extends Loop {
  constructor(private readonly parts: GivenParts) {
    super({ name: 'given-storyboards', logger: parts.logger, idleMs: 5000 });
    parts.doorbell.listen(BELL, () => {
      this.wake();
    });
  }

  async announce(tx: EntityManager): Promise<void> {
    await this.parts.doorbell.ring(tx, BELL);
  }

  async runOnce(): Promise<boolean> {
    const given = await this.findOne();
    if (!given) return false;
    await this.takeIn(given);
    return true;
  }

  private async findOne(): Promise<Given | undefined> {
    const [given] = await this.parts.db.query<Given[]>(
      `SELECT film_id AS "filmId", tenant_id AS "tenantId", revision, brief FROM briefs JOIN units USING (film_id, revision)
       WHERE status = 'waiting' AND brief -> 'storyboard' <> 'null'::jsonb LIMIT 1`,
    );
    return given;
  }

  private async takeIn({ brief, ...film }: Given): Promise<void> {
    const { db, store, films, approval } = this.parts;
    const artifact = brief.storyboard;
    if (!artifact) throw new Error(`film ${film.filmId} has no storyboard of its own`);
    const text = await readText(store, artifact.key);
    const unit = { kind: 'storyboard', n: 0 } as const;
    await db.transaction(async (tx) => {
      if (!(await films.enter(tx, film.filmId)) || !(await isWaiting(tx, film))) return;
      await moveUnit(tx, { ...film, unit }, ['waiting', 'making']);
      try {
        const storyboard = readStoryboard(text, storyboardSchema);
        await moveUnit(tx, { ...film, unit }, ['making', 'ready'], { artifact });
        await approval.approve(tx, { film, spec: brief.spec, artifact, storyboard });
      } catch (error) {
        if (toAppError(error).code !== 'STORYBOARD_INVALID') throw error;
        await moveUnit(tx, { ...film, unit }, ['making', 'failed'], { error: toErrorFacts(error) });
        await approval.fail(tx, film, toErrorFacts(error));
      }
    });
  }
}

// Another replica may have read the same one.
async function isWaiting(tx: EntityManager, { filmId, revision }: FilmRef): Promise<boolean> {
  const rows = await tx.query<unknown[]>(
    `SELECT 1 FROM units WHERE film_id = $1 AND revision = $2 AND status = 'waiting'`,
    [filmId, revision],
  );
  return rows.length > 0;
}
