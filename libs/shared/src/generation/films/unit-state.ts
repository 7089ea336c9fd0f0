/** The statuses of a unit in the stage that makes it. The picture is docs/state-machines/unit.md. */
export const UNIT_STATUSES = [
  /**
   * Its inputs do not exist yet, or the very same is being made for another scene. Left when they do and it is, or never will be. After a
   * crash: stays.
   */
  'waiting',
  /** An attempt at it is open. Left when the last attempt ends. After a crash: the attempt goes on, see attempt-state.ts. */
  'making',
  /** Its artifact is in our store: bought, reused or chosen by hand. Final. */
  'ready',
  /** Its attempts are used up, or an input of it has failed. Final for this revision. */
  'failed',
  /** The film was cancelled first. Final for this revision. */
  'cancelled',
  /** A newer revision took over first. Final. */
  'superseded',
] as const;

export type UnitStatus = (typeof UNIT_STATUSES)[number];

export const UNIT_TRANSITIONS: Record<UnitStatus, readonly UnitStatus[]> = {
  // to ready: somebody has bought the same before
  waiting: ['making', 'ready', 'failed', 'cancelled', 'superseded'],
  making: ['ready', 'failed', 'cancelled', 'superseded'],
  ready: [],
  failed: [],
  cancelled: [],
  superseded: [],
};
