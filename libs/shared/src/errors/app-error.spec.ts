import { describe, expect, it } from '@jest/globals';
import { AppError, toErrorFacts } from './app-error';

const kept = { code: 'FFMPEG_FAILED', message: 'ended with exit code 1', details: { exitCode: 1 } };

describe('what is kept of whatever was thrown', () => {
  it.each<[string, unknown, object]>([
    [
      'an AppError: code, message and details',
      new AppError('FFMPEG_FAILED', kept.message, { details: kept.details }),
      kept,
    ],
    [
      'the first AppError among its causes',
      new Error('outer', { cause: new AppError('CANCELLED', 'inner') }),
      { code: 'CANCELLED', message: 'inner' },
    ],
    ['an error: its message', new TypeError('no such thing'), { code: 'INTERNAL', message: 'no such thing' }],
    ['what was kept of an error before: its message', kept, { code: 'INTERNAL', message: kept.message }],
    ['an object that says nothing: that', { status: 500 }, { code: 'INTERNAL', message: 'object without a message' }],
    ['a text: the text', 'gone', { code: 'INTERNAL', message: 'gone' }],
    ['nothing at all: that', undefined, { code: 'INTERNAL', message: 'undefined' }],
  ])('of %s', (_, thrown, facts) => {
    expect(toErrorFacts(thrown)).toEqual(facts);
  });
});
