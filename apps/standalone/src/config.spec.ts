import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, type Environment } from '@shared/config/parse-config';
import { parseArguments } from './arguments/parse-arguments';
import { loadConfig } from './config';
import { listMakers } from './provider/list-makers';

const FAL = 'fal-ai/kling-video/v3/standard/image-to-video';
const FAL_KEY = { FAL_KEY: 'id:planted-secret' };
const OWN = {
  OPENAI_COMPATIBLE_BASE_URL: 'http://127.0.0.1:1/v1',
  OPENAI_COMPATIBLE_TEXT_MODEL: 'my-words',
  OPENAI_COMPATIBLE_IMAGE_MODEL: 'my-pictures',
};

const load = (env: Environment, ...argv: string[]) => loadConfig(parseArguments(argv), env);

function problemsOf(env: Environment): readonly string[] {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('settings without a key of any vendor', () => {
  it.each<[string, Environment]>([
    ['nothing is set', {}],
    ['keys are set to nothing', { GEMINI_API_KEY: '', FAL_KEY: '', GEMINI_BASE_URL: '' }],
    ['an address is set whose key is not', { FAL_BASE_URL: 'http://127.0.0.1:1' }],
  ])('have everything simulated when %s', (_, env) => {
    const { simulator, services, dataDir } = load(env);
    expect(simulator).not.toBeNull();
    expect(listMakers(services).map(({ vendor }) => vendor)).toEqual(['gemini', 'gemini', 'gemini']);
    expect(services.clipper.FAL_KEY).toBeUndefined();
    expect(dataDir).toBe(resolve('.reelwright/data'));
  });

  it('name no model of a vendor that would have to be paid', () => {
    expect(problemsOf({ VIDEO_MODEL: FAL })).toEqual([
      `FAL_KEY: must be set, because VIDEO_MODEL names ${FAL} (not set)`,
    ]);
  });
});

describe('settings with keys for all three kinds', () => {
  it.each<[string, Environment, string[]]>([
    ['one vendor makes all', { GEMINI_API_KEY: 'k' }, ['gemini', 'gemini', 'gemini']],
    ['its key has a name', { GEMINI_API_KEYS: 'first:k' }, ['gemini', 'gemini', 'gemini']],
    ['another key is only there to be chosen', { GEMINI_API_KEY: 'k', ...FAL_KEY }, ['gemini', 'gemini', 'gemini']],
    ['clips are of another', { GEMINI_API_KEY: 'k', ...FAL_KEY, VIDEO_MODEL: FAL }, ['gemini', 'gemini', 'fal']],
    [
      'nothing is of Gemini',
      { ...OWN, ...FAL_KEY, TEXT_MODEL: 'my-words', IMAGE_MODEL: 'my-pictures', VIDEO_MODEL: FAL },
      ['openai-compatible', 'openai-compatible', 'fal'],
    ],
    [
      'each stage has its own',
      { GEMINI_API_KEY: 'k', CLIPPER_FAL_KEY: 'id:k', CLIPPER_VIDEO_MODEL: FAL },
      ['gemini', 'gemini', 'fal'],
    ],
    [
      'a server of one’s own speaks for Gemini',
      { GEMINI_BASE_URL: 'http://127.0.0.1:1' },
      ['gemini', 'gemini', 'gemini'],
    ],
    ['keys may be stored', { MASTER_KEY: Buffer.alloc(32).toString('base64') }, ['gemini', 'gemini', 'gemini']],
  ])('have nothing simulated when %s', (_, env, vendors) => {
    const { simulator, services, dataDir } = load(env);
    expect(simulator).toBeNull();
    expect(listMakers(services).map(({ vendor }) => vendor)).toEqual(vendors);
    expect(dataDir).toBe(resolve('.reelwright/paid'));
  });

  it('send no key of the simulator to a vendor', () => {
    const { services } = load({ MASTER_KEY: Buffer.alloc(32).toString('base64') });
    expect(services.planner.GEMINI_API_KEY).toBeUndefined();
  });
});

describe('settings with a key for some kinds only', () => {
  it('are refused with what is missing, and with what could be named instead', () => {
    const problems = problemsOf(FAL_KEY);
    expect(problems).toEqual([
      'There is a key of a vendor, so nothing is simulated; there is none for text, images, clips:',
      'TEXT_MODEL: gemini-3.8-flash needs GEMINI_API_KEY',
      'IMAGE_MODEL: gemini-nano-banana-2.1 needs GEMINI_API_KEY',
      expect.stringMatching(/^VIDEO_MODEL: gemini-omni-1\.2-flash needs GEMINI_API_KEY, or name fal-ai\/.* instead$/),
      'Without a key of any vendor all of it is simulated, at no cost.',
    ]);
    expect(problems.join()).not.toContain('planted-secret');
  });

  it.each<[string, Environment, string]>([
    ['clips alone', { ...FAL_KEY, VIDEO_MODEL: FAL }, 'text, images'],
    ['all but clips', { ...OWN, TEXT_MODEL: 'my-words', IMAGE_MODEL: 'my-pictures' }, 'clips'],
    ['a fallback without a key', { GEMINI_API_KEY: 'k', VIDEO_MODEL: `gemini-omni-1.2-flash,${FAL}` }, 'clips'],
    ['one stage alone', { CLIPPER_GEMINI_API_KEY: 'k' }, 'text, images'],
  ])('are refused for %s', (_, env, missing) => {
    expect(problemsOf(env)[0]).toBe(
      `There is a key of a vendor, so nothing is simulated; there is none for ${missing}:`,
    );
  });

  it('are told of what cannot be read, and of nothing else', () => {
    expect(problemsOf({ FAL_KEYS: 'nocolon' })).toEqual([
      expect.stringMatching(/^FAL_KEYS: must be names and secrets/),
    ]);
  });
});

it('keeps films where it is told to, whoever makes them', () => {
  expect(load({ GEMINI_API_KEY: 'k', INIT_CWD: '/films' }, '--data', 'here').dataDir).toBe('/films/here');
});
