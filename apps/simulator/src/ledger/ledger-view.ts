import { KINDS, type Kind } from '../catalogue/models';
import type { Operation } from '../operations/operation';

export interface LedgerEntry {
  id: string;
  at: string;
  kind: Kind;
  model: string;
  labels: Record<string, string>;
  requestHash: string;
  status: string;
  costMicros: number;
}

export interface LedgerView {
  entries: LedgerEntry[];
  totals: { count: number; costMicros: number; byKind: Record<Kind, { count: number; costMicros: number }> };
  /** How many POSTs arrived for each attempt, accepted or not. */
  posts: Record<string, number>;
}

export function toLedgerView(operations: Operation[], posts: ReadonlyMap<string, number>): LedgerView {
  const entries = operations.map(toLedgerEntry);
  const sum = (of: LedgerEntry[]) => ({ count: of.length, costMicros: of.reduce((all, e) => all + e.costMicros, 0) });
  const byKind = KINDS.map((kind) => [kind, sum(entries.filter((entry) => entry.kind === kind))]);
  return {
    entries,
    totals: { ...sum(entries), byKind: Object.fromEntries(byKind) as LedgerView['totals']['byKind'] },
    posts: Object.fromEntries(posts),
  };
}

function toLedgerEntry(operation: Operation): LedgerEntry {
  const { id, kind, model, labels, requestHash, end } = operation;
  return {
    id,
    at: new Date(operation.acceptedAtMs).toISOString(),
    kind,
    model,
    labels,
    requestHash,
    status: end?.status ?? 'accepted',
    costMicros: end?.costMicros ?? operation.costMicros,
  };
}
