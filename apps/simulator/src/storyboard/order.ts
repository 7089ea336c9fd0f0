import { z } from 'zod';

/** What the planner asks for, read out of its prompt. */
export interface StoryOrder {
  prompt: string;
  scenes: number;
  sceneSeconds: number;
  style: string;
}

const orderSchema = z.looseObject({
  prompt: z.string().catch(''),
  scenes: z.coerce.number().int().positive().catch(4),
  sceneSeconds: z.coerce.number().int().positive().catch(4),
  style: z.string().catch('cinematic'),
});

/** The JSON after `ORDER:` where there is one; else what plain words say. */
export function readOrder(prompt: string): StoryOrder {
  const rawOrder = /ORDER:\s*(\{.*\})/.exec(prompt)?.[1];
  const order = orderSchema.safeParse(parseJson(rawOrder));
  return order.success ? order.data : readWords(prompt);
}

function readWords(prompt: string): StoryOrder {
  return {
    prompt: (prompt.split('\n').find((line) => line.trim() !== '') ?? 'An untold story').slice(0, 300),
    scenes: Number(/(\d+)\s+(?:\w+\s+)?(?:scenes|shots)/i.exec(prompt)?.[1] ?? 4),
    sceneSeconds: Number(/(\d+)\s*(?:s|sec|seconds)\b/i.exec(prompt)?.[1] ?? 4),
    style: 'cinematic',
  };
}

function parseJson(rawJson: string | undefined): unknown {
  try {
    return JSON.parse(rawJson ?? '');
  } catch {
    return null;
  }
}
