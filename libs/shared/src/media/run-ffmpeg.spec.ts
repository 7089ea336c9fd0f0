import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { constants, getPriority } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { AppError } from '@shared/errors/app-error';
import { waitFor } from '@shared/testing/wait-for';
import { PrivateDirectory } from './private-directory';
import { FfmpegRunner } from './run-ffmpeg';

const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);

describe('FfmpegRunner', () => {
  it('says what failed, how it ended and what it said last', async () => {
    await using directory = await PrivateDirectory.create();
    const running = buildRunner('ffmpeg-fails').ffmpeg(['-i', 'a.mp4'], { cwd: directory.path });
    await expect(running).rejects.toMatchObject({
      code: 'FFMPEG_FAILED',
      details: {
        command: `${fixture('ffmpeg-fails')} -i a.mp4`,
        exitCode: 8,
        signal: null,
        stderr: ['first line', 'No such filter: nonsense'],
      },
    });
  });

  it('keeps only the last lines of a flood', async () => {
    await using directory = await PrivateDirectory.create();
    const error = await failureOf(buildRunner('ffmpeg-floods-stderr').ffmpeg([], { cwd: directory.path }));
    const stderr = error.details['stderr'] as string[];
    expect(stderr).toHaveLength(20);
    expect(stderr.at(-1)).toBe('the last words');
  });

  it('stops a program that floods its standard output', async () => {
    await using directory = await PrivateDirectory.create();
    const error = await failureOf(buildRunner('ffprobe-floods-stdout').ffprobe([], { cwd: directory.path }));
    expect(error.message).toContain('standard output');
  });

  it('kills the whole process group of a program that takes too long', async () => {
    await using directory = await PrivateDirectory.create();
    const running = buildRunner('ffmpeg-hangs').ffmpeg([], { cwd: directory.path, timeoutMs: 300 });
    const error = await failureOf(running);
    expect(error).toMatchObject({ code: 'FFMPEG_FAILED', details: { signal: 'SIGKILL' } });
    expect(error.message).toContain('ran longer than 300 ms');
    await waitUntilDead(await readChildPid(directory));
  });

  it('talks to one that stays, and says how it ended', async () => {
    await using directory = await PrivateDirectory.create();
    const runner = new FfmpegRunner({ ffmpegPath: 'cat', ffprobePath: 'cat' });
    const { input, output, ended } = await runner.open([], { cwd: directory.path });
    for (const said of ['one', 'another']) {
      input.write(said);
      const [heard] = (await once(output, 'data')) as [Buffer];
      expect(heard.toString()).toBe(said);
    }
    input.end();
    await ended;
    const failing = await buildRunner('ffmpeg-fails').open([], { cwd: directory.path });
    expect(await failureOf(failing.ended)).toMatchObject({ code: 'FFMPEG_FAILED', details: { exitCode: 8 } });
  });

  it('kills one that stays by its signal, with all that it started', async () => {
    await using directory = await PrivateDirectory.create();
    const controller = new AbortController();
    const { ended } = await buildRunner('ffmpeg-hangs').open([], { cwd: directory.path, signal: controller.signal });
    const child = await readChildPid(directory);
    controller.abort(new AppError('DEPENDENCY_UNAVAILABLE', 'not wanted any more'));
    expect(await failureOf(ended)).toMatchObject({ message: 'not wanted any more' });
    await waitUntilDead(child);
  });

  it('kills it when the signal says so, and reports the reason of the signal', async () => {
    await using directory = await PrivateDirectory.create();
    const controller = new AbortController();
    const running = buildRunner('ffmpeg-hangs').ffmpeg([], { cwd: directory.path, signal: controller.signal });
    const failing = failureOf(running);
    const child = await readChildPid(directory);
    controller.abort(new AppError('DEPENDENCY_UNAVAILABLE', 'lease lost'));
    expect(await failing).toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE', message: 'lease lost' });
    await waitUntilDead(child);
  });

  it('starts nothing under a signal that is aborted already', async () => {
    await using directory = await PrivateDirectory.create();
    const options = { cwd: directory.path, signal: AbortSignal.abort() };
    await expect(buildRunner('ffmpeg-hangs').ffmpeg([], options)).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(readFile(directory.file('child.pid'))).rejects.toThrow('ENOENT');
  });

  it('lets others go before a program that can wait', async () => {
    await using directory = await PrivateDirectory.create();
    const controller = new AbortController();
    const options = { cwd: directory.path, signal: controller.signal, yields: true };
    const failing = failureOf(buildRunner('ffmpeg-hangs').ffmpeg([], options));
    const program = await readParentPid(await readChildPid(directory));
    await waitFor(() => getPriority(program) === constants.priority.PRIORITY_BELOW_NORMAL);
    controller.abort();
    await failing;
  });

  it('hands none of our environment to the program', async () => {
    await using directory = await PrivateDirectory.create();
    process.env['REELWRIGHT_CANARY'] = 'secret';
    const environment = await buildRunner('ffprobe-shows-environment').ffprobe([], { cwd: directory.path });
    delete process.env['REELWRIGHT_CANARY'];
    expect(environment).toContain(`HOME=${directory.path}`);
    expect(environment).not.toContain('secret');
  });

  it('says that the program is not there', async () => {
    await using directory = await PrivateDirectory.create();
    const error = await failureOf(buildRunner('nowhere').ffmpeg([], { cwd: directory.path }));
    expect(error).toMatchObject({ code: 'FFMPEG_FAILED', details: { exitCode: null } });
    expect(error.message).toContain('could not be started');
  });
});

function buildRunner(name: string): FfmpegRunner {
  return new FfmpegRunner({ ffmpegPath: fixture(name), ffprobePath: fixture(name) });
}

async function failureOf(running: Promise<unknown>): Promise<AppError> {
  const error: unknown = await running.then(
    () => new Error('It did not fail'),
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw error;
}

async function readChildPid(directory: PrivateDirectory): Promise<number> {
  for (;;) {
    const text = await readFile(directory.file('child.pid'), 'utf8').catch(() => '');
    if (text.endsWith('\n')) return Number(text);
  }
}

async function readParentPid(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  return Number(/\) \S (\d+)/.exec(stat)?.[1]);
}

// A killed child is a zombie until its new parent has taken note.
async function waitUntilDead(pid: number): Promise<void> {
  for (;;) {
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') X');
    if (/\) [ZX]/.test(state)) return;
  }
}
