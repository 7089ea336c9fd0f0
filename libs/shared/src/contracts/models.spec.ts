import { describe, expect, it } from '@jest/globals';
import { EVENTS } from './events';
import { chooseModels, type ModelLists, modelsSchema, toModelLists } from './models';
import { createFilmSchema } from './order';

const DEFAULTS: ModelLists = { text: ['writer'], image: ['painter'], video: ['camera', 'spare'] };

describe('the models of an order', () => {
  it('are those of the settings where it names none', () => {
    expect(chooseModels({ image: ['pen', 'brush'] }, DEFAULTS)).toEqual({
      text: 'writer',
      image: 'pen',
      video: 'camera',
      fallbacks: { text: [], image: ['brush'], video: ['spare'] },
    });
  });

  it('can be listed again in their order', () => {
    expect(toModelLists(chooseModels(undefined, DEFAULTS))).toEqual(DEFAULTS);
  });

  it.each([
    ['no name', []],
    ['six names', ['a', 'b', 'c', 'd', 'e', 'f']],
    ['one name twice', ['a', 'a']],
    ['a blank name', [' ']],
  ])('cannot be %s', (_, video) => {
    expect(createFilmSchema.safeParse({ prompt: 'x', models: { video } }).success).toBe(false);
  });
});

describe('models as they were kept before there were fallbacks', () => {
  it('are read with none', () => {
    const fallbacks = { text: [], image: [], video: [] };
    expect(modelsSchema.parse({ image: 'pen', video: 'camera' })).toEqual({
      text: null,
      image: 'pen',
      video: 'camera',
      fallbacks,
    });
    expect(EVENTS['film.revised'].schema.shape.models.parse(undefined)).toBeNull();
  });
});
