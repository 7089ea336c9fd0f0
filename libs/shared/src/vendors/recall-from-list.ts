import type { Recollection } from '@shared/generation/providers/provider';
import { plannedAt } from './attempt-time';

export interface ListEntry {
  operationId: string;
  attemptId: string | null | undefined;
  createdAt: Date;
}

export interface ListPage {
  /** The newest first. An attempt is null where the entry shows that it is none of ours, undefined where it does not show it. */
  entries: readonly ListEntry[];
  /** What names the page after this; null: there is none. */
  next: string | null;
}

const MAX_PAGES = 30;
const SKEW_MS = 600_000;

/** Goes through a vendor's list, back to before the attempt was planned. Only one entry that is ours is evidence. */
export async function recallFromList(
  attemptId: string,
  loadPage: (cursor: string | null) => Promise<ListPage>,
): Promise<Recollection> {
  const earliest = plannedAt(attemptId).getTime() - SKEW_MS;
  const seen: ListEntry[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const { entries, next }: ListPage = await loadPage(cursor);
    seen.push(...entries);
    const oldest = entries.at(-1);
    if (next === null || oldest === undefined || oldest.createdAt.getTime() < earliest) return judge(attemptId, seen);
    cursor = next;
  }
  return { kind: 'cannot-tell' };
}

function judge(attemptId: string, seen: readonly ListEntry[]): Recollection {
  const [mine, other] = seen.filter((entry) => entry.attemptId === attemptId);
  if (mine !== undefined && other === undefined) return { kind: 'accepted', operationId: mine.operationId };
  const isProof = mine === undefined && seen.every((entry) => entry.attemptId !== undefined);
  return { kind: isProof ? 'never-accepted' : 'cannot-tell' };
}
