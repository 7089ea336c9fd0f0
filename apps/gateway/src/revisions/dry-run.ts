import { z } from 'zod';

/** `?dryRun=true`: answer with the plan, and change nothing. Strict: whoever spells it otherwise must not have the change made. */
export const dryRunSchema = z.strictObject({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
});

export type DryRun = z.infer<typeof dryRunSchema>;
