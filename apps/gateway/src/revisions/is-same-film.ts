import type { Draft } from '@shared/build-graph/revise-units';
import { canonicalJson } from '@shared/contracts/canonical-json';
import type { FilmImages, HeldImage } from '@shared/contracts/film-images';
import type { Models } from '@shared/contracts/models';
import type { FilmNow } from './film-draft';
import type { NextRevision } from './next-revision';

/** Whether a film would become what it is. An image that could not be had and is named again is to be tried again: that is a change. */
export function isSameFilm({ draft, build: { models } }: Now, next: NextRevision): boolean {
  return next.draft !== null && describe(draft, models) === describe(next.draft, next.models ?? models);
}

interface Now {
  draft: Draft;
  build: Pick<FilmNow['build'], 'models'>;
}

function describe({ build: { storyboard, takes, notes, spec }, pins }: Draft, models: Models | null): string {
  return canonicalJson({ storyboard, takes, notes, pins, models, images: toWanted(spec.images) });
}

// Where an image stood in its request says nothing about the film, nor in which order keyframes were named.
function toWanted({ references, keyframes }: FilmImages = { references: [], keyframes: [] }) {
  return {
    references: references.map(({ name, kind, ...image }) => ({ name, kind, ...toShown(image) })),
    keyframes: Object.fromEntries(keyframes.map(({ scene, frame, ...image }) => [`${scene}/${frame}`, toShown(image)])),
  };
}

function toShown({ from, artifact, fault }: Pick<HeldImage, 'from' | 'artifact' | 'fault'>) {
  return { from, sha256: artifact?.sha256, fault };
}
