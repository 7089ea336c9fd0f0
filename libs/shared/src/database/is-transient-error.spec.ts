import { describe, expect, it } from '@jest/globals';
import { AppError } from '@shared/errors/app-error';
import { isTransientError } from './is-transient-error';

const withCode = (code: string): Error => Object.assign(new Error('failed'), { code });

describe('isTransientError', () => {
  it.each([
    ['a deadlock', withCode('40P01')],
    ['a serialization failure', withCode('40001')],
    ['a lock timeout', withCode('55P03')],
    ['a statement that took too long', withCode('57014')],
    ['a prepared statement that is gone', withCode('26000')],
    ['a server that shuts down', withCode('57P01')],
    ['a server without free connections', withCode('53300')],
    ['a server that takes no writes now', withCode('25006')],
    ['a refused connection', withCode('ECONNREFUSED')],
    ['a refused connection on both addresses', new AggregateError([withCode('ECONNREFUSED')])],
    ['a connection that broke', new Error('Connection terminated unexpectedly')],
    ['a store that cannot be reached', new AppError('DEPENDENCY_UNAVAILABLE', 'no answer')],
    ['any of them as a cause', new Error('query failed', { cause: withCode('40001') })],
  ])('holds for %s', (_, error) => {
    expect(isTransientError(error)).toBe(true);
  });

  it.each([
    ['a broken constraint', withCode('23505')],
    ['a wrong statement', withCode('42P01')],
    ['a bug', new TypeError('x is undefined')],
    ['what is no error', 'text'],
  ])('does not hold for %s', (_, error) => {
    expect(isTransientError(error)).toBe(false);
  });
});
