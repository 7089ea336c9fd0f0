import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildEvent, type EventInput, type FilmEvent, type ServiceName } from '@shared/contracts/events';
import { INSTALLATION_TENANT, POOLS_SUBJECT } from '@shared/contracts/installation';
import { type ModelView, modelListSchema } from '@shared/contracts/model-list';
import { type Gateway, type GatewayBundle, prepareGateways } from './start-gateway';

const FAL = 'fal-ai/kling-video/v3/standard/image-to-video';
const KLING_O3 = 'fal-ai/kling-video/o3/standard/image-to-video';
const VEO = 'veo-3.1-generate-001';
const VEO_FAST = 'veo-3.1-fast-generate-001';

type Said = EventInput<'pool.changed'>;

const started: { bundle: GatewayBundle; replicas: Gateway[] }[] = [];

function setup() {
  const [bundle] = started;
  if (bundle === undefined) throw new Error('the gateways did not start');
  return bundle;
}

beforeAll(async () => {
  const bundle = await prepareGateways();
  started.push({ bundle, replicas: [await bundle.startGateway(), await bundle.startGateway()] });
});
afterAll(() => setup().bundle.stop());

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

function anOutage(untilHours: number, code: 'PROVIDER_UNAVAILABLE' | 'PROVIDER_QUOTA_EXHAUSTED' | 'MODEL_RETIRED') {
  return { since: inHours(-1), until: inHours(untilHours), reason: { code, message: `no: ${code}` } };
}

function change(said: Partial<Said>, source: ServiceName = 'clipper'): FilmEvent<'pool.changed'> {
  const data = { vendor: 'fal', model: FAL, credential: 'first', version: 1, outage: null, ...said };
  return buildEvent(
    { name: 'pool.changed', source, tenantId: INSTALLATION_TENANT, filmId: POOLS_SUBJECT, data },
    new Date(),
  );
}

async function modelOf(replica: Gateway, name: string): Promise<ModelView> {
  const { data } = modelListSchema.parse(await (await fetch(`${replica.url}/v1/models`)).json());
  const model = data.find((one) => one.model === name);
  if (model === undefined) throw new Error(`${name} is not listed`);
  return model;
}

async function hear(...facts: FilmEvent[]): Promise<void> {
  const [first] = setup().replicas;
  await first?.hear(...facts);
}

describe('the health of a model', () => {
  it('is what its stage said last, in whatever order and however often that is heard, by every replica', async () => {
    const down = anOutage(1, 'PROVIDER_UNAVAILABLE');
    const history = (credential: string) => [
      change({ credential, version: 1, outage: anOutage(-0.5, 'PROVIDER_UNAVAILABLE') }),
      change({ credential, version: 2 }),
      change({ credential, version: 3, outage: down }),
    ];
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ];
    const { replicas } = setup();
    for (const [i, order] of orders.entries()) {
      const facts = history(`key-${i}`);
      for (const [at, n] of [...order, ...order].entries()) await replicas[at % 2]?.hear(...facts.slice(n, n + 1));
    }
    const { reason, ...times } = down;
    for (const replica of replicas) {
      const { health, outages } = await modelOf(replica, FAL);
      expect(health).toBe('failing');
      expect(outages).toEqual(orders.map((_, i) => ({ credential: `key-${i}`, state: 'shut', ...times, reason })));
    }
  });

  it('is as before when every stage gets answers again', async () => {
    await hear(change({ model: KLING_O3, outage: anOutage(1, 'MODEL_RETIRED') }));
    expect(await healthOf(KLING_O3)).toEqual(['failing', 'shut']);
    await hear(change({ model: KLING_O3, version: 2 }));
    expect(await healthOf(KLING_O3)).toEqual(['configured']);
  });

  it.each<[string, number, Parameters<typeof anOutage>[1], string[]]>([
    ['is tried by whoever is next when its time is over', -0.1, 'PROVIDER_UNAVAILABLE', ['failing', 'on-trial']],
    ['is not known any more after a day in which nobody has asked', -25, 'MODEL_RETIRED', ['configured']],
    ['is shut as long as there is no quota', 1, 'PROVIDER_QUOTA_EXHAUSTED', ['failing', 'shut']],
    ['is well when a quota is back', -0.1, 'PROVIDER_QUOTA_EXHAUSTED', ['configured']],
  ])('%s', async (credential, untilHours, code, health) => {
    const of = { vendor: 'vertex', model: VEO, credential: credential.replaceAll(' ', '-') };
    await hear(change({ ...of, outage: anOutage(untilHours, code) }));
    expect(await healthOf(VEO)).toEqual(health);
    await hear(change({ ...of, version: 2 }));
  });

  it('is that of the stage which asks for its kind', async () => {
    await hear(change({ vendor: 'vertex', model: VEO_FAST, outage: anOutage(1, 'MODEL_RETIRED') }, 'planner'));
    expect(await healthOf(VEO_FAST)).toEqual(['configured']);
  });

  it('is asked for at the start, so that a gateway whose database is new hears of it', async () => {
    const { bundle } = setup();
    const [asked] = await bundle.database.dataSource.query<[{ count: number }]>(
      `SELECT count(*)::int FROM outbox WHERE film_id = $1 AND name = 'film.resync-requested'`,
      [POOLS_SUBJECT],
    );
    expect(asked.count).toBe(setup().replicas.length);
  });
});

/** Its health, and the state of each outage of it. */
async function healthOf(name: string): Promise<string[]> {
  const [replica] = setup().replicas;
  if (replica === undefined) throw new Error('no gateway runs');
  const { health, outages } = await modelOf(replica, name);
  return [health, ...outages.map(({ state }) => state)];
}
