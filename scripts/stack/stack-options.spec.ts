import { describe, expect, it } from '@jest/globals';
import { isSimulated, listKeySettings, parseReplicas, parseTimeScale, pickSettings } from './stack-options.ts';

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

  const compose =
    'a: compose/${FAL_KEY:+own-provider}.env\nb: compose/${MASTER_KEY:+own-provider}.env\nc: ${PORT:+8080}';

  it('know what keys there are by the file of compose', () => {
    expect(listKeySettings(compose)).toEqual(['FAL_KEY', 'MASTER_KEY']);
  });

  it.each(['FAL_KEY', 'MASTER_KEY', 'MASTER_KEY_FILE', 'GEMINI_BASE_URL'])('have nothing simulated with %s', (name) => {
    expect(isSimulated({ [name]: 'x' }, compose)).toBe(false);
    expect(isSimulated({ [name]: '', FAL_BASE_URL: 'http://a.test' }, compose)).toBe(true);
  });
});
