import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ConfigError, parseConfig } from './parse-config';
import { serviceEnv } from './service-env';

const secret = z.string().min(20).optional();
const schema = z.object({ ...serviceEnv, GEMINI_API_KEY: secret, VERTEX_CREDENTIALS: secret });
const good = { DATABASE_URL: 'postgres://user@localhost:5432/db', KAFKA_BROKERS: 'a:9092, b:9092' };

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    parseConfig(schema, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('parseConfig', () => {
  it('fills in defaults and reads lists and numbers', () => {
    const config = parseConfig(schema, { ...good, PORT: '0', UNKNOWN: 'x' });
    expect(config).toEqual({
      ...good,
      KAFKA_BROKERS: ['a:9092', 'b:9092'],
      KAFKA_REPLICATION: 1,
      KAFKA_SESSION_TIMEOUT_MS: 10_000,
      KAFKA_PREFIX: '',
      PORT: 0,
      HOST: '0.0.0.0',
      KEEP_MESSAGES_DAYS: 7,
      LOG_LEVEL: 'info',
      TIME_SCALE: 1,
      SHUTDOWN_GRACE_MS: 4000,
    });
  });

  it('reports every bad key together, with what was received', () => {
    const problems = problemsOf({ PORT: '80x', LOG_LEVEL: 'loud', KAFKA_BROKERS: 'nowhere', TIME_SCALE: '0' });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'DATABASE_URL',
      'KAFKA_BROKERS',
      'PORT',
      'LOG_LEVEL',
      'TIME_SCALE',
    ]);
    expect(problems[0]).toContain('(not set)');
    expect(problems[2]).toContain('(received "80x")');
  });

  it('shows no value of a key that may hold a secret', () => {
    const keys = { GEMINI_API_KEY: 'hush', VERTEX_CREDENTIALS: 'hush', DATABASE_URL: 'mysql://root:hush@db' };
    const problems = problemsOf({ ...good, ...keys });
    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toContain('hush');
  });

  it('takes a key that is set to nothing as not set', () => {
    expect(parseConfig(schema, { ...good, PORT: '', GEMINI_API_KEY: '' })).toMatchObject({ PORT: 8080 });
  });

  it('gives a frozen result', () => {
    expect(Object.isFrozen(parseConfig(schema, good))).toBe(true);
  });
});
