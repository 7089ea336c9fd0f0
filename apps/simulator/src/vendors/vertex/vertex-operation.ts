import type { Operation } from '../../operations/operation';
import type { Simulator } from '../../simulator';

const TYPE = 'type.googleapis.com/cloud.ai.large_models.vision.GenerateVideoResponse';
const REFUSAL =
  "Veo could not generate videos because the input image violates Vertex AI's usage guidelines. Support codes: 58061214";

/** A long-running operation: its bare name while it runs, then a response or an error. */
export async function toVertexOperation(simulator: Simulator, operation: Operation, name: string): Promise<unknown> {
  switch (operation.end?.status) {
    case undefined:
    case 'cancelled':
      return { name };
    case 'failed':
      return { name, done: true, error: { code: 13, message: 'An internal error occurred. Support codes: none' } };
    case 'refused':
      return { name, done: true, response: toRefusal(operation) };
    case 'completed': {
      const videos = [await toVideo(simulator, operation)];
      return { name, done: true, response: { '@type': TYPE, raiMediaFilteredCount: 0, videos } };
    }
  }
}

/** `gs://…/<operation>/sample_0.mp4`; null for an operation that was given no folder. */
export function outputOf({ outputPrefix, id }: Operation): string | null {
  return outputPrefix === undefined ? null : `${outputPrefix}${id}/sample_0.mp4`;
}

function toRefusal({ flagged }: Operation): object {
  const reason = flagged === undefined ? REFUSAL : `${REFUSAL}. ${flagged} was flagged.`;
  return { '@type': TYPE, raiMediaFilteredCount: 1, raiMediaFilteredReasons: [reason] };
}

async function toVideo({ studio }: Simulator, operation: Operation): Promise<object> {
  const mimeType = 'video/mp4';
  const gcsUri = outputOf(operation);
  if (gcsUri !== null) return { gcsUri, mimeType };
  const { brief } = operation;
  if (brief.kind !== 'video') throw new Error(`Vertex was asked for ${brief.kind}`);
  return { bytesBase64Encoded: (await studio.read(brief)).toString('base64'), mimeType };
}
