import { describe, expect, it } from '@jest/globals';
import type { SceneChange } from '@shared/contracts/revisions';
import type { Scene } from '@shared/contracts/storyboard';
import type { AppError } from '@shared/errors/app-error';
import { aStoryboardOf } from '@shared/testing/a-build';
import { editStoryboard } from './edit-storyboard';
import { withSceneIds } from './scene-ids';

const storyboard = withSceneIds(aStoryboardOf(['cut', 'continue', 'cut']));
const [newScene] = aStoryboardOf(['cut']).scenes as [Scene];
const idsAfter = (...changes: SceneChange[]) => editStoryboard(storyboard, { changes }, 2).scenes.map(({ id }) => id);

describe('editStoryboard', () => {
  it.each<[string, SceneChange[], string[]]>([
    ['nothing', [], ['s1', 's2', 's3']],
    ['a move to the front', [{ op: 'move', scene: 3, after: null }], ['s3', 's1', 's2']],
    ['a move by id', [{ op: 'move', scene: 's1', after: 's3' }], ['s2', 's3', 's1']],
    ['a move behind itself', [{ op: 'move', scene: 2, after: 2 }], ['s1', 's2', 's3']],
    ['a removal', [{ op: 'remove', scene: 2 }], ['s1', 's3']],
    ['a new first scene', [{ op: 'add', after: null, scene: newScene }], ['r2-1', 's1', 's2', 's3']],
    [
      'two new scenes',
      [
        { op: 'add', after: 1, scene: newScene },
        { op: 'add', after: 1, scene: newScene },
      ],
      ['s1', 'r2-2', 'r2-1', 's2', 's3'],
    ],
    [
      'numbers as they were before',
      [
        { op: 'remove', scene: 1 },
        { op: 'remove', scene: 2 },
      ],
      ['s3'],
    ],
  ])('makes of %s the right order', (_, changes, ids) => {
    expect(idsAfter(...changes)).toEqual(ids);
  });

  it('changes what is named and nothing else', () => {
    const edited = editStoryboard(
      storyboard,
      { title: 'Night', styleGuide: { look: 'ink' }, changes: [{ op: 'edit', scene: 2, set: { seconds: 7 } }] },
      2,
    );
    expect(edited).toEqual({
      ...storyboard,
      title: 'Night',
      styleGuide: { ...storyboard.styleGuide, look: 'ink' },
      scenes: storyboard.scenes.map((scene) => (scene.id === 's2' ? { ...scene, seconds: 7 } : scene)),
    });
  });

  it.each<[string, SceneChange[], string[]]>([
    ['a scene that is not there', [{ op: 'remove', scene: 9 }], ['changes[0].scene']],
    [
      'a scene that was removed',
      [
        { op: 'remove', scene: 1 },
        { op: 'edit', scene: 's1', set: {} },
      ],
      ['changes[1].scene'],
    ],
    [
      'a place that is not there',
      [
        { op: 'move', scene: 1, after: 'x' },
        { op: 'add', after: 7, scene: newScene },
      ],
      ['changes[0].after', 'changes[1].after'],
    ],
    ['nothing left', [1, 2, 3].map((scene) => ({ op: 'remove', scene })), ['changes']],
  ])('refuses %s, by field', (_, changes, fields) => {
    const refused = (): unknown => {
      try {
        return idsAfter(...changes);
      } catch (error) {
        return (error as AppError).details['errors'];
      }
    };
    expect(refused()).toMatchObject(fields.map((field) => ({ field })));
  });
});
