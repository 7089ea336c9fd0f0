import type { EntityManager } from 'typeorm';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { UnitRecipe } from '@shared/contracts/build-order';
import { decideUnits, type ReadyToBegin, unitKey, type UnitOutcome } from '@shared/build-graph/decide-units';
import type { Origin } from '@shared/contracts/event-shapes';
import type { Gate } from '@shared/contracts/gates';
import type { ClipFacts, UnitKind } from '@shared/contracts/unit';
import { together } from '@shared/database/together';
import type { ErrorFacts } from '@shared/errors/app-error';
import { openAllotment, recordReuse } from './allotment';
import type { Attempt } from '../attempts/attempt';
import { type ApprovedBrief, findApprovedBrief, loadApprovedBrief } from './brief';
import type { FilmRef } from './film-ref';
import type { FilmWork } from './film-work';
import { isGateClosed } from './gates';
import { supersedeUnits } from './superseded-work';
import { findTake, keepTake, type Take } from './takes';
import type { UnitStatements } from './unit-statements';
import { addUnits, type Input, isUnderWay, listInputs, listUnits, moveUnit, saveBrief, type UnitRow } from './units';

export interface FilmUnitsParts {
  kind: UnitKind & ('keyframe' | 'clip');
  /** Units of this kind, made by another stage, are heard of as inputs; null where all are our own. */
  inputKind: UnitKind | null;
  /** Before it is opened nothing of this stage begins. */
  gate: Gate | null;
  films: FilmWork;
  statements: UnitStatements;
}

/** Builds the units of a film: each as soon as what it is made from is there, and at no cost where it has been bought before. */
export class FilmUnits {
  constructor(private readonly parts: FilmUnitsParts) {}

  /** Takes up a revision. What older ones have begun goes on where this one needs it. */
  async approve(
    tx: EntityManager,
    film: FilmRef,
    { brief, limitMicros, causedBy }: { brief: ApprovedBrief; limitMicros: number; causedBy: string },
  ): Promise<void> {
    if (!(await this.parts.films.enter(tx, film))) return;
    const [, , , kept] = await together(
      saveBrief(tx, film, brief),
      openAllotment(tx, film.filmId, film.revision, limitMicros),
      supersedeUnits(tx, film),
      loadApprovedBrief(tx, film),
    );
    const { kind } = this.parts;
    const own = kept.units.filter((unit) => unit.kind === kind).map(({ n }) => n);
    await together(addUnits(tx, film, kind, own), this.goOnWith(tx, film, { brief: kept, causedBy }));
  }

  /** Begins whatever can be begun now. Before the storyboard is heard of, nothing can. The caller holds the film's lock. */
  async goOn(tx: EntityManager, film: FilmRef, causedBy: string | null): Promise<void> {
    const brief = await findApprovedBrief(tx, film);
    if (brief) await this.goOnWith(tx, film, { brief, causedBy });
  }

  private async goOnWith(
    tx: EntityManager,
    film: FilmRef,
    { brief, causedBy }: { brief: ApprovedBrief; causedBy: string | null },
  ): Promise<void> {
    if (await this.isClosed(tx, film, brief)) return this.parts.films.stopUnneeded(tx, film, []);
    let waiting: UnitRecipe[];
    let settled: number;
    do {
      ({ waiting, settled } = await this.goOnOnce(tx, film, { brief, causedBy }));
    } while (settled > 0);
    const awaited = waiting.map(({ recipe }) => recipe);
    await this.parts.films.stopUnneeded(tx, film, awaited);
  }

  /** To be called by the workload for what was bought, under the film's lock. */
  async stored(
    tx: EntityManager,
    attempt: Attempt,
    { artifact, facts }: { artifact: ArtifactRef; facts: ClipFacts | null },
  ): Promise<void> {
    const { unit, unitId, take, inputHash, id: attemptId, filmId: fromFilm } = attempt;
    const origin = 'bought' as const;
    const ready = { n: unit.n, unitId, take, inputHash, artifact, facts, attemptId, origin, fromFilm };
    await together(
      this.parts.statements.ready(tx, toRef(attempt), ready),
      this.goOn(tx, toRef(attempt), attempt.causedBy),
    );
  }

  async failed(tx: EntityManager, attempt: Attempt, error: ErrorFacts): Promise<void> {
    await this.parts.statements.failed(tx, toRef(attempt), attempt.unit.n, error);
    await this.goOn(tx, toRef(attempt), attempt.causedBy);
  }

  // One round: what it settles at once may make more possible. Tells what still waits, and how much was settled.
  private async goOnOnce(
    tx: EntityManager,
    film: FilmRef,
    { brief, causedBy }: { brief: ApprovedBrief; causedBy: string | null },
  ): Promise<{ waiting: UnitRecipe[]; settled: number }> {
    const [own, inputs] = await together(listUnits(tx, film, this.parts.kind), this.listInputs(tx, film));
    const rows = new Map(own.map((row) => [row.n, row]));
    const waiting = brief.units.filter(({ kind, n }) => kind === this.parts.kind && rows.get(n)?.status === 'waiting');
    const { takeUp, giveUp } = decideUnits(waiting, this.outcomesOf(own, inputs));
    for (const { unit, reason } of giveUp) await this.giveUp(tx, film, { unit, reason });
    let settled = giveUp.length;
    for (const ready of takeUp) if (await this.begin(tx, film, { ...ready, causedBy })) settled += 1;
    const begun = new Set([...takeUp, ...giveUp].map(({ unit }) => unit));
    return { waiting: waiting.filter((unit) => !begun.has(unit)), settled };
  }

  // True when the unit is ready at once: nothing had to be bought.
  private async begin(
    tx: EntityManager,
    film: FilmRef,
    { unit, inputHash, causedBy }: ReadyToBegin & { causedBy: string | null },
  ): Promise<boolean> {
    const { films } = this.parts;
    if (unit.pinned) {
      const { artifact, facts, attemptId, filmId: fromFilm } = unit.pinned;
      const take: Take = { unitId: unit.id, take: unit.take, inputHash: null, artifact, facts, attemptId, fromFilm };
      await this.reuse(tx, film, { unit, take, origin: unit.given ? 'given' : 'pinned' });
      return true;
    }
    if (inputHash === null) throw new Error(`${unit.id} has neither inputs nor an answer`);
    const [take, isMade] = await together(
      findTake(tx, film, inputHash),
      isUnderWay(tx, film, { kind: unit.kind, inputHash }),
    );
    if (take) await this.reuse(tx, film, { unit, take: { ...take, unitId: unit.id }, origin: 'reused' });
    if (take) return true;
    if (await films.adopt(tx, film, { unit, inputHash })) return false;
    // The very same for another scene: when that is there, this one has it at no cost; when it fails, this one is tried.
    if (isMade) return false;
    const { id: unitId, take: number, recipe } = unit;
    await films.takeUp(tx, { ...film, unit, causedBy, unitId, take: number, recipe, inputHash });
    return false;
  }

  private async reuse(
    tx: EntityManager,
    film: FilmRef,
    { unit, take, origin }: { unit: UnitRecipe; take: Take; origin: Origin },
  ): Promise<void> {
    const { artifact, facts, attemptId, inputHash, fromFilm } = take;
    const { n, id: unitId } = unit;
    const ready = { n, unitId, take: take.take, inputHash, artifact, facts, attemptId, origin, fromFilm };
    await together(
      keepTake(tx, film, take),
      recordReuse(tx, film, take),
      moveUnit(tx, { ...film, unit }, ['waiting', 'ready'], { artifact }),
      this.parts.statements.ready(tx, film, ready),
    );
  }

  private async giveUp(
    tx: EntityManager,
    film: FilmRef,
    { unit, reason: message }: { unit: UnitRecipe; reason: string },
  ): Promise<void> {
    const error: ErrorFacts = { code: 'DEPENDENCY_FAILED', message };
    await moveUnit(tx, { ...film, unit }, ['waiting', 'failed'], { error });
    await this.parts.statements.failed(tx, film, unit.n, error);
  }

  private async listInputs(tx: EntityManager, film: FilmRef): Promise<Input[]> {
    return this.parts.inputKind === null ? [] : [...(await listInputs(tx, film)).values()];
  }

  private outcomesOf(own: readonly UnitRow[], inputs: readonly Input[]): Map<string, UnitOutcome> {
    const toOutcomes = (rows: readonly Input[], kind: UnitKind) =>
      rows.map((row) => [unitKey({ kind, n: row.n }), toOutcome(row, kind)] as const);
    const { kind, inputKind } = this.parts;
    return new Map([...toOutcomes(own, kind), ...toOutcomes(inputs, inputKind ?? kind)]);
  }

  private async isClosed(tx: EntityManager, film: FilmRef, { spec, openGates }: ApprovedBrief): Promise<boolean> {
    const { gate } = this.parts;
    return gate !== null && (await isGateClosed(tx, film, { gate, spec, openGates }));
  }
}

// What failed only because of another names that one: the first in a chain is the reason for all behind it.
function toOutcome({ n, artifact, error }: Input, kind: UnitKind): UnitOutcome {
  if (artifact) return { kind: 'ready', sha256: artifact.sha256 };
  if (!error) return { kind: 'open' };
  const isOwn = error.code !== 'DEPENDENCY_FAILED';
  return { kind: 'failed', reason: isOwn ? `${kind} ${n} failed: ${error.message}` : error.message };
}

function toRef({ filmId, tenantId, revision }: Attempt): FilmRef {
  return { filmId, tenantId, revision };
}
