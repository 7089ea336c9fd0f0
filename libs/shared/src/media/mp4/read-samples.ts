import { type Box, findBox, invalid } from './boxes';
import type { Mp4Sample } from './track';

/** Of all tracks together: ten minutes at 60 frames in a second are 36 000, and fifteen seconds of bare sound 720 000. */
export const MAX_SAMPLES = 1_000_000;

/** Unfolds the tables of one track (`stbl`) into its samples, `most` of them at most, in the order of decoding. */
export function readSamples(moov: Buffer, stbl: Box, most = MAX_SAMPLES): Mp4Sample[] {
  const table = (type: string, entryBytes: number) => new Table(moov, findBox(moov, stbl, type), entryBytes);
  const sizes = readSizes(moov, stbl, most);
  const times = table('stts', 8);
  throwUnlessFor(sizes.length, times);
  const durations = unfold(times, sizes.length);
  const shifts = unfold(table('ctts', 8), sizes.length);
  const syncs = readSyncs(moov, stbl);
  const offsets = readOffsets({ sizes, chunks: readChunks(moov, stbl), runs: table('stsc', 12) });
  return sizes.map((bytes, index) => ({
    offset: offsets[index] ?? 0,
    bytes,
    duration: durations[index] ?? 0,
    shift: (shifts[index] ?? 0) | 0,
    isSync: !syncs || syncs.has(index + 1),
  }));
}

/** Rows of equal size after a count; never more of them than its box holds. */
class Table {
  readonly count: number;
  private readonly first: number;

  constructor(
    private readonly moov: Buffer,
    box: Box | null,
    private readonly entryBytes: number,
    countAt = 4,
  ) {
    this.first = (box?.start ?? 0) + countAt + 4;
    const declared = box ? moov.readUInt32BE(box.start + countAt) : 0;
    const held = box ? Math.max(0, Math.floor((box.end - this.first) / entryBytes)) : 0;
    if (declared > held || declared > MAX_SAMPLES) throw invalid(`a table of ${declared} rows where ${held} are`);
    this.count = declared;
  }

  cell(row: number, column: number): number {
    return this.moov.readUInt32BE(this.first + row * this.entryBytes + column * 4);
  }
}

function readSizes(moov: Buffer, stbl: Box, most: number): number[] {
  const stsz = findBox(moov, stbl, 'stsz');
  if (!stsz) throw invalid('it has no sizes of samples');
  const common = moov.readUInt32BE(stsz.start + 4);
  const count = moov.readUInt32BE(stsz.start + 8);
  // Before they are unfolded: a few bytes can declare a million.
  if (count > most) throw invalid(`${count} samples, at most ${most} more are taken`);
  if (common === 0) return column(new Table(moov, stsz, 4, 8));
  return new Array<number>(count).fill(common);
}

function column(table: Table): number[] {
  return Array.from({ length: table.count }, (_, row) => table.cell(row, 0));
}

function throwUnlessFor(samples: number, times: Table): void {
  let timed = 0;
  for (let row = 0; row < times.count; row++) timed += times.cell(row, 0);
  if (timed !== samples) throw invalid(`${samples} samples, times of ${timed}`);
}

function unfold(table: Table, count: number): number[] {
  const values: number[] = [];
  for (let row = 0; row < table.count; row++) {
    for (let left = table.cell(row, 0); left > 0 && values.length < count; left--) values.push(table.cell(row, 1));
  }
  return values;
}

// Without the table every sample can be a start.
function readSyncs(moov: Buffer, stbl: Box): Set<number> | null {
  const stss = findBox(moov, stbl, 'stss');
  return stss && new Set(column(new Table(moov, stss, 4)));
}

function readChunks(moov: Buffer, stbl: Box): number[] {
  const long = findBox(moov, stbl, 'co64');
  if (!long) return column(new Table(moov, findBox(moov, stbl, 'stco'), 4));
  const table = new Table(moov, long, 8);
  return Array.from({ length: table.count }, (_, row) => table.cell(row, 0) * 2 ** 32 + table.cell(row, 1));
}

function readOffsets({ sizes, chunks, runs }: { sizes: number[]; chunks: number[]; runs: Table }): number[] {
  const offsets: number[] = [];
  let row = 0;
  for (const [index, start] of chunks.entries()) {
    while (row + 1 < runs.count && runs.cell(row + 1, 0) <= index + 1) row++;
    let at = start;
    for (let left = runs.count > 0 ? runs.cell(row, 1) : 0; left > 0 && offsets.length < sizes.length; left--) {
      at += sizes[offsets.push(at) - 1] ?? 0;
    }
  }
  if (offsets.length !== sizes.length) throw invalid(`${sizes.length} samples, places of ${offsets.length}`);
  return offsets;
}
