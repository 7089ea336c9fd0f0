import { z } from 'zod';
import type { StoryboardInputs } from '@shared/build-graph/describe-storyboard';
import type { Spec } from '@shared/contracts/order';
import { sceneSchema, type Storyboard, storyboardSchema } from '@shared/contracts/storyboard';

type Ordered = Pick<Spec, 'scenes' | 'sceneSeconds'>;
type Asked = Ordered & Pick<StoryboardInputs, 'references'>;

/** The storyboard that an order allows: exactly its number of scenes, each of its length. */
export function buildOrderedSchema({ scenes, sceneSeconds }: Ordered): z.ZodType<Storyboard> {
  const ordered = sceneSchema.omit({ id: true }).extend({ seconds: z.literal(sceneSeconds) });
  return storyboardSchema.extend({ scenes: z.array(ordered).length(scenes) });
}

/** As the model is told: of places only where there is an image of one. Patterns and lengths are left out: the model ignores them, and they make the schema too complex for it. */
export function buildModelSchema({ scenes, sceneSeconds, references = [] }: Asked): Record<string, unknown> {
  const seconds = z.int().min(sceneSeconds).max(sceneSeconds);
  const scene = sceneSchema.omit({ id: true, place: true }).extend({ seconds });
  const hasPlaces = references.some(({ kind }) => kind === 'place');
  const asked = hasPlaces ? scene.extend({ place: sceneSchema.shape.place }) : scene;
  const schema = storyboardSchema.extend({ scenes: z.array(asked).length(scenes) });
  return withoutTextRules(z.toJSONSchema(schema)) as Record<string, unknown>;
}

function withoutTextRules(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutTextRules);
  if (node === null || typeof node !== 'object') return node;
  const kept = Object.entries(node).filter(([key]) => !['pattern', 'maxLength', '$schema'].includes(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutTextRules(value)]));
}
