import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { findProcessStart } from './process-start';

const holderSchema = z.object({ pid: z.number(), startedAt: z.string(), url: z.string().nullable() });
export type Holder = z.infer<typeof holderSchema>;

export interface Hold {
  /** Tells whoever comes second where to find us. */
  announce(url: string): Promise<void>;
  release(): Promise<void>;
}

export type HoldOutcome = { kind: 'held'; hold: Hold } | { kind: 'taken'; by: Holder };

const HOLDER_FILE = /^holder\.\d+\.json$/;
const TRIES = 5;

/**
 * One process at a time works on a data directory. Each writes its name first and looks for others after that, so of two that
 * come at once never both go on. A name whose process is dead, however it died, does not count.
 */
export async function holdData(dataDir: string): Promise<HoldOutcome> {
  await mkdir(dataDir, { recursive: true });
  for (let tries = 1; ; tries += 1) {
    const hold = await writeName(dataDir);
    const by = await findOther(dataDir);
    if (by === null) return { kind: 'held', hold };
    await hold.release();
    if (tries === TRIES) return { kind: 'taken', by };
    // Two that met would both give up: the one that is there for good still is a moment later.
    await delay(50 + Math.random() * 150);
  }
}

async function writeName(dataDir: string): Promise<Hold> {
  const { pid } = process;
  const startedAt = (await findProcessStart(pid)) ?? '';
  const file = join(dataDir, `holder.${pid}.json`);
  const write = async (url: string | null): Promise<void> => {
    const holder: Holder = { pid, startedAt, url };
    await writeFile(`${file}.new`, JSON.stringify(holder));
    await rename(`${file}.new`, file);
  };
  await write(null);
  return { announce: write, release: () => rm(file, { force: true }) };
}

async function findOther(dataDir: string): Promise<Holder | null> {
  const files = (await readdir(dataDir)).filter((name) => HOLDER_FILE.test(name));
  for (const file of files) {
    const holder = await readHolder(join(dataDir, file));
    if (holder === null || holder.pid === process.pid) continue;
    if ((await findProcessStart(holder.pid)) === holder.startedAt) return holder;
    await rm(join(dataDir, file), { force: true });
  }
  return null;
}

async function readHolder(file: string): Promise<Holder | null> {
  const text = await readFile(file, 'utf8').catch(() => 'null');
  return holderSchema.nullable().parse(JSON.parse(text));
}
