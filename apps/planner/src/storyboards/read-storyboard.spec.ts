import { describe, expect, it } from '@jest/globals';
import { createFilmSchema, toSpec } from '@shared/contracts/order';
import type { Scene, Storyboard } from '@shared/contracts/storyboard';
import { AppError } from '@shared/errors/app-error';
import { readStoryboard } from './read-storyboard';
import { buildModelSchema, buildOrderedSchema } from './storyboard-json-schema';

const spec = toSpec(createFilmSchema.parse({ prompt: 'x', scenes: 2, sceneSeconds: 4 }));

function aScene(changes: Partial<Scene> = {}): Scene {
  return {
    description: 'A fox crosses the ice.',
    keyDetails: ['fox', 'ice', 'dawn'],
    startFramePrompt: 'A fox at the edge of a frozen lake',
    endFramePrompt: 'The fox in the middle of the lake',
    motionPrompt: 'The fox walks, the camera follows',
    seconds: 4,
    transition: 'continue',
    ...changes,
  };
}

function aStoryboard(scenes: Scene[]): Storyboard {
  const styleGuide = { look: 'a', camera: 'b', lighting: 'c', palette: 'd', sound: 'e' };
  return { title: 'The crossing', styleGuide, characters: [], scenes };
}

function problemsOf(text: string): string[] {
  try {
    readStoryboard(text, buildOrderedSchema(spec));
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'STORYBOARD_INVALID' });
    return (error as AppError).details.problems as string[];
  }
}

describe('readStoryboard', () => {
  it('takes what fits the order', () => {
    expect(problemsOf(JSON.stringify(aStoryboard([aScene(), aScene()])))).toEqual([]);
  });

  it.each([
    ['cut short', '{"title":"The cro', 'cut off after 17 characters'],
    ['one scene too few', JSON.stringify(aStoryboard([aScene()])), 'scenes: '],
    ['scenes of another length', JSON.stringify(aStoryboard([aScene(), aScene({ seconds: 5 })])), 'scenes.1.seconds: '],
    [
      'too few details',
      JSON.stringify(aStoryboard([aScene({ keyDetails: ['a'] }), aScene()])),
      'scenes.0.keyDetails: ',
    ],
    [
      'a blank prompt',
      JSON.stringify(aStoryboard([aScene({ motionPrompt: '  ' }), aScene()])),
      'scenes.0.motionPrompt: ',
    ],
  ])('names what is wrong with one that is %s', (_, text, problem) => {
    expect(problemsOf(text).join()).toContain(problem);
  });

  it('tells the model of the exact number of scenes, and of no rule that it would ignore', () => {
    const schema = JSON.stringify(buildModelSchema(spec));
    expect(schema).toContain('"minItems":2,"maxItems":2');
    expect(schema).not.toMatch(/maxLength|pattern/);
  });
});
