import { mkdir, writeFile } from 'node:fs/promises';
import { benchMakespan } from './makespan.ts';

const BENCHES = { makespan: benchMakespan };

const [name = ''] = process.argv.slice(2);
if (!Object.hasOwn(BENCHES, name)) {
  process.stderr.write(`npm run bench -- NAME; there are: ${Object.keys(BENCHES).join(', ')}\n`);
  process.exit(2);
}
const rows = await BENCHES[name as keyof typeof BENCHES]();
await mkdir(new URL('results/', import.meta.url), { recursive: true });
await writeFile(new URL(`results/${name}.json`, import.meta.url), `${JSON.stringify(rows, null, 2)}\n`);
process.stderr.write(['scenes  slots  wall ms  least ms  ratio', ...rows.map(toLine)].join('\n') + '\n');
process.stdout.write(`${JSON.stringify({ bench: name, rows })}\n`);

function toLine(row: (typeof rows)[number]): string {
  const cells = [row.scenes, row.slots, row.wallMs, row.criticalPathMs, row.ratio];
  return cells.map((cell, i) => String(cell).padStart([6, 6, 8, 9, 6][i] ?? 6)).join(' ');
}
