import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Answer, UnitRecipe } from '@shared/contracts/build-order';
import type { Transition } from '@shared/contracts/storyboard';
import { aBuild } from '@shared/testing/a-build';
import { answerTo, finishFilm } from '@shared/testing/finished-film';
import { decideUnits, unitKey, type UnitOutcome } from './decide-units';
import { describeFilm } from './describe-film';
import { editStoryboard } from './edit-storyboard';
import { type Draft, regenerateUnits, selectTake } from './revise-units';
import { withSceneIds } from './scene-ids';
import { toRecipes } from './to-recipes';

/** What a user, or a provider, does next. Numbers choose among what there is. */
type Act =
  | { act: 'edit'; scene: number; what: 'framePrompt' | 'motion' | 'remove' | 'move' | 'add' | 'look' }
  | { act: 'regenerate' | 'select'; unit: number; scope: 'only' | 'downstream' }
  | { act: 'retry' | 'fork' | 'cancel' }
  | { act: 'outcome'; attempt: number; ok: boolean };

const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    act: fc.constant('edit' as const),
    scene: fc.nat(9),
    what: fc.constantFrom(
      'framePrompt' as const,
      'motion' as const,
      'remove' as const,
      'move' as const,
      'add' as const,
      'look' as const,
    ),
  }),
  fc.record({
    act: fc.constantFrom('regenerate' as const, 'select' as const),
    unit: fc.nat(40),
    scope: fc.constantFrom('only' as const, 'downstream' as const),
  }),
  fc.record({ act: fc.constantFrom('retry' as const, 'fork' as const, 'cancel' as const) }),
  { weight: 6, arbitrary: fc.record({ act: fc.constant('outcome' as const), attempt: fc.nat(9), ok: fc.boolean() }) },
);

const lives = fc.record({
  transitions: fc.array(fc.constantFrom<Transition>('cut', 'continue'), { minLength: 1, maxLength: 4 }),
  acts: fc.array(acts, { maxLength: 40 }),
});

/** A stage in a few lines: units of the newest revision, attempts by input hash, whatever revision they were begun for. */
class Life {
  private draft: Draft;
  private revision = 1;
  private readonly outcomes = new Map<string, UnitOutcome>();
  private readonly shown = new Map<string, Answer>();
  private readonly open = new Set<string>();
  private readonly store = new Map<string, Answer>();
  readonly purchases = new Map<string, number>();

  constructor(transitions: Transition[]) {
    this.draft = { build: aBuild(transitions), pins: {} };
    this.goOn();
  }

  take(act: Act): void {
    if (act.act === 'outcome') this.settle([...this.open][act.attempt % Math.max(1, this.open.size)], act.ok);
    else if (act.act === 'cancel') this.open.clear();
    else this.revise(act);
  }

  /** Every provider delivers, and what failed is tried again until it is there. */
  finish(): { draft: Draft; shown: ReadonlyMap<string, Answer> } {
    this.revise({ act: 'retry' });
    while (this.open.size > 0) this.settle([...this.open][0], true);
    return { draft: this.draft, shown: this.shown };
  }

  private revise(act: Exclude<Act, { act: 'outcome' }>): void {
    this.revision += 1;
    this.draft = this.next(act);
    this.outcomes.clear();
    this.shown.clear();
    this.goOn();
  }

  private next(act: Exclude<Act, { act: 'outcome' }>): Draft {
    const units = describeFilm(this.draft.build);
    if (act.act === 'edit') return this.edit(act);
    if (act.act !== 'regenerate' && act.act !== 'select') return this.draft;
    const id = units[act.unit % units.length]?.id ?? '';
    const { scope } = act;
    const answers = new Map(this.shown);
    if (act.act === 'regenerate') return regenerateUnits(this.draft, { ids: [id], scope, answers, note: null });
    const [answer] = this.store.values();
    return answer ? selectTake(this.draft, { id, answer, scope, answers }) : this.draft;
  }

  private edit({ scene: place, what }: Extract<Act, { act: 'edit' }>): Draft {
    const { build, pins } = this.draft;
    const storyboard = withSceneIds(build.storyboard);
    const scene = (place % storyboard.scenes.length) + 1;
    const word = `${what} in revision ${this.revision}`;
    const [first] = aBuild(['cut']).storyboard.scenes;
    const changes = {
      framePrompt: [{ op: 'edit' as const, scene, set: { endFramePrompt: word } }],
      motion: [{ op: 'edit' as const, scene, set: { motionPrompt: word } }],
      remove: storyboard.scenes.length > 1 ? [{ op: 'remove' as const, scene }] : [],
      move: [{ op: 'move' as const, scene, after: null }],
      add: first ? [{ op: 'add' as const, after: scene, scene: first }] : [],
      look: [],
    }[what];
    const styleGuide = what === 'look' ? { look: word } : {};
    return {
      build: { ...build, storyboard: editStoryboard(storyboard, { changes, styleGuide }, this.revision) },
      pins,
    };
  }

  private get recipes(): UnitRecipe[] {
    return toRecipes(describeFilm(this.draft.build), this.draft.pins);
  }

  private goOn(): void {
    for (let isDone = false; !isDone;) {
      const waiting = this.recipes.filter((unit) => !this.outcomes.has(unitKey(unit)));
      const { takeUp, giveUp } = decideUnits(waiting, this.outcomes);
      for (const { unit, reason } of giveUp) this.outcomes.set(unitKey(unit), { kind: 'failed', reason });
      const ready = takeUp.filter((next) => this.begin(next));
      isDone = ready.length + giveUp.length === 0;
    }
  }

  // True when nothing has to be bought.
  private begin({ unit, inputHash }: { unit: UnitRecipe; inputHash: string | null }): boolean {
    const answer = unit.pinned ?? (inputHash === null ? undefined : this.store.get(inputHash));
    if (answer) {
      this.outcomes.set(unitKey(unit), { kind: 'ready', sha256: answer.artifact.sha256 });
      this.shown.set(unit.id, answer);
      return true;
    }
    if (inputHash !== null) this.open.add(inputHash);
    return false;
  }

  private settle(inputHash: string | undefined, ok: boolean): void {
    if (inputHash === undefined) return;
    this.open.delete(inputHash);
    const { takeUp } = decideUnits(
      this.recipes.filter((unit) => !this.outcomes.has(unitKey(unit))),
      this.outcomes,
    );
    if (ok) {
      this.purchases.set(inputHash, (this.purchases.get(inputHash) ?? 0) + 1);
      this.store.set(inputHash, answerTo(inputHash));
    }
    const wanted = takeUp.filter((next) => next.inputHash === inputHash);
    if (!ok) for (const { unit } of wanted) this.outcomes.set(unitKey(unit), { kind: 'failed', reason: 'no luck' });
    this.goOn();
  }
}

describe('any life of a film', () => {
  it('ends with the artifacts of a fresh build of its last revision, each bought once', () => {
    fc.assert(
      fc.property(lives, ({ transitions, acts: sequence }) => {
        const life = new Life(transitions);
        for (const act of sequence) life.take(act);
        const { draft, shown } = life.finish();
        const fresh = finishFilm(draft.build, draft.pins);
        const hashes = (answers: ReadonlyMap<string, Answer>) =>
          Object.fromEntries([...answers].map(([id, { artifact }]) => [id, artifact.sha256]));
        expect(hashes(shown)).toEqual(hashes(fresh.answers));
        expect([...life.purchases.values()].filter((times) => times > 1)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
