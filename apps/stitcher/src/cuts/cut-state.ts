/**
 * A cut is one revision of a film being put together. Each status says what it means, who enters it, what leaves it, and
 * what happens to a cut found in it after a crash. The picture is docs/state-machines/cut.md.
 */
export const CUT_STATUSES = [
  /**
   * There is nothing to put together yet: the storyboard, the first clip that fits or somebody's word at the gate is awaited.
   * Entered with the first fact of a film, and by a wish for another cut. Left by the handler or the task that brings what was
   * awaited. After a crash: stays; the next fact moves it on.
   */
  'collecting',
  /**
   * A clip fits or was made to, or every scene is settled; or a try failed and the next has its time. Left when a worker leases it. After
   * a crash: stays, and any worker may take it.
   */
  'due',
  /**
   * A worker holds the lease and the film in the making, in a directory of its own: it takes clips in as they come, and finishes
   * when every scene is settled. Left by that worker alone, under its fencing token; when it only waits for clips, for `collecting`, as
   * soon as another film waits for a place. After a crash: others end its lease within
   * two seconds, and the next worker takes the clips in again; the directory is removed at the next start on its machine.
   */
  'stitching',
  /** Film and poster are in the store, checked, and stated. Left only when another cut of the same clips is asked for. */
  'ready',
  /** Too few clips are ready, a clip is damaged, or the tries are used up. Left only when another cut is asked for. */
  'failed',
  /**
   * The film was cancelled first, perhaps before its storyboard was heard of, or a later revision took its place. Final. A lease
   * that is still on it belongs to a worker that has not let go yet; after a crash it runs out, and the next worker states that
   * nothing is in hand.
   */
  'cancelled',
] as const;

export type CutStatus = (typeof CUT_STATUSES)[number];

export const CUT_TRANSITIONS: Record<CutStatus, readonly CutStatus[]> = {
  collecting: ['due', 'cancelled'],
  due: ['stitching', 'collecting', 'cancelled'],
  // back to due: a try failed and another may succeed, or the worker stops
  stitching: ['ready', 'failed', 'due', 'collecting', 'cancelled'],
  ready: ['collecting'],
  failed: ['collecting'],
  cancelled: [],
};

export const CANCELLABLE_STATUSES = CUT_STATUSES.filter((status) => CUT_TRANSITIONS[status].includes('cancelled'));
export const RECUTTABLE_STATUSES = CUT_STATUSES.filter(
  (status) => status === 'collecting' || CUT_TRANSITIONS[status].includes('collecting'),
);
export const ENDED_STATUSES: readonly CutStatus[] = ['ready', 'failed', 'cancelled'];
