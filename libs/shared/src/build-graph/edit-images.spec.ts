import { describe, expect, it } from '@jest/globals';
import type { FilmImages } from '@shared/contracts/film-images';
import { buildImages, editImages } from './edit-images';

const UPLOAD = `ref_${'a'.repeat(32)}`;
const file = (name: string) => ({ key: name, sha256: name.padEnd(64, '0'), bytes: 1, mediaType: 'image/png' });
const names = { sceneIds: ['s1', 's2'], uploads: new Map([[UPLOAD, file('upload')]]) };
const url = (name: string) => `https://images.test/${name}.png`;

// As the planner has left them: each with a file that is the film's own.
const before: FilmImages = {
  references: [{ name: 'Ada', kind: 'character', ...had('a', 'references[0].image') }],
  keyframes: [
    { scene: 's1', frame: 'start', ...had('b', 'keyframes[0].image') },
    { scene: 's2', frame: 'end', ...had('c', 'keyframes[1].image') },
  ],
};

function had(name: string, field: string) {
  return { from: url(name), field, source: null, artifact: file(name), fault: null };
}

describe('buildImages', () => {
  it('takes an upload with its file, and an address as it is', () => {
    const references = [{ name: 'Ada', kind: 'character' as const, image: UPLOAD }];
    const keyframes = [{ scene: 2, frame: 'end' as const, image: url('d') }];
    expect(buildImages({ references, keyframes }, names)).toEqual({
      references: [
        {
          name: 'Ada',
          kind: 'character',
          from: UPLOAD,
          field: 'references[0].image',
          source: file('upload'),
          ...NOT_YET,
        },
      ],
      keyframes: [{ scene: 's2', frame: 'end', from: url('d'), field: 'keyframes[0].image', source: null, ...NOT_YET }],
    });
    expect(buildImages({ references: [], keyframes: [] }, names)).toBeUndefined();
  });
});

const NOT_YET = { artifact: null, fault: null };

describe('editImages', () => {
  it('keeps what it does not name', () => {
    expect(editImages(before, {}, names)).toEqual(before);
  });

  it('fetches nothing again that is named again, and lets go of references that are not', () => {
    const ada = { name: 'Ada', kind: 'character' as const, image: url('a') };
    const edited = editImages(
      before,
      {
        references: [
          { ...ada, name: 'Eva' },
          { ...ada, image: url('d') },
        ],
      },
      names,
    );
    expect(edited?.references.map(({ name, artifact }) => [name, artifact?.key])).toEqual([
      ['Eva', 'a'],
      ['Ada', undefined],
    ]);
    expect(editImages(before, { references: [] }, names)?.references).toEqual([]);
  });

  it('has a keyframe drawn again where its image is taken away, and leaves the others', () => {
    const keyframes = [{ scene: 1, frame: 'start' as const, image: null }];
    expect(editImages(before, { keyframes }, names)?.keyframes).toEqual(before.keyframes.slice(1));
    const none = [...keyframes, { scene: 's2', frame: 'end' as const, image: null }];
    expect(editImages(before, { references: [], keyframes: none }, names)).toBeUndefined();
  });

  it.each([
    ['keyframes[1].scene', { scene: 3, frame: 'end' as const, image: null }, 3],
    [
      'keyframes[1].image',
      { scene: 1, frame: 'end' as const, image: `ref_${'b'.repeat(32)}` },
      `ref_${'b'.repeat(32)}`,
    ],
  ])('names %s when that is not there', (field, frame, value) => {
    const keyframes = [{ scene: 2, frame: 'start' as const, image: null }, frame];
    expect(() => editImages(before, { keyframes }, names)).toThrow(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        details: { errors: [expect.objectContaining({ field, value })] },
      }),
    );
  });

  it('names a keyframe that is given twice, by number and by id', () => {
    const keyframes = [
      { scene: 2, frame: 'start' as const, image: url('d') },
      { scene: 's2', frame: 'end' as const, image: null },
      { scene: 's2', frame: 'start' as const, image: null },
    ];
    const rule = 'must not name the keyframe of keyframes[0] again';
    const details = { errors: [{ field: 'keyframes[2]', rule, value: keyframes[2] }] };
    expect(() => editImages(before, { keyframes }, names)).toThrow(expect.objectContaining({ details }));
  });
});
