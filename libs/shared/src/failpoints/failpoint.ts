/** Places between two effects where a process may die, freeze or fail. Fault tests strike there; nothing else ever does. */
export const FAILPOINTS = [
  'lease.after-claim',
  'hold.before-commit',
  'slot.before-commit',
  'intent.before-commit',
  'intent.after-commit',
  'submit.after-answer',
  'submit.after-bind',
  'recall.before',
  'recall.after',
  'poll.before',
  'poll.after',
  'download.before',
  'download.after',
  'artifact.after-put',
  'settle.before-commit',
  'settle.after-commit',
  'outbox.before-send',
  'outbox.after-send',
  'outbox.before-commit',
  'inbox.before-effect',
  'inbox.before-commit',
  'inbox.after-commit',
  'order.before-commit',
  'order.after-commit',
  'storyboard.before-approval',
  'storyboard.after-approval',
  'cut.after-claim',
  'cut.mid-join',
  'cut.before-upload',
  'cut.after-upload',
  'cut.after-commit',
] as const;

export type Failpoint = (typeof FAILPOINTS)[number];

type Strike = (point: Failpoint) => Promise<void>;

let strike: Strike | null = null;

/** Nothing at all, unless `onFailpoint` was called in this process. */
export function failpoint(point: Failpoint): Promise<void> | undefined {
  return strike?.(point);
}

/** For fault tests; null takes it away again. */
export function onFailpoint(next: Strike | null): void {
  strike = next;
}
