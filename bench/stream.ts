import { execa } from 'execa';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchReport, toTable } from './bench-report.ts';
import { drawBars } from './draw-bars.ts';
import type { StreamFigures, StreamTask } from './stream-worker.ts';

const MB = 1_000_000;
const SIZES = [50, 500, 5000];
/** The whole of a larger file does not fit into the memory of a small machine, and into no buffer of Node. */
const MOST_IN_MEMORY_MB = 500;
const ALLOWED_MB = 64;

interface Row extends Partial<StreamFigures> {
  store: string;
  fileMb: number;
  way: StreamTask['way'];
  overIdleMb: number | null;
  note: string;
}

/** Peak memory of one worker process while a file goes into a store and out of it, streamed and as a whole. */
export async function benchStream(): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'reelwright-bench-'));
  try {
    const stores = { directory: directorySettings(folder), minio: await minioSettings() };
    const rows: Row[] = [];
    for (const [store, settings] of Object.entries(stores)) {
      for (const fileMb of SIZES) {
        rows.push(await measure({ store, fileMb, way: 'streamed' }, settings));
        rows.push(await measure({ store, fileMb, way: 'whole file in memory' }, settings));
      }
    }
    return { rows, table: toTable(rows), svg: draw(rows) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(cell: Pick<Row, 'store' | 'fileMb' | 'way'>, settings: object): Promise<Row> {
  if (cell.way !== 'streamed' && cell.fileMb > MOST_IN_MEMORY_MB) {
    return {
      ...cell,
      idleMb: undefined,
      peakMb: undefined,
      seconds: undefined,
      overIdleMb: null,
      note: 'left out: more than fits',
    };
  }
  const task = { way: cell.way, bytes: cell.fileMb * MB, settings };
  const worker = new URL('stream-worker.ts', import.meta.url).pathname;
  const args = ['--experimental-transform-types', '--no-warnings', '--import', './bench/shared-imports.ts'];
  const { stdout } = await execa(process.execPath, [...args, worker, JSON.stringify(task)]);
  const figures = JSON.parse(stdout) as StreamFigures;
  const overIdleMb = figures.peakMb - figures.idleMb;
  const row = {
    ...cell,
    ...figures,
    overIdleMb,
    note: overIdleMb <= ALLOWED_MB ? '' : `over the ${ALLOWED_MB} MB allowed`,
  };
  process.stderr.write(`${JSON.stringify(row)}\n`);
  return row;
}

function directorySettings(folder: string): object {
  return { ARTIFACTS: 'directory', ARTIFACTS_DIR: folder };
}

async function minioSettings(): Promise<object> {
  const file = new URL('../.reelwright/servers.json', import.meta.url);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error('MinIO is needed: npm run servers:up', { cause });
  });
  const { endpoint, accessKey, secretKey } = (JSON.parse(text) as { minio: Record<string, string> }).minio;
  const address = { S3_ENDPOINT: endpoint, S3_REGION: 'us-east-1', S3_BUCKET: 'reelwright-bench' };
  return { ARTIFACTS: 'minio', ...address, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey };
}

function draw(rows: Row[]): string {
  const measured = rows.flatMap((row) => (row.overIdleMb === null ? [] : [{ ...row, value: row.overIdleMb }]));
  return drawBars({
    title: 'Memory above idle while one file goes into the store and out of it, MB',
    limit: { value: ALLOWED_MB, label: `${ALLOWED_MB} MB allowed` },
    bars: measured.map(({ store, fileMb, way, value }) => ({ label: `${store}, ${fileMb} MB, ${way}`, value })),
  });
}
