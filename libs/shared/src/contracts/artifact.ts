import { z } from 'zod';

/** Bytes in the object store, known by their SHA-256. */
export const artifactRefSchema = z.object({
  key: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().nonnegative(),
  mediaType: z.string(),
});

export type ArtifactRef = z.infer<typeof artifactRefSchema>;
