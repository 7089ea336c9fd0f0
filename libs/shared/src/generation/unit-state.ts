/** The statuses of a unit in the stage that makes it. The picture is docs/state-machines/unit.md. */
export const UNIT_STATUSES = [
  /** Its inputs do not exist yet. Left when they do, or when they never will. After a crash: stays. */
  'waiting',
  /** An attempt at it is open. Left when the last attempt ends. After a crash: the attempt goes on, see attempt-state.ts. */
  'making',
  /** Its artifact is in our store. Final. */
  'ready',
  /** Its attempts are used up, or an input of it has failed. Final for this revision. */
  'failed',
  /** The film was cancelled first. Final. */
  'cancelled',
] as const;

export type UnitStatus = (typeof UNIT_STATUSES)[number];

export const UNIT_TRANSITIONS: Record<UnitStatus, readonly UnitStatus[]> = {
  waiting: ['making', 'failed', 'cancelled'],
  making: ['ready', 'failed', 'cancelled'],
  ready: [],
  failed: [],
  cancelled: [],
};
