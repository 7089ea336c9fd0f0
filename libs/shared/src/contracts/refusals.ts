import { z } from 'zod';
import { unitSchema } from './unit';

/**
 * What follows a refusal, from the cheapest to giving up. soften: the words are written anew. redraw: the keyframe that was
 * flagged is drawn again, for a clip. fallback: another model is asked. gap: the unit fails, by name.
 */
export const RUNGS = ['soften', 'redraw', 'fallback', 'gap'] as const;
export type Rung = (typeof RUNGS)[number];

/** Which unit it is about, also across revisions. */
export const refusedUnitShape = {
  revision: z.number().int().positive(),
  unit: unitSchema,
  inputHash: z.string().describe('Of the unit that was refused'),
};

/** What happened to a scene's picture or clip after it was refused, or its model was gone, for a person to read. */
export const historyEntrySchema = z.object({
  at: z.iso.datetime(),
  part: z.enum(['start', 'end', 'clip']),
  event: z
    .enum(['refused', 'softened', 'notSoftened', 'redrawn', 'notRedrawn', 'switched'])
    .describe(
      'softened: its words were written anew; redrawn: a keyframe was drawn again for its clip; switched: another model makes it',
    ),
  next: z.enum(RUNGS).nullable().describe('What was tried after a refusal; gap: nothing more'),
  message: z.string(),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;
