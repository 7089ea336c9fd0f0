import { describe, expect, it } from '@jest/globals';
import { AppError } from '@shared/errors/app-error';
import { decideAfterFailure } from './decide-after-failure';

const stderr = ['av_interleaved_write_frame(): No space left on device'];

describe('decideAfterFailure', () => {
  it.each([
    ['a store that does not answer', new AppError('DEPENDENCY_UNAVAILABLE', 'no answer')],
    ['a connection that broke', Object.assign(new Error('reset'), { code: 'ECONNRESET' })],
    ['a full disk', new Error('failed', { cause: Object.assign(new Error('full'), { code: 'ENOSPC' }) })],
    ['a disk that filled up under ffmpeg', new AppError('FFMPEG_FAILED', 'exit 1', { details: { stderr } })],
  ])('waits for the end of %s, however long, and counts no try', (_, error) => {
    expect(decideAfterFailure(error, 4)).toMatchObject({ kind: 'again', dueInMs: 5_000, tries: 4 });
  });

  it.each([
    ['a missing artifact', new AppError('ARTIFACT_MISSING', 'gone')],
    ['a failed ffmpeg', new AppError('FFMPEG_FAILED', 'exit 1', { details: { stderr: ['killed'] } })],
    ['a fault of our own', new TypeError('x is undefined')],
  ])('tries five times, ever later, after %s', (_, error) => {
    const decisions = [0, 1, 2, 3, 4].map((tries) => decideAfterFailure(error, tries));
    expect(decisions.map(({ kind, tries }) => [kind, tries])).toEqual([
      ['again', 1],
      ['again', 2],
      ['again', 3],
      ['again', 4],
      ['fail', 5],
    ]);
    expect(decisions.flatMap((one) => (one.kind === 'again' ? [one.dueInMs] : []))).toEqual([1000, 2000, 4000, 8000]);
  });

  it('gives up at once on media that are not what they should be', () => {
    const error = new AppError('MEDIA_INVALID', 'its SHA-256 differs', { details: { key: 'k' } });
    expect(decideAfterFailure(error, 0)).toEqual({
      kind: 'fail',
      tries: 1,
      error: { code: 'MEDIA_INVALID', message: 'its SHA-256 differs', details: { key: 'k' } },
    });
  });
});
