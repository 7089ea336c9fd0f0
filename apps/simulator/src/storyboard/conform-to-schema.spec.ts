import { describe, expect, it } from '@jest/globals';
import { conformToSchema } from './conform-to-schema';

describe('conformToSchema', () => {
  it.each([
    ['keeps a value that fits', { type: 'string' }, 'yes', 'yes'],
    ['keeps one of the choices', { enum: ['a', 'b'] }, 'b', 'b'],
    ['takes the first choice else', { enum: ['a', 'b'] }, 'c', 'a'],
    ['obeys a constant', { const: 7 }, 1, 7],
    ['lifts a number to its minimum', { type: 'integer', minimum: 3 }, 1, 3],
    ['stays below an exclusive maximum', { type: 'integer', exclusiveMaximum: 5 }, 9, 4],
    ['fills an array to its least', { type: 'array', items: { type: 'string' }, minItems: 3 }, ['x'], ['x', 'x', 'x']],
    ['cuts an array at its most', { type: 'array', items: { type: 'integer' }, maxItems: 2 }, [1, 2, 3], [1, 2]],
    ['follows references', { $ref: '#/$defs/n', $defs: { n: { type: 'integer', minimum: 2 } } }, 0, 2],
    ['takes what is not null', { anyOf: [{ type: 'null' }, { type: 'boolean' }] }, null, true],
    [
      'reads the OpenAPI dialect',
      { type: 'OBJECT', properties: { a: { type: 'STRING' } } },
      { a: 'x', b: 1 },
      { a: 'x' },
    ],
    [
      'names what is missing',
      { type: 'object', properties: { petName: { type: 'string' } } },
      {},
      { petName: 'Some pet name' },
    ],
  ])('%s', (_, schema, candidate, expected) => {
    expect(conformToSchema(schema, candidate)).toEqual(expected);
  });

  it('comes to an end in a schema that contains itself', () => {
    const schema = { type: 'object', properties: { children: { type: 'array', items: { $ref: '#' } } } };
    expect(conformToSchema(schema, {})).toHaveProperty('children');
  });
});
