import { mkdir, writeFile } from 'node:fs/promises';
import type { BenchReport } from './bench-report.ts';

// Loaded when asked for: what one needs the others do not.
const BENCHES: Record<string, (options: readonly string[]) => Promise<BenchReport>> = {
  makespan: async (options) => (await import('./makespan.ts')).benchMakespan(options),
  stitch: async (options) => (await import('./stitch.ts')).benchStitch(options),
  stream: async () => (await import('./stream.ts')).benchStream(),
};

const [name = '', ...options] = process.argv.slice(2);
const bench = BENCHES[name];
if (!bench) {
  process.stderr.write(`npm run bench -- NAME; there are: ${Object.keys(BENCHES).join(', ')}\n`);
  process.exit(2);
}
const { rows, table, svg } = await bench(options);
await mkdir(new URL('results/', import.meta.url), { recursive: true });
await writeFile(new URL(`results/${name}.json`, import.meta.url), `${JSON.stringify(rows, null, 2)}\n`);
await writeFile(new URL(`results/${name}.txt`, import.meta.url), `${table}\n`);
if (svg !== undefined) await writeFile(new URL(`results/${name}.svg`, import.meta.url), svg);
process.stderr.write(`${table}\n`);
process.stdout.write(`${JSON.stringify({ bench: name, rows })}\n`);
