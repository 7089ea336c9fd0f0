import type { PlannedUnit } from '@shared/build-graph/plan-film';
import { listReferences } from '@shared/build-graph/scene-images';
import type { FilmImages, HeldReference } from '@shared/contracts/film-images';
import type { CreateFilm, Spec } from '@shared/contracts/order';
import type { Storyboard } from '@shared/contracts/storyboard';
import type { FilmShape } from '@shared/models/find-film-faults';

/** An order, as far as models have to be able to make it. */
export function toOrderShape(order: CreateFilm, sceneSeconds: number): FilmShape {
  const { aspectRatio, resolution, storyboard, onMissingReference } = order;
  const images = { references: order.references.map(toPendingReference), keyframes: [] };
  // Which scenes the planner will give an image to is not known yet; it is one at least.
  const count = storyboard ? countReferences(images, storyboard) : Math.min(1, images.references.length);
  return {
    aspectRatio,
    resolution,
    lengths: storyboard
      ? storyboard.scenes.map(({ seconds }, i) => ({ field: `storyboard.scenes[${i}].seconds`, seconds }))
      : [{ field: 'sceneSeconds', seconds: sceneSeconds }],
    references: onMissingReference === 'fail' ? { field: 'references', count } : null,
  };
}

/** What a revision will buy; what is there already needs no model. */
export function toRevisionShape(spec: Spec, storyboard: Storyboard, plan: readonly PlannedUnit[]): FilmShape {
  const { aspectRatio, resolution, images, onMissingReference } = spec;
  const isBought = ({ kind, n }: { kind: string; n: number }) =>
    plan.some(({ unit, answer }) => unit.kind === kind && unit.n === n && answer === null);
  return {
    aspectRatio,
    resolution,
    lengths: storyboard.scenes.flatMap(({ seconds }, i) =>
      isBought({ kind: 'clip', n: i + 1 }) ? [{ field: `scenes[${i}].seconds`, seconds }] : [],
    ),
    references:
      onMissingReference === 'fail' ? { field: 'references', count: countReferences(images, storyboard) } : null,
  };
}

function countReferences(images: FilmImages | undefined, { scenes, characters }: Storyboard): number {
  return Math.max(...scenes.map((scene) => listReferences(images, characters, scene).length));
}

function toPendingReference({ name, kind, image }: CreateFilm['references'][number]): HeldReference {
  return { name, kind, from: image, field: '', source: null, artifact: null, fault: null };
}
