import type { Kind } from '../catalogue/models';
import type { RetryAfterForm } from '../faults/fault';
import { WireError } from './wire-error';

export interface QuotaFailure {
  window: 'minute' | 'day';
  kind: Kind;
  model: string;
  retryDelaySeconds: number;
  form: RetryAfterForm;
}

const METRICS: Record<Kind, string> = {
  text: 'generate_content_paid_tier_1_requests',
  image: 'generated_images_paid_tier_1_per_model',
  video: 'predict_long_running_requests_per_model_paid_tier_1',
};

const QUOTA_IDS = {
  minute: 'GenerateRequestsPerMinutePerProjectPerModel-PaidTier1',
  day: 'GenerateRequestsPerDayPerProjectPerModel-PaidTier1',
} as const;

export function quotaExceeded(failure: QuotaFailure): WireError {
  const { model, retryDelaySeconds, form } = failure;
  const inBody = form === 'body' || form === 'both';
  const quotaMetric = `generativelanguage.googleapis.com/${METRICS[failure.kind]}`;
  const message =
    'You exceeded your current quota, please check your plan and billing details. For more information on this error, ' +
    'head to: https://ai.google.dev/gemini-api/docs/rate-limits. To monitor your current usage, head to: ' +
    `https://ai.dev/rate-limit. \n* Quota exceeded for metric: ${quotaMetric}, limit: 0, model: ${model}` +
    (inBody ? `\nPlease retry in ${retryDelaySeconds}s.` : '');
  const details = [
    {
      '@type': 'type.googleapis.com/google.rpc.Help',
      links: [
        {
          description: 'Learn more about Gemini API quotas',
          url: 'https://ai.google.dev/gemini-api/docs/rate-limits',
        },
      ],
    },
    {
      '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
      violations: [{ quotaMetric, quotaId: QUOTA_IDS[failure.window], quotaDimensions: { location: 'global', model } }],
    },
    ...(inBody ? [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${retryDelaySeconds}s` }] : []),
  ];
  const body = { error: { code: 429, message, status: 'RESOURCE_EXHAUSTED', details } };
  return new WireError(429, body, toHeaders(failure));
}

function toHeaders({ form, retryDelaySeconds }: QuotaFailure): Record<string, string> {
  if (form === 'body') return {};
  if (form !== 'date') return { 'retry-after': String(Math.ceil(retryDelaySeconds)) };
  // Dates have whole seconds: never earlier than promised.
  const atMs = Math.ceil(Date.now() / 1000 + retryDelaySeconds) * 1000;
  return { 'retry-after': new Date(atMs).toUTCString() };
}
