import { describe, expect, it } from '@jest/globals';
import { VENDORS } from '@shared/vendors/model-capabilities';
import { settingOf, VENDOR_SETTINGS } from '@shared/vendors/vendor-env';
import { isSimulated, KEY_SETTINGS, parseReplicas, parseTimeScale, pickSettings } from './stack-options.ts';

describe('the options of stack:up', () => {
  it('name how many of a service there are', () => {
    expect(parseReplicas('gateway=2,clipper=3')).toEqual({ gateway: 2, clipper: 3 });
    expect(parseReplicas('')).toEqual({});
  });

  it.each(['gateway', 'gateway=0', 'gateway=21', 'director=2', 'gateway=two'])('refuse the replicas "%s"', (text) => {
    expect(() => parseReplicas(text)).toThrow(`got "${text}"`);
  });

  it.each(['', '0', '-1', '101', 'fast'])('refuse the time scale "%s"', (text) => {
    expect(() => parseTimeScale(text)).toThrow(`got "${text}"`);
  });

  it('take settings from the environment, but nothing secret and nothing else', () => {
    const env = { LOG_LEVEL: 'debug', SIMULATOR_MEDIA: 'cached', GEMINI_API_KEY: 'k', DATABASE_URL: 'u', HOME: '/' };
    const example = 'LOG_LEVEL=info\n# how films look\n#SIMULATOR_MEDIA=rendered\n#GEMINI_API_KEY=\nDATABASE_URL=x\n';
    expect(pickSettings(env, example)).toEqual({ LOG_LEVEL: 'debug', SIMULATOR_MEDIA: 'cached' });
  });

  it('know the keys of all vendors', () => {
    const names = VENDORS.flatMap((vendor) => [settingOf(vendor), VENDOR_SETTINGS[vendor].keys]);
    // Without its address it is not there.
    expect(new Set([...KEY_SETTINGS, 'OPENAI_COMPATIBLE_API_KEYS'])).toEqual(new Set([...names, 'MASTER_KEY']));
  });

  it.each([...KEY_SETTINGS, 'MASTER_KEY_FILE', 'GEMINI_BASE_URL'])('have nothing simulated where %s is set', (name) => {
    expect(isSimulated({ [name]: 'x' })).toBe(false);
    expect(isSimulated({ [name]: '', FAL_BASE_URL: 'http://a.test' })).toBe(true);
  });
});
