import { z } from 'zod';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import { readArtifact } from '@shared/artifacts/read-artifact';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { textSchema } from '@shared/contracts/text';

/** What the planner's model answers when it is to write words anew. */
export const softenedPromptSchema = z.object({ prompt: textSchema(16_000) });

export async function readSoftenedPrompt(store: ArtifactStore, ref: ArtifactRef): Promise<string> {
  const bytes = await readArtifact(store, ref);
  return softenedPromptSchema.parse(JSON.parse(bytes.toString('utf8'))).prompt;
}
