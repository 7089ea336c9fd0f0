import type { DataSource, EntityManager } from 'typeorm';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import { readArtifact } from '@shared/artifacts/read-artifact';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { ErrorCode } from '@shared/contracts/error-codes';
import { type Storyboard, storyboardSchema } from '@shared/contracts/storyboard';
import type { Doorbell } from '@shared/database/doorbell';
import { type ErrorFacts, toAppError, toErrorFacts } from '@shared/errors/app-error';
import type { FilmRef } from '@shared/generation/films/film-ref';
import type { FilmWork } from '@shared/generation/films/film-work';
import { moveUnit } from '@shared/generation/films/units';
import { Loop } from '@shared/lifecycle/loop';
import type { Logger } from '@shared/telemetry/logger';
import type { StoryboardApproval } from './approve-storyboard';
import { EVENTS } from '@shared/contracts/events';
import { unitIds } from '@shared/build-graph/unit-ids';
import { keepTake } from '@shared/generation/films/takes';
import type { PlannerBrief } from './brief';
import { readStoryboard } from './read-storyboard';

/** Nobody was asked for it. */
const GIVEN = 'given';
const BELL = 'given-storyboards';

/** Reading it again would come to the same. */
const LASTING: readonly ErrorCode[] = ['STORYBOARD_INVALID', 'ARTIFACT_MISSING', 'MEDIA_INVALID'];

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

  // In no order: one that cannot be taken in must not stand before all others.
  private async findOne(): Promise<Given | undefined> {
    const [given] = await this.parts.db.query<Given[]>(
      `SELECT film_id AS "filmId", tenant_id AS "tenantId", revision, brief FROM briefs JOIN units USING (film_id, revision)
       WHERE status = 'waiting' AND kind = 'storyboard' AND brief -> 'storyboard' <> 'null'::jsonb
         AND NOT EXISTS (SELECT 1 FROM image_tasks AS image WHERE image.film_id = briefs.film_id
           AND image.revision = briefs.revision AND image.status = 'waiting')
       ORDER BY random() LIMIT 1`,
    );
    return given;
  }

  private async takeIn({ brief: kept, ...film }: Given): Promise<void> {
    const { db, films, approval } = this.parts;
    const unit = { kind: 'storyboard', n: 0 } as const;
    const brief = EVENTS['film.revised'].schema.parse(kept);
    const artifact = brief.storyboard;
    if (!artifact) throw new Error(`film ${film.filmId} has no storyboard of its own`);
    const read = await this.read(artifact);
    await db.transaction(async (tx) => {
      if (!(await films.enter(tx, film)) || !(await isWaiting(tx, film))) return;
      if ('fault' in read) {
        await moveUnit(tx, { ...film, unit }, ['waiting', 'failed'], { error: read.fault });
        await approval.fail(tx, film, read.fault);
      } else {
        const given = { unitId: unitIds.storyboard, take: brief.takes[unitIds.storyboard] ?? 1, inputHash: null };
        await keepTake(tx, film, { ...given, artifact, facts: null, attemptId: GIVEN, fromFilm: film.filmId });
        await moveUnit(tx, { ...film, unit }, ['waiting', 'ready'], { artifact });
        await approval.approve(tx, { film, brief, artifact, storyboard: read.storyboard });
      }
    });
  }

  // What is wrong with the storyboard ends the film; a store that does not answer is waited for.
  private async read(ref: ArtifactRef): Promise<{ storyboard: Storyboard } | { fault: ErrorFacts }> {
    try {
      const bytes = await readArtifact(this.parts.store, ref);
      return { storyboard: readStoryboard(bytes.toString('utf8'), storyboardSchema) };
    } catch (error) {
      if (LASTING.includes(toAppError(error).code)) return { fault: toErrorFacts(error) };
      throw error;
    }
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
