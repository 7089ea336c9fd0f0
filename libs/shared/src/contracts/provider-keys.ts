import { z } from 'zod';

/** accepted: the vendor knows the key. refused: it does not. unclear: it could not be asked, or did not say. */
export const KEY_TEST_OUTCOMES = ['accepted', 'refused', 'unclear'] as const;

export const keyTestSchema = z.object({
  outcome: z.enum(KEY_TEST_OUTCOMES),
  message: z.string().describe('What the vendor said, for a person'),
});
export type KeyTest = z.infer<typeof keyTestSchema>;

/** Body of `PUT /v1/provider-keys/{vendor}/{reference}`. */
export const putProviderKeySchema = z.strictObject({
  secret: z
    .string()
    .trim()
    .min(1)
    .max(16_384)
    .describe('As the vendor gave it out; of Vertex the JSON of a service account. Never shown again'),
});

export const providerKeySchema = z.object({
  object: z.literal('provider-key'),
  vendor: z.string(),
  reference: z.string().describe('The name under which rows, events and logs know it'),
  masked: z.string().describe('Enough of it to tell two keys apart'),
  source: z.enum(['stored', 'environment']).describe('Where it comes from; one of the environment is changed there'),
  masterKey: z.string().nullable().describe('Id of the master key that encrypts it'),
  changedAt: z.iso.datetime().nullable(),
  test: keyTestSchema.nullable().describe('null: not tested with this request'),
});
export type ProviderKey = z.infer<typeof providerKeySchema>;

export const providerKeyListSchema = z.object({ data: z.array(providerKeySchema), nextCursor: z.null() });
