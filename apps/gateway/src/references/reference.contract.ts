import { z } from 'zod';

/** What `POST /v1/references` answers. */
export const uploadedReferenceSchema = z.object({
  id: z.string().describe('To be named as `image` in an order or an edit; the same for the same bytes'),
  object: z.literal('reference'),
  sha256: z.string(),
  bytes: z.number().int(),
  mediaType: z.string(),
  width: z.number().int(),
  height: z.number().int(),
});
export type UploadedReference = z.infer<typeof uploadedReferenceSchema>;
