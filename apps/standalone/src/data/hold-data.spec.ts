import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { holdData } from './hold-data';
import { findProcessStart } from './process-start';

const folders: string[] = [];
const sleepers: ChildProcess[] = [];
afterEach(async () => {
  for (const sleeper of sleepers.splice(0)) sleeper.kill('SIGKILL');
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function setup() {
  const dataDir = await mkdtemp(join(tmpdir(), 'reelwright-hold-'));
  folders.push(dataDir);
  const writeHolder = (holder: { pid: number; startedAt: string; url: string | null }) =>
    writeFile(join(dataDir, `holder.${holder.pid}.json`), JSON.stringify(holder));
  return { dataDir, writeHolder };
}

async function startSleeper() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000); console.log("up")'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  sleepers.push(child);
  await once(child.stdout, 'data');
  const pid = child.pid ?? 0;
  const holder = { pid, startedAt: (await findProcessStart(pid)) ?? '', url: 'http://127.0.0.1:1' };
  const kill = async (): Promise<void> => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return { holder, kill };
}

describe('holdData', () => {
  it('holds a folder that nobody works on, and leaves no trace when released', async () => {
    const { dataDir } = await setup();
    const outcome = await holdData(dataDir);
    if (outcome.kind !== 'held') throw new Error('taken');
    await outcome.hold.announce('http://127.0.0.1:2');
    await outcome.hold.release();
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('is refused with the address of whoever works there, until that process is killed', async () => {
    const { dataDir, writeHolder } = await setup();
    const { holder, kill } = await startSleeper();
    await writeHolder(holder);
    expect(await holdData(dataDir)).toEqual({ kind: 'taken', by: holder });
    await kill();
    expect(await holdData(dataDir)).toMatchObject({ kind: 'held' });
  });

  it('is not deceived by another process that has the number of a dead one', async () => {
    const { dataDir, writeHolder } = await setup();
    await writeHolder({ pid: process.ppid, startedAt: 'long ago', url: null });
    expect(await holdData(dataDir)).toMatchObject({ kind: 'held' });
  });
});
