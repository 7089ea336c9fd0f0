import { describe, expect, it } from '@jest/globals';
import { AppError } from '@shared/errors/app-error';
import { recordingLogger } from '@shared/testing/silent-logger';
import { NestLogger } from './nest-logger';

describe('createLogger', () => {
  it('writes the service, the facts and the message', () => {
    const { logger, lines } = recordingLogger();
    logger.child({ loop: 'relay' }).info({ filmId: 'film_1' }, 'clip ready');
    expect(lines).toMatchObject([
      { level: 'info', service: 'test', loop: 'relay', filmId: 'film_1', msg: 'clip ready' },
    ]);
  });

  it('strikes out secrets', () => {
    const { logger, lines } = recordingLogger();
    const headers = { authorization: 'hush', 'x-goog-api-key': 'hush', accept: '*/*' };
    logger.info({ apiKey: 'hush', store: { secretKey: 'hush' }, request: { headers } }, 'asked');
    expect(JSON.stringify(lines)).not.toContain('hush');
    expect(lines[0]?.request).toMatchObject({ headers: { accept: '*/*' } });
  });

  it('keeps of an error its code, its details and its causes, and nothing else', () => {
    const { logger, lines } = recordingLogger();
    const cause = Object.assign(new Error('reset'), { code: 'ECONNRESET', request: { key: 'hush' } });
    logger.error({ error: new AppError('PROVIDER_UNAVAILABLE', 'gone', { cause, details: { n: 1 } }) }, 'failed');
    const expected = {
      type: 'AppError',
      code: 'PROVIDER_UNAVAILABLE',
      details: { n: 1 },
      cause: { code: 'ECONNRESET' },
    };
    expect(lines[0]?.error).toMatchObject(expected);
    expect(JSON.stringify(lines)).not.toContain('hush');
  });

  it('tells every cause with its details, whatever it is', () => {
    const { logger, lines } = recordingLogger();
    const kept = { code: 'MEDIA_INVALID', message: 'no picture', details: { packets: { video: 0 } } };
    const cause = new AppError('FFMPEG_FAILED', 'ended', {
      details: { exit: { code: 1 } },
      cause: { ...kept, cause: new Error('deep') },
    });
    logger.warn({ error: new Error('cut failed', { cause }) }, 'cut could not be made');
    const deepest = { type: 'object', ...kept, cause: { message: 'deep' } };
    expect(lines[0]?.error).toMatchObject({
      message: 'cut failed',
      cause: { code: 'FFMPEG_FAILED', details: { exit: { code: 1 } }, cause: deepest },
    });
    expect(JSON.stringify(lines)).not.toContain('[object');
  });

  it('keeps as much of what is left of an error in a row', () => {
    const { logger, lines } = recordingLogger();
    const kept = { code: 'FFMPEG_FAILED', message: 'ended with exit code 1', details: { exitCode: 1 } };
    logger.warn({ error: { ...kept, key: 'hush' } }, 'cut could not be made');
    expect(lines[0]?.error).toEqual({ type: 'object', ...kept });
  });
});

describe('NestLogger', () => {
  it('takes the account of routes and modules as debug, and errors with their cause', () => {
    const { logger, lines } = recordingLogger();
    const nest = new NestLogger(logger);
    nest.log('Mapped {/health}', 'RouterExplorer');
    nest.error(new Error('boom'), 'at x', 'ExceptionsHandler');
    expect(lines).toMatchObject([
      { level: 'debug', context: 'RouterExplorer', msg: 'Mapped {/health}' },
      { level: 'error', context: 'ExceptionsHandler', msg: 'boom', error: { message: 'boom' } },
    ]);
  });
});
