import { z } from 'zod';

export const UNIT_KINDS = ['storyboard', 'keyframe', 'clip', 'cut'] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** One thing that has to exist. `n`: the keyframe's index from 0, the clip's scene from 1, else 0. */
export const unitSchema = z.object({ kind: z.enum(UNIT_KINDS), n: z.number().int().nonnegative() });
export type Unit = z.infer<typeof unitSchema>;

/** What a finished clip is, as measured on its bytes. */
export const clipFactsSchema = z.object({
  durationSeconds: z.number().positive(),
  frames: z.number().int().positive(),
  fps: z.number().positive(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  hasAudio: z.boolean(),
});
export type ClipFacts = z.infer<typeof clipFactsSchema>;
