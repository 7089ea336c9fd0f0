import { type BenchReport, toTable } from './bench-report.ts';
import { type Cell, type Continuity, criticalPathMs, type Latencies, withCopyMs } from './critical-path.ts';
import { drawBars } from './draw-bars.ts';
import { orderLoneChain } from './lone-chain.ts';
import { waitAtBarriers } from './stage-barrier.ts';
import { type Reelwright, startStandalone } from './standalone.ts';

/** At a tenth of real time. */
const FIXED: Latencies = { planMs: 800, imageMs: 1200, clipMs: 6000 };
/** Median and 99th percentile of one clip, at a tenth; the critical path is reckoned with the mean. */
const SPREAD = { medianMs: 7500, p99Ms: 21_200, meanMs: 8270 };
/** Each walks through films of its own. */
const HEROES: Record<Continuity, string> = { chain: 'A girl in a blue coat', anchored: 'A boy in a green coat' };
const SCENES = [6, 12, 30, 60];
const CONTINUITIES: Continuity[] = ['chain', 'anchored'];
/** Lanes of one row run at once, each in a process of its own; where many clips end in one moment, nothing else runs. */
const LANES = [[[2], [3, 5]], [[10, 12, 20]]];
const SPREAD_CELLS = { slots: 5, scenes: [6, 12, 30] };
const LIMIT = 1.05;

interface Row extends Cell {
  latencies: 'fixed' | 'log-normal';
  wallMs: number;
  criticalPathMs: number;
  /** Wall time to critical path. */
  ratio: number;
  /** Critical path and one copy of the film. */
  withCopyMs: number;
  ratioWithCopy: number;
  barrierMs: number | null;
}

/**
 * Wall time of one film in one chain, against the least that the provider allows and beside a stage barrier, in the same run.
 * `options`: the numbers of slots to try; without, all of them and the spread latencies.
 */
export async function benchMakespan(options: readonly string[]): Promise<BenchReport> {
  const isWanted = (slots: number): boolean => options.length === 0 || options.includes(String(slots));
  const rows: Row[] = [];
  for (const lanes of LANES) {
    rows.push(...(await Promise.all(lanes.map((lane) => measureLane(lane.filter(isWanted))))).flat());
  }
  if (options.length === 0) rows.push(...(await measureSpread()));
  return { rows, table: toTable(rows), svg: draw(rows) };
}

async function measureLane(lane: readonly number[]): Promise<Row[]> {
  // They only wait, and for longer than a film takes: all of them begin at once.
  const begun = lane.map((slots) => ({
    slots,
    barriers: Promise.all(scenesFor(slots).map((n) => waitAtBarriers(n, slots, FIXED))),
  }));
  const rows: Row[] = [];
  for (const { slots, barriers } of begun) rows.push(...(await measureSlots(slots, barriers)));
  return rows;
}

function scenesFor(slots: number): number[] {
  return slots === 12 ? [12] : SCENES;
}

async function measureSlots(slots: number, barriers: Promise<number[]>): Promise<Row[]> {
  await using reelwright = await startStandalone({ ...FIXED, clipLatency: `${FIXED.clipMs}`, slots });
  await teach(reelwright);
  const scenes = scenesFor(slots);
  const cells = CONTINUITIES.flatMap((continuity) => scenes.map((n) => ({ continuity, scenes: n, slots })));
  const walls: number[] = [];
  for (const cell of cells) walls.push(await makeFilm(reelwright, cell));
  const barrierMs = await barriers;
  return cells.map((cell, index) =>
    report({
      ...cell,
      ...{ latencies: 'fixed', wallMs: walls[index] ?? 0, bounds: FIXED },
      barrierMs: barrierMs[scenes.indexOf(cell.scenes)] ?? null,
    }),
  );
}

async function measureSpread(): Promise<Row[]> {
  const { slots, scenes } = SPREAD_CELLS;
  const clipLatency = `lognormal:${SPREAD.medianMs}:${SPREAD.p99Ms}`;
  await using reelwright = await startStandalone({ ...FIXED, clipLatency, slots });
  await teach(reelwright);
  const rows: Row[] = [];
  for (const n of scenes) {
    const cell: Cell = { continuity: 'anchored', scenes: n, slots };
    const bounds = { ...FIXED, clipMs: SPREAD.meanMs };
    const wallMs = await makeFilm(reelwright, cell);
    rows.push(report({ ...cell, latencies: 'log-normal', wallMs, bounds, barrierMs: null }));
  }
  return rows;
}

// The first film teaches the poll schedule how long this provider takes.
async function teach(reelwright: Reelwright): Promise<void> {
  await reelwright.makeFilm(orderLoneChain('A keeper in a red coat', 6, 'anchored'));
}

function makeFilm(reelwright: Reelwright, { continuity, scenes }: Cell): Promise<number> {
  return reelwright.makeFilm(orderLoneChain(HEROES[continuity], scenes, continuity));
}

interface Measured extends Cell, Pick<Row, 'latencies' | 'wallMs' | 'barrierMs'> {
  bounds: Latencies;
}

function report({ bounds, ...measured }: Measured): Row {
  const { wallMs } = measured;
  const [critical, withCopy] = [criticalPathMs(measured, bounds), withCopyMs(measured, bounds)];
  const reported = {
    ...measured,
    criticalPathMs: critical,
    ratio: toRatio(wallMs, critical),
    withCopyMs: withCopy,
    ratioWithCopy: toRatio(wallMs, withCopy),
  };
  process.stderr.write(`${JSON.stringify(reported)}\n`);
  return reported;
}

function toRatio(wallMs: number, boundMs: number): number {
  return Number((wallMs / boundMs).toFixed(3));
}

function draw(rows: readonly Row[]): string {
  const bars = rows.map(({ latencies, continuity, scenes, slots, ratio }) => ({
    label: `${latencies}, ${continuity}, ${scenes} scenes, ${slots} slots`,
    value: ratio,
  }));
  return drawBars({
    title: 'Wall time of a film / critical path',
    bars,
    limit: { value: LIMIT, label: String(LIMIT) },
  });
}
