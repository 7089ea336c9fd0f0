export type Continuity = 'chain' | 'anchored';

export interface Cell {
  continuity: Continuity;
  scenes: number;
  slots: number;
}

export interface Latencies {
  planMs: number;
  imageMs: number;
  clipMs: number;
}

/**
 * To write a film once with `ffmpeg -f concat -c copy` when all its clips are there, of 720p and 8 s, as `bench -- stitch` measures it. Clips
 * of 360p take a third of that.
 */
const COPY_MS = { program: 50, scene: 40 };

/**
 * The least wall time of one chain, from what each waits for: no image before the plan, no clip before its two keyframes, no
 * more clips at once than slots. Images wait for one another in a chain, and only for the first one when anchored.
 */
export function criticalPathMs({ continuity, scenes, slots }: Cell, { planMs, imageMs, clipMs }: Latencies): number {
  if (continuity === 'anchored') return planMs + 2 * imageMs + Math.ceil(scenes / slots) * clipMs;
  const last = scenes - 1;
  const waves = Math.floor(last / slots) * clipMs + (last % slots) * imageMs;
  return planMs + 2 * imageMs + Math.max(last * imageMs, waves) + clipMs;
}

/** The critical path and one copy of the film behind it, in real time: the least for whoever begins to write when the last clip is there. */
export function withCopyMs(cell: Cell, latencies: Latencies): number {
  return criticalPathMs(cell, latencies) + COPY_MS.program + COPY_MS.scene * cell.scenes;
}
