import type { Operation } from '../../operations/operation';

const STATUSES = { completed: 'succeeded', refused: 'failed', failed: 'failed', cancelled: 'canceled' } as const;
const REFUSAL = 'The input or output was flagged as sensitive. Please try again with different inputs. (E005)';
const FAILURE = 'Prediction failed: an internal error has occurred. (E1001)';
// API predictions lose what they were given and what they made.
const KEPT_MS = 3_600_000;

/** A prediction as Replicate shows it. `outputPrefix` is the address below which its result lies. */
export function toPrediction(operation: Operation, nowMs = 0): Record<string, unknown> {
  const { id, model, brief, end, acceptedAtMs, webhook, outputPrefix = '' } = operation;
  const isRemoved = end !== null && nowMs > end.atMs + KEPT_MS;
  const isNew = end === null && nowMs <= acceptedAtMs;
  const root = outputPrefix.replace(/delivery\/$/, 'v1/');
  return {
    id,
    model,
    version: 'hidden',
    input: isRemoved ? {} : { prompt: brief.prompt },
    output: end?.status === 'completed' && !isRemoved ? `${outputPrefix}${id}/output.mp4` : null,
    error: end?.status === 'refused' ? toRefusal(operation) : end?.status === 'failed' ? FAILURE : null,
    logs: '',
    status: end !== null ? STATUSES[end.status] : isNew ? 'starting' : 'processing',
    source: 'api',
    data_removed: isRemoved,
    created_at: toTime(acceptedAtMs),
    started_at: isNew ? null : toTime(acceptedAtMs),
    completed_at: end === null ? null : toTime(end.atMs),
    metrics: end === null ? {} : { predict_time: (end.atMs - acceptedAtMs) / 1000 },
    urls: {
      get: `${root}predictions/${id}`,
      cancel: `${root}predictions/${id}/cancel`,
      stream: `${root}stream/${id}`,
      web: `https://replicate.com/p/${id}`,
    },
    ...(webhook && { webhook: webhook.uris[0], webhook_events_filter: ['completed'] }),
  };
}

function toRefusal({ flagged }: Operation): string {
  return flagged === undefined ? REFUSAL : `${REFUSAL} ${flagged} was flagged.`;
}

function toTime(ms: number): string {
  return new Date(ms).toISOString();
}
