import { z } from 'zod';
import { KINDS } from '../catalogue/models';

export const FAULT_OPERATIONS = ['submit', 'poll', 'download', 'webhook'] as const;
export type FaultOperation = (typeof FAULT_OPERATIONS)[number];

/** What goes wrong; README.md says for each what the client sees and whether the work is accepted and billed. */
export const FAULTS = [
  '429-minute',
  '429-day',
  '500',
  '502',
  '503',
  '400',
  '403',
  '404',
  '409',
  'blocked-input',
  'refuse',
  'fail',
  'drop-before-accept',
  'accept-then-drop',
  'accept-then-502',
  'accept-then-503',
  'accept-then-garbage',
  'garbage',
  'truncate',
  'huge',
  'gzip-bomb',
  'html',
  'redirect-private',
  'expired',
  'slow',
  'late',
  'never-finish',
  'max-tokens',
  'invalid-json',
  'retired',
  'hang',
  'webhook-lost',
  'webhook-duplicated',
  'webhook-delayed',
  'webhook-forged',
  'webhook-stale',
] as const;
export type FaultName = (typeof FAULTS)[number];

/** Where a 429 says when to come again: in the header as seconds or as a date, or in its body; `both` are seconds and body. */
export const RETRY_AFTER_FORMS = ['both', 'seconds', 'date', 'body'] as const;
export type RetryAfterForm = (typeof RETRY_AFTER_FORMS)[number];

// Elsewhere they would be spent without a trace, and a test that relies on them would prove nothing.
const ONLY_AT: Partial<Record<FaultName, FaultOperation>> = {
  late: 'submit',
  'never-finish': 'submit',
  'max-tokens': 'submit',
  'invalid-json': 'submit',
  truncate: 'download',
  huge: 'download',
  'gzip-bomb': 'download',
  html: 'download',
  'redirect-private': 'download',
  expired: 'download',
  'webhook-lost': 'webhook',
  'webhook-duplicated': 'webhook',
  'webhook-delayed': 'webhook',
  'webhook-forged': 'webhook',
  'webhook-stale': 'webhook',
};

const faultShape = z.strictObject({
  match: z
    .strictObject({
      kind: z.enum(KINDS).optional(),
      model: z.string().optional(),
      promptIncludes: z.string().optional(),
      operation: z.enum(FAULT_OPERATIONS).default('submit'),
    })
    .prefault({}),
  fault: z.enum(FAULTS),
  /** How many requests it hits before it is spent. */
  times: z.int().positive().default(1),
  /** What `slow`, `late` and `webhook-delayed` add; what any other fault waits before it strikes. */
  delayMs: z.int().nonnegative().default(0),
  retryAfterSeconds: z.number().positive().optional(),
  retryAfterAs: z.enum(RETRY_AFTER_FORMS).optional(),
  /** Which input a refusal names. */
  flagged: z.string().optional(),
  /** How often `webhook-duplicated` sends one message. */
  copies: z.int().positive().optional(),
});

export const faultSchema = faultShape.superRefine(({ fault, match: { operation } }, context) => {
  const only = ONLY_AT[fault] ?? (operation === 'webhook' ? 'another operation' : operation);
  if (only !== operation) context.addIssue(`${fault} strikes at ${only} only, not at ${operation}`);
});
export type Fault = z.infer<typeof faultSchema>;

export const faultsSchema = z.array(faultSchema);
