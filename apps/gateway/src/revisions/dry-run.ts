import { z } from 'zod';

/** `?dryRun=true`: answer with the plan, and change nothing. */
export const dryRunSchema = z.object({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
});

export type DryRun = z.infer<typeof dryRunSchema>;
