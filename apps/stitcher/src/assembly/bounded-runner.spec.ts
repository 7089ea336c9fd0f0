import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PrivateDirectory } from '@shared/media/private-directory';
import { waitFor } from '@shared/testing/wait-for';
import { BoundedRunner } from './bounded-runner';

const HANGS = join(import.meta.dirname, '../../../../libs/shared/src/media/fixtures/ffmpeg-hangs');

describe('BoundedRunner', () => {
  it('keeps nobody waiting for a program that stands by', async () => {
    await using directory = await PrivateDirectory.create();
    const runner = new BoundedRunner({ ffmpegPath: 'cat', ffprobePath: 'cat' }, 1);
    const input = Promise.withResolvers<Uint8Array[]>();
    const standing = runner.ffmpeg([], { cwd: directory.path, input: input.promise });
    await runner.ffmpeg([], { cwd: directory.path });
    input.resolve([Buffer.from('something')]);
    await standing;
    await runner.ffmpeg([], { cwd: directory.path });
  });

  it('has no more programs stand by than run at once', async () => {
    await using first = await PrivateDirectory.create();
    await using second = await PrivateDirectory.create();
    const runner = new BoundedRunner({ ffmpegPath: HANGS, ffprobePath: HANGS }, 1);
    const input = Promise.withResolvers<Uint8Array[]>();
    const standing = [first, second].map(({ path: cwd }) => runner.ffmpeg([], { cwd, input: input.promise }));
    await waitFor(async () => (await readFile(first.file('child.pid'), 'utf8').catch(() => '')) !== '');
    expect(await readdir(second.path)).toEqual([]);
    input.reject(new Error('nothing comes'));
    for (const ended of await Promise.allSettled(standing)) expect(ended.status).toBe('rejected');
    expect(await readdir(second.path)).toEqual([]);
  });
});
