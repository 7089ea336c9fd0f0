import type { Brief } from '../briefs/brief';
import { fileIdOf, type Operation, wireStatusAt } from '../operations/operation';
import type { Simulator } from '../simulator';
import { writeText } from '../storyboard/write-text';

const REFUSAL =
  "I can't generate that. It may go against the generative AI prohibited use policy. Try rewording your prompt.";

/** An interaction as Google shows it: bare while it runs, with steps and usage when it has come to an end. */
export async function toInteractionView(simulator: Simulator, operation: Operation): Promise<Record<string, unknown>> {
  const status = wireStatusAt(operation, simulator.now());
  const bare = {
    id: operation.id,
    object: 'interaction',
    model: operation.model,
    status,
    created: toTime(operation.acceptedAtMs),
    updated: toTime(operation.end?.atMs ?? operation.acceptedAtMs),
    ...(Object.keys(operation.labels).length > 0 && { labels: operation.labels }),
  };
  switch (operation.end?.status) {
    case 'completed':
      return { ...bare, steps: await toSteps(simulator, operation), usage: toUsage(operation) };
    case 'refused':
      return { ...bare, steps: toRefusalSteps(operation), usage: toUsage(operation) };
    case 'failed':
      return { ...bare, errors: [toFailure(operation)] };
    default:
      return bare;
  }
}

async function toSteps(simulator: Simulator, operation: Operation): Promise<unknown[]> {
  return [
    userInput(operation.brief),
    { type: 'thought', signature: Buffer.from(operation.requestHash).toString('base64') },
    { type: 'model_output', content: [await toOutput(simulator, operation)] },
  ];
}

async function toOutput({ studio }: Simulator, operation: Operation): Promise<unknown> {
  const { brief, spoiling } = operation;
  if (brief.kind === 'text') return { type: 'text', text: writeText(brief, spoiling).text };
  if (brief.kind === 'video' && brief.delivery === 'uri') {
    return { type: 'video', mime_type: 'video/mp4', uri: downloadUri(fileIdOf(operation)) };
  }
  const data = (await studio.read(brief)).toString('base64');
  return brief.kind === 'image'
    ? { type: 'image', mime_type: 'image/png', data }
    : { type: 'video', mime_type: 'video/mp4', data };
}

/** The SDK's download understands only addresses at Google's own host, whatever its base URL is. */
export function downloadUri(fileId: string): string {
  return `https://generativelanguage.googleapis.com/v1beta/files/${fileId}:download?alt=media`;
}

function toRefusalSteps(operation: Operation): unknown[] {
  return [
    userInput(operation.brief),
    { type: 'model_output', content: [{ type: 'text', text: refusalOf(operation) }] },
  ];
}

function refusalOf({ flagged }: Operation): string {
  return flagged === undefined ? REFUSAL : `${REFUSAL} ${flagged} was flagged by our safety filters.`;
}

function userInput(brief: Brief): unknown {
  return { type: 'user_input', content: [{ type: 'text', text: brief.prompt }] };
}

function toFailure(operation: Operation): unknown {
  return {
    code: 'https://ai.google.dev/errors/internal',
    message: operation.end?.message ?? 'The generation failed because of an internal error. You were not charged.',
  };
}

function toUsage(operation: Operation): unknown {
  const { end, kind, usage } = operation;
  const isRefused = end?.status === 'refused';
  const modality = isRefused ? 'text' : kind;
  const tokens = isRefused ? Math.ceil(refusalOf(operation).length / 4) : usage.outputTokens;
  return {
    total_input_tokens: usage.inputTokens,
    total_output_tokens: tokens,
    total_thought_tokens: 0,
    total_tokens: usage.inputTokens + tokens,
    output_tokens_by_modality: [{ modality, tokens }],
  };
}

function toTime(ms: number): string {
  return new Date(ms).toISOString();
}
