import { z } from 'zod';
import { KINDS } from '../catalogue/models';

export const FAULT_OPERATIONS = ['submit', 'poll', 'download'] as const;
export type FaultOperation = (typeof FAULT_OPERATIONS)[number];

/** What goes wrong; README.md says for each what the client sees and whether the work is accepted and billed. */
export const FAULTS = [
  '429-minute',
  '429-day',
  '500',
  '503',
  '400',
  'refuse',
  'fail',
  'drop-before-accept',
  'accept-then-drop',
  'accept-then-503',
  'truncate',
  'slow',
  'max-tokens',
  'invalid-json',
  'retired',
  'hang',
] as const;
export type FaultName = (typeof FAULTS)[number];

export const faultSchema = z.strictObject({
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
  /** What `slow` adds; what any other fault waits before it strikes. */
  delayMs: z.int().nonnegative().default(0),
  retryAfterSeconds: z.number().positive().optional(),
});
export type Fault = z.infer<typeof faultSchema>;

export const faultsSchema = z.array(faultSchema);
