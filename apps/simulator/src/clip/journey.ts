import type { Caption } from '../picture/caption-text';
import type { View } from '../picture/view';
import type { ClipFormat } from './clip-format';

/** A clip that travels through one world, from one view to another. */
export interface Journey {
  from: View;
  to: View;
  /** What stands in the lower third while it travels. */
  caption: Caption;
  format: ClipFormat;
}
