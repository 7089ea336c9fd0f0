import { type BenchReport, toTable } from './bench-report.ts';
import { buildLoneChain } from './lone-chain.ts';
import { startStandalone } from './standalone.ts';
import { criticalPathMs, type Cell, type Latencies } from './critical-path.ts';

/** At a tenth of real time: where the plan is given, only images and clips cost time. */
const LATENCIES: Latencies = { imageMs: 1200, clipMs: 6000 };
const CELLS: Cell[] = [6, 12].flatMap((scenes) => [2, 3, 5].map((slots) => ({ scenes, slots })));

interface Row extends Cell {
  wallMs: number;
  criticalPathMs: number;
  ratio: number;
}

/** Wall time of one film in one chain, against the least that the provider allows. Slots are the provider's limit in flight. */
export async function benchMakespan(): Promise<BenchReport> {
  const rows: Row[] = [];
  for (const cell of CELLS) {
    await using reelwright = await startStandalone({ ...LATENCIES, slots: cell.slots });
    // The first film teaches the poll schedule how long this provider takes.
    await reelwright.makeFilm(buildLoneChain(6));
    const wallMs = await reelwright.makeFilm(buildLoneChain(cell.scenes));
    const leastMs = criticalPathMs(cell, LATENCIES);
    rows.push({ ...cell, wallMs, criticalPathMs: leastMs, ratio: Number((wallMs / leastMs).toFixed(3)) });
    process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
  }
  return { rows, table: toTable(rows) };
}
