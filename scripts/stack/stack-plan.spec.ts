import { describe, expect, it } from '@jest/globals';
import { SERVICES } from '@shared/contracts/events';
import { buildEnvironment } from './process-environment.ts';
import { toAddresses } from './stack-file.ts';
import { buildPlan, STACK_SERVICES, type StackPlan, type StackProcess } from './stack-plan.ts';

const SERVERS = {
  postgres: { url: 'postgres://u:p@127.0.0.1:1/postgres' },
  kafka: { brokers: ['127.0.0.1:2', '127.0.0.1:3'] },
  minio: { endpoint: 'http://127.0.0.1:4', accessKey: 'a', secretKey: 's' },
};

async function aPlan({ simulated = true, settings = {} }: { simulated?: boolean; settings?: Record<string, string> }) {
  let port = 1000;
  const place = { dir: '/state/stack', database: 'films', bucket: 'bucket', kafkaPrefix: 'mine.' };
  const wish = { place, replicas: { gateway: 2 }, timeScale: 0.1, settings, simulated };
  return buildPlan(wish, () => Promise.resolve(port++));
}

function processOf(plan: StackPlan, name: string): StackProcess {
  const process = plan.processes.find((other) => other.name === name);
  if (process === undefined) throw new Error(`no ${name}`);
  return process;
}

describe('the plan of a stack', () => {
  it('knows the services of the event catalogue', () => {
    expect([...STACK_SERVICES]).toEqual([...SERVICES]);
  });

  it('has a process and a port for every replica', async () => {
    const { processes } = await aPlan({});
    expect(processes.map(({ name, replica, port }) => `${name} ${replica} ${port}`)).toEqual([
      'simulator 1 1000',
      'gateway 1 1001',
      'gateway 2 1002',
      'planner 1 1003',
      'keyframer 1 1004',
      'clipper 1 1005',
      'stitcher 1 1006',
    ]);
  });

  it('leads every service to its own database, bucket, topics and simulator', async () => {
    const plan = await aPlan({});
    expect(buildEnvironment(plan, processOf(plan, 'clipper'), SERVERS)).toMatchObject({
      DATABASE_URL: 'postgres://u:p@127.0.0.1:1/films',
      KAFKA_BROKERS: '127.0.0.1:2,127.0.0.1:3',
      KAFKA_PREFIX: 'mine.',
      S3_BUCKET: 'bucket',
      PORT: '1005',
      TIME_SCALE: '0.1',
      GEMINI_API_KEY: 'simulator',
      GEMINI_BASE_URL: 'http://127.0.0.1:1000',
      GEMINI_RECALL_URL: 'http://127.0.0.1:1000/simulator/recent',
    });
  });

  it('runs the simulator at the speed of the stack, unless it has one of its own', async () => {
    const plan = await aPlan({});
    expect(buildEnvironment(plan, processOf(plan, 'simulator'), SERVERS)).toMatchObject({
      SIMULATOR_TIME_SCALE: '0.1',
      SIMULATOR_DATA: '/state/stack/simulator',
    });
    const other = await aPlan({ settings: { SIMULATOR_TIME_SCALE: '0' } });
    const environment = buildEnvironment(other, processOf(other, 'simulator'), SERVERS);
    expect(environment['SIMULATOR_TIME_SCALE']).toBe('0');
  });

  it('lets the simulator call the first gateway back, unless the user says otherwise', async () => {
    const plan = await aPlan({});
    const environment = buildEnvironment(plan, processOf(plan, 'clipper'), SERVERS, 'a secret');
    expect(environment).toMatchObject({ WEBHOOK_URL: 'http://127.0.0.1:1001', WEBHOOK_SECRET: 'a secret' });
    const other = await aPlan({ settings: { WEBHOOK_URL: 'https://films.example' } });
    const own = buildEnvironment(other, processOf(other, 'clipper'), SERVERS, 'a secret');
    expect(own['WEBHOOK_URL']).toBe('https://films.example');
    expect(own).not.toHaveProperty('WEBHOOK_SECRET');
  });

  it('leaves the provider alone when the user has one', async () => {
    const plan = await aPlan({ simulated: false });
    const environment = buildEnvironment(plan, processOf(plan, 'clipper'), SERVERS, 'a secret');
    expect(environment).not.toHaveProperty('GEMINI_API_KEY');
    expect(environment).not.toHaveProperty('WEBHOOK_URL');
    expect(toAddresses(plan, SERVERS).simulator).toBeNull();
  });

  it('is described by addresses', async () => {
    const addresses = toAddresses(await aPlan({}), SERVERS);
    expect(addresses.gateway).toEqual(['http://127.0.0.1:1001', 'http://127.0.0.1:1002']);
    expect(addresses.services).toContainEqual({
      name: 'gateway',
      replica: 2,
      pid: 0,
      url: 'http://127.0.0.1:1002',
      log: '/state/stack/logs/gateway-2.log',
    });
    expect(addresses.postgres.url).toBe('postgres://u:p@127.0.0.1:1/films');
  });
});
