import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { problemSchema } from '@shared/contracts/film';
import type { ProviderKey } from '@shared/contracts/provider-keys';
import { LocalBus } from '@shared/messaging/local-bus';
import { type RecordedLine, recordingLogger } from '@shared/testing/silent-logger';
import { waitFor } from '@shared/testing/wait-for';
import { DEFAULT_SETTINGS } from '../src/gateway-service';
import { KeySettings } from '../src/provider-keys/key-settings';
import { prepareKeyStage } from './key-stage';
import { type Gateway, type GatewayBundle, prepareGateways } from './start-gateway';

const PLANTED = 'planted-4711-key-that-nobody-may-see';
const OLD = randomBytes(32).toString('base64');
const NEW = randomBytes(32).toString('base64');

interface Setup {
  vendor: Server;
  bus: LocalBus;
  bundle: GatewayBundle;
  gateway: Gateway;
  stage: Awaited<ReturnType<typeof prepareKeyStage>>;
  /** What the gateway has logged. */
  lines: RecordedLine[];
}
const started: Setup[] = [];

function setup(): Setup {
  const [all] = started;
  if (!all) throw new Error('nothing was started');
  return all;
}

beforeAll(async () => {
  // Like many, it repeats the key that it complains of.
  const vendor = createServer(({ headers: { authorization = '' } }, response) => {
    const isGood = authorization.includes('4711');
    response.statusCode = isGood ? 200 : 401;
    response.end(JSON.stringify({ detail: `you sent ${authorization}` }));
  });
  await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
  const replicate = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}/v1`;
  const addresses = { ...DEFAULT_SETTINGS.keys.addresses, replicate };
  const bus = new LocalBus(['gateway', 'clipper']);
  await bus.start();
  const stage = await prepareKeyStage(bus);
  const log = recordingLogger();
  const keys = new KeySettings({ MASTER_KEY: OLD }, addresses, () => []);
  const bundle = await prepareGateways({ ...DEFAULT_SETTINGS, keys }, { bus, logger: log.logger });
  started.push({ vendor, bus, bundle, stage, lines: log.lines, gateway: await bundle.startGateway() });
});
afterAll(async () => {
  const { vendor, bus, bundle, stage } = setup();
  await bundle.stop();
  await stage.stop();
  await bus.stop();
  vendor.close();
}, 30_000);

async function put(path: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${setup().gateway.url}/v1/provider-keys/${path}`, {
    method: 'PUT',
    headers,
    body: JSON.stringify(body),
  });
}

async function list(): Promise<ProviderKey[]> {
  const response = await fetch(`${setup().gateway.url}/v1/provider-keys`);
  return ((await response.json()) as { data: ProviderKey[] }).data;
}

/** Every row of every table of a service, as text. */
async function dump(dataSource: DataSource, schema: string): Promise<string> {
  const tables = await dataSource.query<{ name: string }[]>(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = $1',
    [schema],
  );
  const rows = await Promise.all(
    tables.map(({ name }) =>
      dataSource.query<unknown[]>(`SELECT to_jsonb(t)::text AS row FROM "${schema}"."${name}" t`),
    ),
  );
  return JSON.stringify(rows);
}

const formsOf = (secret: string): string[] => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('base64url'),
  Buffer.from(secret).toString('hex'),
];

describe('a key of a vendor', () => {
  it('is refused where no header could take it, and is not repeated', async () => {
    const answer = await put('replicate/broken', { secret: `${PLANTED}\nand more` });
    expect(answer.status).toBe(422);
    const text = await answer.text();
    expect(text).toContain('must be one line of plain characters');
    expect(text).not.toContain(PLANTED);
  });

  it('is stored after a free test call, shown masked, and reaches a stage encrypted', async () => {
    const { bundle, stage, lines } = setup();
    const clipper = await stage.start(OLD);
    const answer = await put('replicate/second', { secret: PLANTED });
    expect(answer.status).toBe(200);
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({
      ...{
        object: 'provider-key',
        vendor: 'replicate',
        reference: 'second',
        source: 'stored',
        masked: '…-see',
      },
      test: { outcome: 'accepted', message: 'replicate answered 200' },
    });
    await waitFor(() => Promise.resolve(clipper.listNow('replicate').length === 1));
    expect(await clipper.secretsOf('replicate')).toEqual([{ ref: 'second', secret: PLANTED }]);
    const found = [
      ...[text, JSON.stringify(await list()), JSON.stringify([stage.lines, lines])],
      await dump(bundle.database.dataSource, 'gateway'),
      await dump(stage.database.dataSource, 'clipper'),
    ];
    for (const form of formsOf(PLANTED)) for (const place of found) expect(place).not.toContain(form);
  });

  it.each([
    ['that the vendor refuses', { secret: 'a-wrong-key-0815' }, 'must be a key that works: replicate answered 401'],
    ['that is too long', { secret: 'a-wrong-key-0815'.repeat(1200) }, 'must be at most 16384 characters long'],
  ])('%s is not stored, and not repeated', async (_, body, rule) => {
    const answer = await put('replicate/third', body);
    const text = await answer.text();
    expect(answer.status).toBe(422);
    expect(text).not.toContain('wrong-key');
    const [error] = problemSchema.parse(JSON.parse(text)).errors ?? [];
    expect(error).toMatchObject({ field: 'secret', value: '(not shown)' });
    expect(error?.rule).toContain(rule);
    expect((await list()).map(({ reference }) => reference)).not.toContain('third');
  });

  it('is not repeated where it comes under a wrong name', async () => {
    const answer = await put('replicate/third', { apiKey: PLANTED });
    expect(answer.status).toBe(422);
    expect(await answer.text()).not.toContain(PLANTED);
  });

  it.each([
    ['nobody/first', 'vendor'],
    ['fal/a%20b', 'reference'],
  ])('cannot be called %s', async (path, field) => {
    const answer = await put(path, { secret: 'x' });
    expect(answer.status).toBe(422);
    expect(problemSchema.parse(await answer.json()).errors?.[0]?.field).toBe(field);
  });

  it('that is removed is gone at the stages as well', async () => {
    const { gateway, stage } = setup();
    await put('fal/gone', { secret: 'id:4711' });
    const clipper = await stage.start(OLD);
    await waitFor(async () => (await clipper.secretsOf('fal')).length === 1);
    const remove = () => fetch(`${gateway.url}/v1/provider-keys/fal/gone`, { method: 'DELETE' });
    expect((await remove()).status).toBe(204);
    await waitFor(() => Promise.resolve(clipper.listNow('fal').length === 0));
    expect((await remove()).status).toBe(404);
  });
});

describe('a stage whose master key changes', () => {
  it('encrypts its keys anew under the first, and does without the old one from then on', async () => {
    const { stage } = setup();
    await put('fal/rotated', { secret: 'id:4711' });
    const first = await stage.start(OLD);
    await waitFor(async () => (await first.secretsOf('fal')).some(({ ref }) => ref === 'rotated'));
    await stage.start(`${NEW},${OLD}`);
    const alone = await stage.start(NEW);
    expect(alone.listNow('fal')).toContainEqual({ ref: 'rotated', secret: 'id:4711' });
  });

  it('does not start with a wrong one, and says which is missing', async () => {
    const { stage } = setup();
    const wrong = randomBytes(32).toString('base64');
    await expect(stage.start(wrong)).rejects.toThrow(
      /MASTER_KEY: the stored key \S+ is encrypted under the master key [0-9a-f]{8}, and MASTER_KEY holds [0-9a-f]{8}/,
    );
  });
});
