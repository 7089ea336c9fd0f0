import type { EntityManager } from 'typeorm';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { UnitKind } from '@shared/contracts/unit';
import type { Micros } from '@shared/contracts/money';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { Attempt } from './attempt';

/** A request that is ready to be sent, and what it will cost. */
export interface Prepared {
  /** Plain JSON; kept on the attempt and handed to the provider. */
  request: unknown;
  priceMicros: Micros;
}

/** A result that is here, whole and hashed: in memory where it came in the answer, else on this machine's disk. */
export interface FetchedResult {
  artifact: ArtifactRef;
  /** All of it. */
  read(): Promise<Buffer>;
  /** The path of a file of it. What is put beside that goes with it. */
  toFile(): Promise<string>;
}

/**
 * What a stage adds to the engine: how to ask for a unit, how to tell a good result, and what follows from it. The engine
 * owns the attempt, the money, the slots and the time.
 */
export abstract class Workload<Facts = unknown> {
  abstract readonly kind: UnitKind;

  /** The models by which the unit may be made, the film's first choice first. */
  abstract listModels(attempt: Attempt): Promise<readonly string[]>;

  /**
   * Builds what one of them is to be asked, from what the stage knows. Reads rows and artifacts, changes nothing, may be repeated.
   * Throws INVALID_INPUT where that model cannot do it.
   */
  abstract prepare(attempt: Attempt, model: string): Promise<Prepared>;

  /** Where the result of an attempt is kept. */
  abstract artifactKey(attempt: Attempt): string;

  /** The provider has accepted an attempt: its result will come in a while. Not told of those that others have sent. */
  onAccepted?(attempt: Attempt): void;

  /**
   * A result is on its way to `check` as a file, until it is there, or this is disposed of: those that come in one moment may be looked
   * at together.
   */
  expect?(path: string): Disposable;

  /** Looks at the bytes. Throws an AppError that says what is wrong with them. */
  abstract check(result: FetchedResult, attempt: Attempt): Promise<Facts>;

  /** In the transaction that makes the unit ready, under the film's lock: states it, and takes up what it makes possible. Not called for a result that nobody waits for any more. */
  abstract onStored(tx: EntityManager, attempt: Attempt, artifact: ArtifactRef, facts: Facts): Promise<void>;

  /** In the transaction that fails the unit, under the film's lock. */
  abstract onFailed(tx: EntityManager, attempt: Attempt, error: ErrorFacts): Promise<void>;

  /**
   * In the transaction that ends an attempt which the provider refused for its content, under the film's lock. True: the unit is
   * tried in another way, and is not failed.
   */
  onRefused?(tx: EntityManager, attempt: Attempt, error: ErrorFacts): Promise<boolean>;
}
