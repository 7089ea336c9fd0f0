import type { z } from 'zod';
import type { createFilmSchema } from '@shared/contracts/order';

export const EXAMPLE_ORDER: z.input<typeof createFilmSchema> = {
  prompt: 'A lighthouse keeper finds a message in a bottle on a stormy night',
  style: 'cinematic',
  scenes: 4,
  sceneSeconds: 4,
  budgetUsd: '5.00',
  metadata: { campaign: 'autumn' },
};
