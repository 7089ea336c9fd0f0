import { describe, expect, it } from '@jest/globals';
import { createFilmSchema, toSpec } from '@shared/contracts/order';
import { EVENTS } from '@shared/contracts/events';
import { chooseModels } from '@shared/contracts/models';
import { hashOf } from '@shared/contracts/canonical-json';
import { DEFAULT_MODELS } from '@shared/generation/engine/models-env';
import { KNOWN_MODELS } from '@shared/vendors/known-models';
import { storyboardInputsOf } from './storyboard-inputs';
import { buildStoryboardPrompt } from './build-storyboard-prompt';
import { PlannerModels } from './planner-models';
import { buildModelSchema } from './storyboard-json-schema';

const today = chooseModels(undefined, DEFAULT_MODELS);
const models = new PlannerModels(today, KNOWN_MODELS);

function inputsOf(video: string[] | undefined, sceneSeconds = 6) {
  const spec = toSpec(createFilmSchema.parse({ prompt: 'A fox', scenes: 2, sceneSeconds }));
  const chosen = chooseModels({ video }, DEFAULT_MODELS);
  const order = { revision: 1, spec, prompt: 'A fox', storyboard: null, models: chosen };
  return storyboardInputsOf(EVENTS['film.revised'].schema.parse(order), models);
}

describe('the planner', () => {
  it('is told the lengths that the video model takes', () => {
    const inputs = inputsOf(['veo-3.1-generate-001']);
    expect(buildStoryboardPrompt(inputs)).toContain(
      'Exactly 2 scenes of exactly 6 seconds. The video model makes scenes of 4, 6 or 8 seconds, and of no other length.',
    );
  });

  it('is told of lengths that all models take which may have to make the film', () => {
    expect(inputsOf(['gemini-omni-1.2-flash', 'google/veo-3.1-fast']).lengths).toEqual([4, 6, 8]);
  });

  it('never writes a scene that cannot be bought', () => {
    const inputs = inputsOf(['veo-3.1-generate-001'], 5);
    expect(inputs.sceneSeconds).toBe(4);
    expect(JSON.stringify(buildModelSchema(inputs))).toContain('"seconds":{"type":"integer","minimum":4,"maximum":4}');
  });

  // Storyboards that are there are found by this hash: another one would buy them a second time.
  it('knows a storyboard for the usual model by the hash that it always had', () => {
    const inputs = inputsOf(undefined);
    expect(inputs.lengths).toBeUndefined();
    expect(buildStoryboardPrompt(inputs)).not.toContain('video model makes scenes');
    expect(hashOf(inputs)).toBe(hashOf({ ...inputs, lengths: undefined }));
    expect(Object.keys(JSON.parse(JSON.stringify(inputs)) as object)).not.toContain('lengths');
  });
});
