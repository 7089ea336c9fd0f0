import { describe, expect, it } from '@jest/globals';
import { editImages } from '@shared/build-graph/edit-images';
import type { FilmImages, HeldImage } from '@shared/contracts/film-images';
import type { EditStoryboard } from '@shared/contracts/revisions';
import { aBuild } from '@shared/testing/a-build';
import { isSameFilm } from './is-same-film';

const MODELS = {
  text: null,
  image: 'an-image-model',
  video: 'a-video-model',
  fallbacks: { text: [], image: [], video: [] },
};
const [ADA, MOON] = ['https://images.example/ada.png', 'https://images.example/moon.png'];

function held(from: string, fault: string | null = null): Omit<HeldImage, 'name' | 'kind' | 'scene' | 'frame'> {
  const artifact = { key: `t/x/${from.length}`, sha256: 'a'.repeat(64), bytes: 5, mediaType: 'image/png' };
  return { from, field: '', source: null, artifact: fault === null ? artifact : null, fault };
}

const IMAGES: FilmImages = {
  references: [
    { name: 'Ada', kind: 'character', ...held(ADA) },
    { name: 'the moon', kind: 'place', ...held(MOON, 'it answers 404') },
  ],
  keyframes: [
    { scene: 's1', frame: 'start', ...held(ADA) },
    { scene: 's2', frame: 'end', ...held(ADA) },
  ],
};
const [ada, moon] = [
  { name: 'Ada', kind: 'character' as const, image: ADA },
  { name: 'the moon', kind: 'place' as const, image: MOON },
];

function isSameAfter(edit: Pick<EditStoryboard, 'references' | 'keyframes'>): boolean {
  const build = aBuild(['cut', 'continue']);
  const draftOf = (images: FilmImages | undefined) => ({
    build: { ...build, spec: { ...build.spec, images } },
    pins: {},
  });
  const images = editImages(IMAGES, edit, { uploads: new Map(), sceneIds: ['s1', 's2'] });
  return isSameFilm({ draft: draftOf(IMAGES), build: { models: MODELS } }, { draft: draftOf(images) });
}

describe('a film whose images are named again', () => {
  it.each<[string, boolean, Parameters<typeof isSameAfter>[0]]>([
    ['is the same with the keyframes that it has', true, { keyframes: [{ scene: 1, frame: 'start', image: ADA }] }],
    ['is another with another keyframe', false, { keyframes: [{ scene: 1, frame: 'start', image: MOON }] }],
    ['is another without one of them', false, { keyframes: [{ scene: 1, frame: 'start', image: null }] }],
    ['is another when one that could not be had is to be tried again', false, { references: [ada, moon] }],
    ['is another with one less', false, { references: [ada] }],
  ])('%s', (_, isSame, edit) => {
    expect(isSameAfter(edit)).toBe(isSame);
  });
});
