import { z } from 'zod';

/** Where a film can wait until somebody decides: after the storyboard, after the keyframes, after the clips. */
export const GATES = ['storyboard', 'keyframes', 'clips'] as const;
export type Gate = (typeof GATES)[number];

export const gateSchema = z.enum(GATES);

/** The last stage that runs without being asked to go on. */
export const RUN_THROUGH = [...GATES, 'film'] as const;

/** What an order says of gates. */
export const gateRules = {
  runThrough: z.enum(RUN_THROUGH).default('film').describe('The film waits after this stage until it is approved'),
  approve: z
    .array(z.enum(['storyboard', 'keyframes']))
    .max(2)
    .default([])
    .describe('Stages whose result has to be approved before the next one begins'),
};

export type GateRules = { [K in keyof typeof gateRules]: z.infer<(typeof gateRules)[K]> };

/** In the order in which a film comes to them. */
export function gatesOf({ runThrough, approve }: GateRules): Gate[] {
  return GATES.filter((gate) => gate === runThrough || approve.some((wanted) => wanted === gate));
}
