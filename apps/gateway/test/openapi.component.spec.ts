import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { type GatewayBundle, prepareGateways } from './start-gateway';

const started: { bundle: GatewayBundle; url: string }[] = [];

function setup() {
  const [bundle] = started;
  if (bundle === undefined) throw new Error('the gateway did not start');
  return bundle;
}

beforeAll(async () => {
  const bundle = await prepareGateways();
  started.push({ bundle, url: (await bundle.startGateway()).url });
});
afterAll(() => setup().bundle.stop(), 30_000);

async function loadDocument(): Promise<OpenAPIObject> {
  return (await (await fetch(`${setup().url}/openapi.json`)).json()) as OpenAPIObject;
}

const ROUTES = [
  'post /v1/films createFilm',
  'get /v1/films listFilms',
  'get /v1/films/{filmId} getFilm',
  'delete /v1/films/{filmId} deleteFilm',
  'post /v1/films/{filmId}/cancel cancelFilm',
  'get /v1/films/{filmId}/costs getFilmCosts',
  'get /v1/films/{filmId}/events getFilmEvents',
  'get /v1/films/{filmId}/video getFilmVideo',
  'get /v1/films/{filmId}/poster getFilmPoster',
  'get /v1/films/{filmId}/scenes/{n}/clip getSceneClip',
  'get /v1/films/{filmId}/scenes/{n}/start getSceneStart',
  'get /v1/films/{filmId}/scenes/{n}/end getSceneEnd',
];

describe('/openapi.json', () => {
  it('is OpenAPI 3.1 and has every route, each with a name of its own', async () => {
    const { openapi, paths, info } = await loadDocument();
    expect(openapi).toMatch(/^3\.1\./);
    expect(info.version).toMatch(/^\d+\.\d+\.\d+$/);
    const routes = Object.entries(paths).flatMap(([path, item]) =>
      (['get', 'post', 'delete'] as const).flatMap((method) => {
        const operation = item[method];
        return operation ? [`${method} ${path} ${operation.operationId}`] : [];
      }),
    );
    expect(routes).toEqual(expect.arrayContaining(ROUTES));
  });

  it('declares each parameter that a path has, and leads nowhere with its references', async () => {
    const document = await loadDocument();
    for (const [path, item] of Object.entries(document.paths)) {
      const wanted = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
      const operations = [item.get, item.post, item.delete].filter((operation) => operation !== undefined);
      for (const { parameters = [] } of operations) {
        const declared = parameters.flatMap((parameter) =>
          'in' in parameter && parameter.in === 'path' ? [parameter.name] : [],
        );
        expect(declared.sort()).toEqual(wanted.sort());
      }
    }
    const refs = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    expect(refs.length).toBeGreaterThan(20);
    for (const name of refs) expect(document.components?.schemas).toHaveProperty(name ?? '');
  });

  it('describes what an order takes and gives', async () => {
    const { post } = (await loadDocument()).paths['/v1/films'] ?? {};
    expect(post?.requestBody).toMatchObject({
      content: { 'application/json': { schema: { $ref: '#/components/schemas/CreateFilm' } } },
    });
    expect(post?.responses).toMatchObject({
      202: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Film' } } } },
      422: { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    });
    expect(post?.responses).not.toHaveProperty('201');
  });

  it('is readable at /docs without anything from outside', async () => {
    const { url } = setup();
    const page = await (await fetch(`${url}/docs`)).text();
    const assets = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '');
    expect(assets.length).toBeGreaterThan(0);
    for (const asset of assets) {
      expect(asset).not.toMatch(/^(https?:)?\/\//);
      expect((await fetch(new URL(asset, `${url}/docs`))).status).toBe(200);
    }
  });
});
