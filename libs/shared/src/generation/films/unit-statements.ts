import type { EntityManager } from 'typeorm';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { Origin } from '@shared/contracts/event-shapes';
import type { ClipFacts } from '@shared/contracts/unit';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { FilmRef } from './film-ref';

/** A unit that has its artifact, and how it came by it. */
export interface ReadyUnit {
  n: number;
  unitId: string | null;
  take: number;
  inputHash: string | null;
  artifact: ArtifactRef;
  facts: ClipFacts | null;
  attemptId: string;
  origin: Origin;
  fromFilm: string;
}

/** What a stage says of its units, each in the transaction that makes it true. */
export abstract class UnitStatements {
  abstract ready(tx: EntityManager, film: FilmRef, unit: ReadyUnit): Promise<void>;
  abstract failed(tx: EntityManager, film: FilmRef, n: number, error: ErrorFacts): Promise<void>;
}

/** What a fact says of where an artifact comes from. */
export function toProvenance({ unitId, inputHash, take, origin, fromFilm: from }: ReadyUnit) {
  return { ...(unitId !== null && { unitId }), ...(inputHash !== null && { inputHash }), take, origin, from };
}
