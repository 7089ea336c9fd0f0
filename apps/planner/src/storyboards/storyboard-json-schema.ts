import { z } from 'zod';
import type { Spec } from '@shared/contracts/order';
import { sceneSchema, type Storyboard, storyboardSchema } from '@shared/contracts/storyboard';

type Ordered = Pick<Spec, 'scenes' | 'sceneSeconds'>;

/** The storyboard that an order allows: exactly its number of scenes, each of its length. */
export function buildOrderedSchema({ scenes, sceneSeconds }: Ordered): z.ZodType<Storyboard> {
  const ordered = sceneSchema.omit({ id: true }).extend({ seconds: z.literal(sceneSeconds) });
  return storyboardSchema.extend({ scenes: z.array(ordered).length(scenes) });
}

/** As the model is told. Patterns and lengths are left out: the model ignores them, and they make the schema too complex for it. */
export function buildModelSchema(spec: Ordered): Record<string, unknown> {
  const seconds = z.int().min(spec.sceneSeconds).max(spec.sceneSeconds);
  const schema = storyboardSchema.extend({
    scenes: z.array(sceneSchema.omit({ id: true }).extend({ seconds })).length(spec.scenes),
  });
  return withoutTextRules(z.toJSONSchema(schema)) as Record<string, unknown>;
}

function withoutTextRules(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutTextRules);
  if (node === null || typeof node !== 'object') return node;
  const kept = Object.entries(node).filter(([key]) => !['pattern', 'maxLength', '$schema'].includes(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutTextRules(value)]));
}
