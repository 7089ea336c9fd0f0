import { describe, expect, it } from '@jest/globals';
import type { ErrorFacts } from '@shared/errors/app-error';
import { chooseModel, type PassedOver } from './choose-model';

const down: ErrorFacts = { code: 'PROVIDER_UNAVAILABLE', message: 'connection refused' };
const gone: ErrorFacts = { code: 'MODEL_RETIRED', message: 'no longer available' };

function choose(models: Record<string, ErrorFacts | null>, left: string[] = [], wereOut: string[] = []) {
  const candidates = Object.entries(models).map(([model, outage]) => ({ provider: 'vendor', model, outage }));
  const before: PassedOver[] = [
    ...left.map((model) => ({ provider: 'vendor', model, reason: gone })),
    ...wereOut.map((model) => ({ provider: 'vendor', model, reason: down, isForNow: true as const })),
  ];
  const choice = chooseModel(candidates, before);
  return choice && [choice.candidate.model, choice.passedOver.map(({ model }) => model), choice.fallbacks];
}

describe('chooseModel', () => {
  it.each<[string, Parameters<typeof choose>, ReturnType<typeof choose>]>([
    ['takes the first', [{ a: null, b: null, c: null }], ['a', [], ['b', 'c']]],
    ['passes over what is out, and keeps it for later', [{ a: down, b: null, c: null }], ['b', ['a'], ['a', 'c']]],
    ['leaves what is gone for good', [{ a: gone, b: null, c: null }], ['b', ['a'], ['c']]],
    ['does not go back to what the unit has left', [{ a: null, b: null }, ['a']], ['b', ['a'], []]],
    ['goes back to what was out after all others', [{ a: null, b: null }, [], ['a']], ['b', ['a'], ['a']]],
    ['goes back to what was out where nothing else is left', [{ a: null, b: null }, ['b'], ['a']], ['a', ['b'], []]],
    ['waits for what was out where nothing else is left', [{ a: down, b: null }, ['b'], ['a']], ['a', ['b'], []]],
    ['waits at the first where all are out', [{ a: down, b: down }], ['a', [], ['b']]],
    ['waits at the first that is left where all are out', [{ a: null, b: down, c: down }, ['a']], ['b', ['a'], ['c']]],
    ['has nothing where all were left', [{ a: null }, ['a']], null],
  ])('%s', (_, args, expected) => {
    expect(choose(...args)).toEqual(expected);
  });
});
