import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '@shared/config/parse-config';
import { clipperConfigSchema } from '../../apps/clipper/src/config';
import { gatewayConfigSchema } from '../../apps/gateway/src/config';
import { keyframerConfigSchema } from '../../apps/keyframer/src/config';
import { plannerConfigSchema } from '../../apps/planner/src/config';
import { stitcherConfigSchema } from '../../apps/stitcher/src/config';
import { toKafkaAddress, toMinioAddress } from '../../scripts/servers/compose-addresses.ts';
import { parse } from 'yaml';
import type { z } from 'zod';
import { substitute } from './compose-variables';
import { readText } from './read-checkout';

const SCHEMAS: Record<string, z.ZodType<object>> = {
  gateway: gatewayConfigSchema,
  planner: plannerConfigSchema,
  keyframer: keyframerConfigSchema,
  clipper: clipperConfigSchema,
  stitcher: stitcherConfigSchema,
};

interface ComposeService {
  image: string;
  environment: Record<string, string>;
  ports?: { target: number; published: string }[];
  depends_on?: Record<string, { condition: string }>;
  deploy?: { replicas: number };
  healthcheck?: unknown;
  read_only?: boolean;
}

function setup(variables: Record<string, string> = {}): { services: Record<string, ComposeService> } {
  const text = substitute(readText('docker-compose.yml'), variables);
  return parse(text, { merge: true }) as { services: Record<string, ComposeService> };
}

function environmentOf(service: ComposeService | undefined): Record<string, string> {
  return service?.environment ?? {};
}

describe('docker-compose.yml', () => {
  it.each(Object.entries(SCHEMAS))('gives %s settings that it accepts', (name, schema) => {
    const { services } = setup();
    expect(() => parseConfig(schema, environmentOf(services[name]))).not.toThrow();
    expect(environmentOf(services[`${name}-migrate`])).toEqual(environmentOf(services[name]));
  });

  it.each(Object.keys(SCHEMAS))('starts %s after its migrations, read-only and watched', (name) => {
    const { services } = setup();
    expect(services[name]).toMatchObject({ read_only: true, healthcheck: expect.anything() });
    expect(services[name]?.depends_on?.[`${name}-migrate`]?.condition).toBe('service_completed_successfully');
  });

  it.each(['planner', 'keyframer', 'clipper', 'stitcher'])('runs two replicas of %s', (name) => {
    expect(setup().services[name]?.deploy?.replicas).toBe(2);
  });

  it('leads to the simulator while no key is set', () => {
    const environment = environmentOf(setup().services['clipper']);
    expect(environment['GEMINI_BASE_URL']).toBe('http://simulator:8080');
  });

  it("takes a user's own provider, and refuses a key without an address", () => {
    const own = { GEMINI_API_KEY: 'k', GEMINI_BASE_URL: 'https://gemini.example.com' };
    expect(environmentOf(setup(own).services['clipper'])).toMatchObject(own);
    const keyOnly = environmentOf(setup({ GEMINI_API_KEY: 'k' }).services['clipper']);
    expect(() => parseConfig(clipperConfigSchema, keyOnly)).toThrow('GEMINI_BASE_URL');
  });

  it('publishes Kafka and MinIO where servers:up looks for them', () => {
    const config = setup();
    expect(toKafkaAddress(config)).toEqual({ brokers: ['127.0.0.1:19092'] });
    expect(toMinioAddress(config)).toEqual({
      endpoint: 'http://127.0.0.1:9000',
      accessKey: 'reelwright',
      secretKey: 'reelwright-secret',
    });
    expect(toKafkaAddress(setup({ KAFKA_PORT: '5555' }))).toEqual({ brokers: ['127.0.0.1:5555'] });
  });

  it('pins every image that is not built here', () => {
    const images = Object.values(setup().services).map(({ image }) => image);
    for (const image of images) expect(image).toMatch(/:[\w.-]*\d[\w.-]*$/);
  });
});
