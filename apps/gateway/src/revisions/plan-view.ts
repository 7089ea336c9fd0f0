import { explainCauses } from '@shared/build-graph/explain-causes';
import type { PlannedUnit } from '@shared/build-graph/plan-film';
import { unitIds } from '@shared/build-graph/unit-ids';
import { type Micros, toMicros, toUsd } from '@shared/contracts/money';
import type { Plan } from '@shared/contracts/revisions';
import { sumCapturedMicros, sumHeldMicros } from '../films/film-costs';
import type { FilmRecord } from '../films/film-record';
import { closedGates } from './lay-out-revision';

interface PlannedRevision {
  /** null for a fork that is not made yet. */
  filmId: string | null;
  dryRun: boolean;
  /** False: the film is that already. Default true. */
  isChanged?: boolean;
  /** The film as it will be. */
  record: FilmRecord;
  /** null: the storyboard is written anew, and nobody knows yet what it will need. */
  plan: readonly PlannedUnit[] | null;
  /** Of a film that is not ordered yet: what the writing of its storyboard costs, and then the units are a guess; null where it has one. */
  storyboardMicros?: Micros | null;
}

export function toPlanView(planned: PlannedRevision): Plan {
  const { filmId, dryRun, isChanged: changed = true, record, plan, storyboardMicros = null } = planned;
  const { film, attempts } = record;
  const writing = plan === null || storyboardMicros !== null ? [toStoryboardView(record, storyboardMicros ?? 0)] : [];
  const units = [...writing, ...(plan?.map(toUnitView) ?? [])];
  const count = (state: string): number => units.filter((unit) => unit.state === state).length;
  return {
    object: 'plan',
    filmId,
    revision: film.revision,
    dryRun,
    changed,
    totals: {
      ...{ fresh: count('fresh'), stale: count('stale'), missing: count('missing') },
      price: toUsd(plan ? sumPrices(plan) + (storyboardMicros ?? 0) : (film.estimateMicros ?? 0)),
      spent: toUsd(sumCapturedMicros(attempts) + sumHeldMicros(attempts)),
      limit: toUsd(toMicros(film.order.budgetUsd)),
    },
    units,
    assumes: storyboardMicros === null ? null : ASSUMED,
    gates: closedGates(record),
    links: { film: filmId === null ? null : `/v1/films/${filmId}` },
  };
}

export function sumPrices(plan: readonly PlannedUnit[], kind?: 'keyframe' | 'clip'): Micros {
  return plan
    .filter(({ unit }) => kind === undefined || unit.kind === kind)
    .reduce((sum, { priceMicros }) => sum + priceMicros, 0);
}

function toUnitView({ unit, state, causes, answer, isPinned, priceMicros }: PlannedUnit): Plan['units'][number] {
  const { kind, n, id, inputs } = unit;
  return {
    ...{ kind, n, id, scene: id.split('/')[1] ?? null, take: inputs.take, state, pinned: isPinned },
    why: state === 'fresh' ? null : state === 'stale' ? explainCauses(causes) : 'not made yet',
    causes,
    price: toUsd(priceMicros),
    sha256: answer?.artifact.sha256 ?? null,
  };
}

const ASSUMED = 'a storyboard of one chain, each scene as long as ordered; each cut in it is one keyframe more';

function toStoryboardView({ film: { build } }: FilmRecord, priceMicros: Micros): Plan['units'][number] {
  const id = unitIds.storyboard;
  const note = build?.notes[id] ?? null;
  return {
    ...{ kind: 'storyboard' as const, n: 0, id, scene: null, take: build?.takes[id] ?? 1, pinned: false },
    state: note === null ? 'missing' : 'stale',
    why: note === null ? null : `it was rejected: ${note}`,
    causes: note === null ? [] : [{ input: 'note', unit: null, was: null, is: note }],
    price: toUsd(priceMicros),
    sha256: null,
  };
}
