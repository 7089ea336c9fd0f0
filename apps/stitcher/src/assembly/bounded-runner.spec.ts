import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PrivateDirectory } from '@shared/media/private-directory';
import { waitFor } from '@shared/testing/wait-for';
import { BoundedRunner } from './bounded-runner';

const HANGS = join(import.meta.dirname, '../../../../libs/shared/src/media/fixtures/ffmpeg-hangs');

describe('BoundedRunner', () => {
  it('runs no more programs at once than it may, whichever they are', async () => {
    await using first = await PrivateDirectory.create();
    await using second = await PrivateDirectory.create();
    const runner = new BoundedRunner({ ffmpegPath: HANGS, ffprobePath: 'true' }, 1);
    const stop = new AbortController();
    const running = runner.ffmpeg([], { cwd: first.path, signal: stop.signal });
    const next = runner.ffprobe([], { cwd: second.path }).then(() => 'second');
    await waitFor(async () => (await readFile(first.file('child.pid'), 'utf8').catch(() => '')) !== '');
    expect(await Promise.race([next, Promise.resolve('none')])).toBe('none');
    expect(await readdir(second.path)).toEqual([]);
    stop.abort();
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await next).toBe('second');
  });
});
