import { describe, expect, it } from '@jest/globals';
import { buildApiSchemas } from './api-schemas';
import { AllowedMethods } from './allowed-methods';

describe('buildApiSchemas', () => {
  const schemas = buildApiSchemas();

  it('refers only to schemas that it has', () => {
    const refs = [...JSON.stringify(schemas).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    expect(refs.filter((name) => name === undefined || !(name in schemas))).toEqual([]);
  });

  it('refuses unknown fields of an order, and none of an answer', () => {
    expect(schemas.CreateFilm?.additionalProperties).toBe(false);
    expect(schemas.Film).not.toHaveProperty('additionalProperties');
  });

  it('asks of an order only what has no default', () => {
    expect(schemas.CreateFilm?.required ?? []).toEqual([]);
    expect(schemas.CreateFilm?.properties?.scenes).toMatchObject({ type: 'integer', maximum: 60, default: 6 });
  });
});

describe('AllowedMethods', () => {
  it('knows the methods of an address with parameters', () => {
    const allowed = new AllowedMethods();
    allowed.learn({
      openapi: '3.1.0',
      info: { title: '', version: '' },
      paths: { '/v1/films/{id}': { get: { responses: {} } } },
    });
    expect(allowed.of('/v1/films/film_1')).toEqual(['HEAD', 'GET']);
    expect(allowed.of('/v1/films/film_1/x')).toEqual([]);
  });
});
