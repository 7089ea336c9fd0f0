import type { Interactions } from '@google/genai';

/** What the POST says, without what is the same for each of them. */
export type CreateInteraction = Omit<
  Interactions.InteractionCreateParams.CreateModelInteractionParamsNonStreaming,
  'background' | 'labels' | 'store' | 'stream'
>;

export type Interaction = Interactions.Interaction;
