import { z } from 'zod';
import { type VendorEntry, vendorSettings } from '../vendor-entry';

// OpenAI itself, the default, does no more: its models are shown as retired.
const settings = vendorSettings('OPENAI_VIDEOS', 'https://api.openai.com/v1');

export const OPENAI_VIDEOS = {
  title: 'The video gateway',
  settings: {
    ...settings,
    env: {
      ...settings.env,
      /** Whether the id of an attempt is written below its prompt: the list shows nothing else by which a lost submit could be found. */
      OPENAI_VIDEOS_TAG_PROMPTS: z.stringbool().default(false),
    },
  },
  // What can be bought depends on the address.
  models: [],
  question: { path: '/models' },
} satisfies VendorEntry;
