export interface Cell {
  scenes: number;
  slots: number;
}

export interface Latencies {
  imageMs: number;
  clipMs: number;
}

/** The least wall time of one chain whose storyboard is given: no clip before its two keyframes, no more clips than slots. */
export function criticalPathMs({ scenes, slots }: Cell, { imageMs, clipMs }: Latencies): number {
  const last = scenes - 1;
  const waves = Math.floor(last / slots) * clipMs + (last % slots) * imageMs;
  return 2 * imageMs + Math.max(last * imageMs, waves) + clipMs;
}
