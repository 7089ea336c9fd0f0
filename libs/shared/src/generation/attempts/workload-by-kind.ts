import type { EntityManager } from 'typeorm';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { UnitKind } from '@shared/contracts/unit';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { Attempt } from './attempt';
import { type FetchedResult, type Prepared, Workload } from './workload';

/** A stage that buys for more than one kind of unit. */
export class WorkloadByKind extends Workload {
  readonly kind: UnitKind;

  constructor(
    private readonly main: Workload,
    private readonly others: Partial<Record<UnitKind, Workload>>,
  ) {
    super();
    this.kind = main.kind;
  }

  listModels(attempt: Attempt): Promise<readonly string[]> {
    return this.of(attempt).listModels(attempt);
  }

  prepare(attempt: Attempt, model: string): Promise<Prepared> {
    return this.of(attempt).prepare(attempt, model);
  }

  artifactKey(attempt: Attempt): string {
    return this.of(attempt).artifactKey(attempt);
  }

  check(result: FetchedResult, attempt: Attempt): Promise<unknown> {
    return this.of(attempt).check(result, attempt);
  }

  onStored(tx: EntityManager, attempt: Attempt, artifact: ArtifactRef, facts: unknown): Promise<void> {
    return this.of(attempt).onStored(tx, attempt, artifact, facts);
  }

  onFailed(tx: EntityManager, attempt: Attempt, error: ErrorFacts): Promise<void> {
    return this.of(attempt).onFailed(tx, attempt, error);
  }

  override async onRefused(tx: EntityManager, attempt: Attempt, error: ErrorFacts): Promise<boolean> {
    return (await this.of(attempt).onRefused?.(tx, attempt, error)) ?? false;
  }

  private of({ unit }: Attempt): Workload {
    return this.others[unit.kind] ?? this.main;
  }
}
