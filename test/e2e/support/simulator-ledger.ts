import { waitFor } from '@shared/testing/wait-for';

interface LedgerEntry {
  kind: 'text' | 'image' | 'video';
  labels: { film?: string; unit?: string };
  status: string;
  costMicros: number;
}

interface OperationInFlight {
  kind: LedgerEntry['kind'];
  status: string;
  acceptedAt: string;
}

/** The simulator's books for one film: what was bought how often, and what it cost. */
export async function loadPurchases(
  simulator: string,
  filmId: string,
): Promise<{ timesBought: Record<string, number>; costMicros: number }> {
  const { entries } = await getJson<{ entries: LedgerEntry[] }>(`${simulator}/simulator/ledger`);
  const ofFilm = entries.filter(({ labels }) => labels.film === filmId);
  const timesBought: Record<string, number> = {};
  for (const { labels } of ofFilm) {
    const unit = labels.unit ?? 'unlabelled';
    timesBought[unit] = (timesBought[unit] ?? 0) + 1;
  }
  return { timesBought, costMicros: ofFilm.reduce((sum, { costMicros }) => sum + costMicros, 0) };
}

/** What a film of that many keyframes and scenes buys when nothing is bought twice. */
export function everyUnitOnce(keyframes: number, scenes: number): Record<string, number> {
  const units = [
    'storyboard-0',
    ...Array.from({ length: keyframes }, (_, i) => `keyframe-${i}`),
    ...Array.from({ length: scenes }, (_, i) => `clip-${i + 1}`),
  ];
  return Object.fromEntries(units.map((unit) => [unit, 1]));
}

/** Resolves when nothing is under way: whoever waits for anything else waits for news of it. */
export async function waitForNothingInFlight(simulator: string): Promise<void> {
  const isIdle = async (): Promise<boolean> => {
    const operations = await listInFlight(simulator);
    return operations.every(({ status }) => status !== 'in_progress');
  };
  await waitFor(isIdle, { what: 'the end of all operations', timeoutMs: 60_000 });
}

async function listInFlight(simulator: string): Promise<OperationInFlight[]> {
  const { inFlight } = await getJson<{ inFlight: OperationInFlight[] }>(`${simulator}/simulator/operations`);
  return inFlight;
}

async function getJson<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} for ${url}`);
  return (await response.json()) as T;
}
