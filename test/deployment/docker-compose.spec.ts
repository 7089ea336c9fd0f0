import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '@shared/config/parse-config';
import { GOOGLE_BASE_URL } from '@shared/gemini/gemini-env';
import { entryOf } from '@shared/vendors/known-vendors';
import { VENDORS } from '@shared/vendors/model-capabilities';
import { settingOf } from '@shared/vendors/vendor-env';
import { clipperConfigSchema } from '../../apps/clipper/src/config';
import { gatewayConfigSchema, toGatewaySettings } from '../../apps/gateway/src/config';
import { keyframerConfigSchema } from '../../apps/keyframer/src/config';
import { plannerConfigSchema } from '../../apps/planner/src/config';
import { stitcherConfigSchema } from '../../apps/stitcher/src/config';
import { listKeySettings } from '../../scripts/stack/stack-options.ts';
import { toKafkaAddress, toMinioAddress } from '../../scripts/servers/compose-addresses.ts';
import { parse } from 'yaml';
import type { z } from 'zod';
import { substitute } from './compose-variables';
import { isThere, readText } from './read-checkout';

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
  env_file?: { path: string; required?: boolean }[];
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

/** As Compose puts it together on a machine without a file .env. */
function environmentOf(service: ComposeService | undefined, variables: Record<string, string> = {}) {
  const files = (service?.env_file ?? []).filter(({ path }) => path !== '.env' && isThere(path));
  const lines = files.flatMap(({ path }) => substitute(readText(path), variables).split('\n'));
  const settings = lines.flatMap((line) => /^([A-Z_]+)=(.*)$/.exec(line)?.slice(1, 3) ?? []);
  const fromFiles: Record<string, string> = {};
  for (let i = 0; i < settings.length; i += 2) fromFiles[settings[i] ?? ''] = settings[i + 1] ?? '';
  return { ...fromFiles, ...service?.environment };
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

  it.each([
    ['the simulator while nothing is set', {}, 'http://simulator:8080', 'http://simulator:8080/simulator/recent'],
    ['Google with a key', { GEMINI_API_KEY: 'k' }, GOOGLE_BASE_URL, undefined],
    ['a server of the user', { GEMINI_BASE_URL: 'http://a.test' }, 'http://a.test', 'http://a.test/simulator/recent'],
    ['both', { GEMINI_API_KEY: 'k', GEMINI_BASE_URL: 'http://a.test' }, 'http://a.test', undefined],
  ])('leads to %s', (_, variables: Record<string, string>, baseUrl, recallUrl) => {
    const environment = environmentOf(setup(variables).services['clipper'], variables);
    const config = parseConfig(clipperConfigSchema, environment);
    expect(config.GEMINI_API_KEY).toBe(variables['GEMINI_API_KEY'] ?? 'simulator');
    expect(config.GEMINI_BASE_URL).toBe(baseUrl);
    expect(config.GEMINI_RECALL_URL).toBe(recallUrl);
  });

  const keySettings = listKeySettings(readText('docker-compose.yml'));

  it('knows the keys of all vendors, of which each lets nothing be simulated', () => {
    const names = VENDORS.flatMap((vendor) => [settingOf(vendor), entryOf(vendor).settings.keys]);
    // Without its address it is not there.
    expect(new Set([...keySettings, 'OPENAI_COMPATIBLE_API_KEYS'])).toEqual(new Set([...names, 'MASTER_KEY']));
  });

  it.each(keySettings)('simulates nothing where %s is set, and has no key of the simulator', (name) => {
    const variables = { [name]: 'x:y' };
    const { GEMINI_API_KEY, GEMINI_BASE_URL, GEMINI_RECALL_URL, WEBHOOK_URL } = environmentOf(
      setup(variables).services['clipper'],
      variables,
    );
    expect([GEMINI_BASE_URL, GEMINI_RECALL_URL, WEBHOOK_URL]).toEqual(['', '', '']);
    expect(GEMINI_API_KEY).toBe(name === 'GEMINI_API_KEY' ? 'x:y' : '');
  });

  it('does not start a stage that would have no key, and says which it needs', () => {
    const variables = { FAL_KEY: 'id:planted', VIDEO_MODEL: 'fal-ai/kling-video/v3/standard/image-to-video' };
    const start = (name: string) => () =>
      parseConfig(SCHEMAS[name] ?? clipperConfigSchema, {
        ...environmentOf(setup(variables).services[name], variables),
        VIDEO_MODEL: variables.VIDEO_MODEL,
      });
    expect(start('clipper')).not.toThrow();
    expect(start('planner')).toThrow('GEMINI_API_KEY: must be set, because TEXT_MODEL names gemini-3.8-flash');
    expect(start('keyframer')).toThrow('GEMINI_API_KEY: must be set, because IMAGE_MODEL names gemini-nano-banana-2.1');
  });

  it.each([
    ['the simulator', {}, 'http://gateway:8080'],
    ['nobody, when Google has no address', { GEMINI_API_KEY: 'k' }, undefined],
    [
      'Google',
      { GEMINI_API_KEY: 'k', WEBHOOK_URL: 'https://a.test', WEBHOOK_SECRET: 's'.repeat(24) },
      'https://a.test',
    ],
  ])('has gateway and stages called back by %s', (_, variables: Record<string, string>, url) => {
    const { services } = setup(variables);
    const [gateway, clipper] = [
      environmentOf(services['gateway'], variables),
      environmentOf(services['clipper'], variables),
    ];
    expect(toGatewaySettings(parseConfig(gatewayConfigSchema, gateway)).webhooks === null).toBe(url === undefined);
    expect(parseConfig(clipperConfigSchema, clipper).WEBHOOK_URL).toBe(url);
    expect(clipper['WEBHOOK_SECRET']).toBe(gateway['WEBHOOK_SECRET']);
  });

  it.each([
    ['the first alone, while nothing else is set', {}, ['gemini']],
    ['all that have a key', { FAL_KEY: 'id:x', REPLICATE_API_TOKENS: 'second:x' }, ['gemini', 'replicate', 'fal']],
  ])('has the gateway take orders for %s, and shows it no key', (_, variables: Record<string, string>, vendors) => {
    const environment = environmentOf(setup(variables).services['gateway'], variables);
    const { models } = toGatewaySettings(parseConfig(gatewayConfigSchema, environment));
    expect(models.vendors).toEqual(vendors);
    for (const key of Object.keys(variables)) expect(environment[key]).toBe('');
  });

  it.each(VENDORS)('hands the keys of %s to the stages that buy, and to nobody else', (vendor) => {
    const { key, keys } = entryOf(vendor).settings;
    const variables = { [key]: 'a', [keys]: 'b:c' };
    const { services } = setup(variables);
    const shown = (name: string) => [key, keys].map((setting) => environmentOf(services[name], variables)[setting]);
    for (const name of ['planner', 'keyframer', 'clipper']) expect(shown(name)).toEqual(['a', 'b:c']);
    // What stands in .env reaches every service that does not say otherwise.
    for (const name of ['gateway', 'stitcher']) expect(shown(name)).toEqual(['', '']);
  });

  it.each(VENDORS)('has the gateway take orders for %s where it has a key or an address of its own', (vendor) => {
    const variables = { [settingOf(vendor)]: 'x' };
    expect(setup(variables).services['gateway']?.environment['STAGE_VENDORS']?.split(/[\s,]+/)).toContain(vendor);
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
