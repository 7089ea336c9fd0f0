import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readSceneMark } from '../picture/caption-text';
import { writeText } from './write-text';

const text = z.string().min(1);
const storyboardSchema = z.object({
  title: text,
  styleGuide: z.object({ look: text, camera: text, lighting: text, palette: text, sound: text }),
  characters: z.array(z.object({ name: text, face: text, clothing: text, identityTag: text })).min(1),
  scenes: z.array(
    z.object({
      description: text,
      keyDetails: z.array(text).min(3).max(6),
      startFramePrompt: text,
      endFramePrompt: text,
      motionPrompt: text,
      seconds: z.int().min(3).max(10),
      transition: z.enum(['continue', 'cut']),
    }),
  ),
});

function writeStory(scenes: number, overrides: object = {}, story = 'A keeper in a red coat finds a bottle') {
  const order = { prompt: story, scenes, sceneSeconds: 4, style: 'cinematic' };
  const prompt = `Write a storyboard.\nORDER: ${JSON.stringify(order)}\nAnswer in JSON.`;
  const schema = z.toJSONSchema(storyboardSchema);
  const brief = { kind: 'text', prompt, schema, maxOutputTokens: null, ...overrides } as const;
  return writeText(brief, null);
}

describe('writeText', () => {
  it.each([1, 3, 4, 6, 60])('writes a valid storyboard of exactly %i scenes', (scenes) => {
    const story = storyboardSchema.parse(JSON.parse(writeStory(scenes).text));
    expect(story.scenes).toHaveLength(scenes);
    expect(readSceneMark(story.scenes.at(-1)?.endFramePrompt ?? '')?.position).toBe(scenes);
    expect(story.characters[0]?.identityTag).toMatch(/^\[[A-Z ]+: scarlet coat\]$/);
  });

  it.each([
    [3, ['cut', 'continue', 'continue']],
    [4, ['cut', 'continue', 'cut', 'continue']],
    [6, ['cut', 'continue', 'continue', 'cut', 'continue', 'continue']],
  ])('tells %i scenes in chains', (scenes, transitions) => {
    const story = storyboardSchema.parse(JSON.parse(writeStory(scenes).text));
    expect(story.scenes.map(({ transition }) => transition)).toEqual(transitions);
  });

  it('tells all scenes in one chain when the prompt asks for one take', () => {
    const story = storyboardSchema.parse(JSON.parse(writeStory(4, {}, 'A keeper walks home, in one take').text));
    expect(story.scenes.map(({ transition }) => transition)).toEqual(['cut', 'continue', 'continue', 'continue']);
  });

  it('gives the same answer to the same request', () => {
    expect(writeStory(4)).toEqual(writeStory(4));
  });

  it('ends in the middle when it runs out of tokens', () => {
    expect(writeStory(4, { maxOutputTokens: 10 })).toMatchObject({
      isCut: true,
      text: expect.stringMatching(/^.{40}$/s),
    });
  });

  it.each([
    ['invalid-json', false],
    ['max-tokens', true],
  ] as const)('spoils its JSON by %s', (spoiling, isCut) => {
    const brief = {
      kind: 'text',
      prompt: 'x',
      schema: { type: 'object', properties: { a: {} } },
      maxOutputTokens: null,
    } as const;
    const written = writeText(brief, spoiling);
    expect(written.isCut).toBe(isCut);
    expect(() => void JSON.parse(written.text)).toThrow(SyntaxError);
  });
});
