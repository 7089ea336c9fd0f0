import type { Prediction } from 'replicate';
import type { Recollection } from '@shared/generation/provider';
import { readWebhookAddress } from '@shared/webhooks/webhook-address';
import { plannedAt } from '../attempt-time';

export interface PredictionPage {
  results: Prediction[];
  /** The address of the next page. */
  next?: string | null;
}

const MAX_PAGES = 30;
const SKEW_MS = 600_000;

/** Goes through the list, the newest first, back to before the attempt was planned. */
export async function recallPrediction(
  attemptId: string,
  loadPage: (next: string | null) => Promise<PredictionPage>,
): Promise<Recollection> {
  const earliest = plannedAt(attemptId).getTime() - SKEW_MS;
  const found: string[] = [];
  let next: string | null = null;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const page: PredictionPage = await loadPage(next);
    found.push(...page.results.filter((prediction) => isOf(prediction, attemptId)).map(({ id }) => id));
    const oldest = page.results.at(-1)?.created_at;
    next = page.next ?? null;
    if (next === null || oldest === undefined || Date.parse(oldest) < earliest) return judge(found);
  }
  return { kind: 'cannot-tell' };
}

function isOf({ webhook }: Prediction, attemptId: string): boolean {
  return readWebhookAddress(webhook ?? '')?.attempt === attemptId;
}

function judge([operationId, other]: string[]): Recollection {
  if (other !== undefined) return { kind: 'cannot-tell' };
  return operationId === undefined ? { kind: 'never-accepted' } : { kind: 'accepted', operationId };
}
