import type { Kind } from '../catalogue/models';
import { WireError } from './wire-error';

export interface QuotaFailure {
  window: 'minute' | 'day';
  kind: Kind;
  model: string;
  retryDelaySeconds: number;
  /** Google promises no Retry-After header, so it is sent only where a fault asks for one. */
  sendsHeader: boolean;
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
  const { model, retryDelaySeconds } = failure;
  const quotaMetric = `generativelanguage.googleapis.com/${METRICS[failure.kind]}`;
  const message =
    'You exceeded your current quota, please check your plan and billing details. For more information on this error, ' +
    'head to: https://ai.google.dev/gemini-api/docs/rate-limits. To monitor your current usage, head to: ' +
    `https://ai.dev/rate-limit. \n* Quota exceeded for metric: ${quotaMetric}, limit: 0, model: ${model}\n` +
    `Please retry in ${retryDelaySeconds}s.`;
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
    { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${retryDelaySeconds}s` },
  ];
  return new WireError(
    429,
    { error: { code: 429, message, status: 'RESOURCE_EXHAUSTED', details } },
    failure.sendsHeader ? { 'retry-after': String(Math.ceil(retryDelaySeconds)) } : {},
  );
}
