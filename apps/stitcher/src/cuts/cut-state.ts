/**
 * A cut is one revision of a film being put together. Each status says what it means, who enters it, what leaves it, and
 * what happens to a cut found in it after a crash. The picture is docs/state-machines/cut.md.
 */
export const CUT_STATUSES = [
  /**
   * The storyboard is approved and not every scene is settled. Entered by the handler of the approved storyboard. Left by
   * the handler of the clip that settles the last scene. After a crash: stays; the next fact moves it on.
   */
  'collecting',
  /**
   * Every scene is settled and enough clips are ready, or a try failed and the next has its time. Left when a worker leases
   * it. After a crash: stays, and any worker may take it.
   */
  'due',
  /**
   * A worker holds the lease and works in a directory of its own. Left by that worker alone, under its fencing token. After
   * a crash: the lease runs out and the next worker begins anew; the directory is removed at the next start on its machine.
   */
  'stitching',
  /** Film and poster are in the store, checked, and stated. Final. */
  'ready',
  /** Too few clips are ready, or the tries are used up. Final. */
  'failed',
  /**
   * The film was cancelled first, perhaps before its storyboard was heard of. Final. A lease that is still on it belongs to
   * a worker that has not let go yet; after a crash it runs out, and the next worker states that nothing is in hand.
   */
  'cancelled',
] as const;

export type CutStatus = (typeof CUT_STATUSES)[number];

export const CUT_TRANSITIONS: Record<CutStatus, readonly CutStatus[]> = {
  collecting: ['due', 'failed', 'cancelled'],
  due: ['stitching', 'cancelled'],
  // back to due: a try failed and another may succeed, or the worker stops
  stitching: ['ready', 'failed', 'due', 'cancelled'],
  ready: [],
  failed: [],
  cancelled: [],
};

export const CANCELLABLE_STATUSES = CUT_STATUSES.filter((status) => CUT_TRANSITIONS[status].includes('cancelled'));
