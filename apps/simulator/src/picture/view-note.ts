import { z } from 'zod';
import { COLOUR_NAMES } from '../vocabulary/colours';
import { FIGURES } from '../vocabulary/figures';
import { LOOKS } from '../vocabulary/looks';
import { PLACES } from '../vocabulary/places';
import { readPngNote } from './png-note';
import type { View } from './view';

const viewSchema = z.object({
  seed: z.int(),
  heroSeed: z.int(),
  place: z.enum(PLACES),
  look: z.enum(LOOKS),
  figure: z.enum(FIGURES),
  colour: z.enum(COLOUR_NAMES),
  position: z.number(),
  hour: z.number(),
  caption: z.object({ heading: z.string(), text: z.string() }),
});

/** The view that one of our own pictures was drawn from; null for a picture from elsewhere. */
export function readView(image: Buffer): View | null {
  const view = viewSchema.safeParse(readPngNote(image));
  return view.success ? view.data : null;
}
