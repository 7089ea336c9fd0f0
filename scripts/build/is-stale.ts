export interface BuildTimes {
  /** When the last finished build began; null when there is none. */
  builtMs: number | null;
  newestSourceMs: number;
}

/** Pure: equal times count as stale, because a file system may know seconds only. */
export function isStale({ builtMs, newestSourceMs }: BuildTimes): boolean {
  return builtMs === null || newestSourceMs >= builtMs;
}
