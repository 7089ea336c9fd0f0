import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { DirectoryStore } from '@shared/artifacts/directory-store';
import type { ModelKind } from '@shared/contracts/models';
import type { Pools } from '@shared/generation/pools/pool';
import { silentLogger } from '@shared/testing/silent-logger';
import type { Credential } from './credential';
import { VENDORS } from './model-capabilities';
import { type KeySource, ModelRegistry } from './model-registry';
import { modelRule } from './model-rule';
import { vendorEnv } from './vendor-env';

const LIMITS = { maxInFlight: 20, maxPerMinute: 40, submitGapMs: 0, completionTimes: { medianMs: 1, sigma: 1 } };

function registryOf<K extends ModelKind>(
  kind: K,
  settings: Record<string, string>,
  keys: KeySource = NO_KEYS,
): ModelRegistry<K> {
  const store = new DirectoryStore('unused');
  const env = z.object(vendorEnv).parse(settings);
  return new ModelRegistry({ kind, env, store, keys, logger: silentLogger(), limits: LIMITS });
}

const NO_KEYS: KeySource = { listNow: () => [], onChange: () => undefined };

const names = (registry: Pools, model: string) => registry.of(model).map(({ name }) => name);

describe('the registry', () => {
  it('has a pool for each model and credential of the vendors that have any', () => {
    const registry = registryOf('video', { GEMINI_API_KEY: 'a', FAL_KEYS: 'one:id:secret,two:id:other' });
    expect(names(registry, 'gemini-omni-1.2-flash')).toEqual(['gemini/gemini-omni-1.2-flash/default']);
    const kling = 'fal-ai/kling-video/v3/standard/image-to-video';
    expect(names(registry, kling)).toEqual([`fal/${kling}/one`, `fal/${kling}/two`]);
    expect(registry.findWhyNot(kling)).toBeNull();
    expect(registry.all().map(({ vendor }) => vendor)).not.toContain('vertex');
  });

  it('says why a model cannot be asked', () => {
    const registry = registryOf('video', {});
    expect(registry.of('sora-2')).toEqual([]);
    expect(registry.findWhyNot('sora-2')).toBe(
      'openai-videos has no credentials here: OPENAI_VIDEOS_API_KEY is not set, and none is stored',
    );
    expect(registry.findWhyNot('veo-9')).toBe('there is no video model veo-9');
    expect(() => registry.describe('veo-9')).toThrow('there is no video model veo-9');
  });

  it('takes keys that were stored, instead of those of the settings under the same name, as they come and go', () => {
    let stored: Credential[] = [];
    const listeners: (() => void)[] = [];
    const keys: KeySource = {
      listNow: (vendor) => (vendor === 'fal' ? stored : []),
      onChange: (listener) => listeners.push(listener),
    };
    const registry = registryOf('video', { FAL_KEY: 'of:settings' }, keys);
    const kling = 'fal-ai/kling-video/v3/standard/image-to-video';
    const [before] = registry.of(kling);
    stored = [
      { ref: 'default', secret: 'stored:1' },
      { ref: 'second', secret: 'stored:2' },
    ];
    listeners.forEach((listener) => {
      listener();
    });
    expect(names(registry, kling)).toEqual([`fal/${kling}/default`, `fal/${kling}/second`]);
    expect(registry.of(kling)[0]?.provider).not.toBe(before?.provider);
  });

  it('leaves a credential out that cannot be read', () => {
    const keys: KeySource = {
      ...NO_KEYS,
      listNow: (vendor) => (vendor === 'vertex' ? [{ ref: 'x', secret: '{}' }] : []),
    };
    expect(registryOf('video', {}, keys).all()).toEqual([]);
  });

  it('keeps to the smaller limit of the vendor and the settings', () => {
    const account = { client_email: 'a@b', private_key: 'k', project_id: 'p' };
    const registry = registryOf('video', { VERTEX_CREDENTIALS: JSON.stringify(account) });
    expect(registry.of('veo-3.1-lite-generate-001')).toMatchObject([{ maxInFlight: 10, maxPerMinute: 10 }]);
    expect(registry.of('veo-3.1-generate-001')).toMatchObject([{ maxInFlight: 10, maxPerMinute: 40 }]);
  });

  it('knows models of one’s own by their settings', () => {
    const env = { OPENAI_COMPATIBLE_BASE_URL: 'http://localhost:1/v1', OPENAI_COMPATIBLE_TEXT_MODEL: 'mine' };
    expect(names(registryOf('text', env), 'mine')).toEqual(['openai-compatible/mine/default']);
  });

  it.each(['text', 'image', 'video'] as const)('has an adapter for each vendor of %s', (kind) => {
    expect(() => registryOf(kind, {})).not.toThrow();
    expect(VENDORS).toEqual(expect.arrayContaining(registryOf(kind, {}).models.map(({ vendor }) => vendor)));
  });
});

describe('the models in the settings of a stage', () => {
  const schema = z
    .object({
      ...vendorEnv,
      TEXT_MODEL: z.array(z.string()),
      VIDEO_MODEL: z.array(z.string()),
    })
    .superRefine(modelRule('video'));
  const issuesOf = (env: object) =>
    schema
      .safeParse({ TEXT_MODEL: ['gemini-3.8-flash'], ...env })
      .error?.issues.map(({ path, message }) => `${path.join()} ${message}`);

  it('are known, and can be asked where the stage asks them', () => {
    expect(issuesOf({ VIDEO_MODEL: ['gemini-omni-1.2-flash', 'sora-2'], GEMINI_API_KEY: 'k' })).toEqual([
      'OPENAI_VIDEOS_API_KEY must be set, because VIDEO_MODEL names sora-2',
    ]);
    expect(issuesOf({ VIDEO_MODEL: ['veo-9'] })?.[0]).toMatch(/^VIDEO_MODEL must be of .*, and veo-9 is not$/);
    expect(issuesOf({ VIDEO_MODEL: ['gemini-omni-1.2-flash'], GEMINI_API_KEYS: 'one:k' })).toBeUndefined();
  });

  it.each(['nocolon', 'a:1,a:2', 'a:', 'b d:1'])('take no keys like %s', (GEMINI_API_KEYS) => {
    expect(issuesOf({ VIDEO_MODEL: [], GEMINI_API_KEYS })?.[0]).toContain('GEMINI_API_KEYS must be names and secrets');
  });
});
