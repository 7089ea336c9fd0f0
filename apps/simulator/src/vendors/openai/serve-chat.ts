import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Operation, Usage } from '../../operations/operation';
import type { Simulator } from '../../simulator';
import { writeText } from '../../storyboard/write-text';
import { internalError } from '../../wire/wire-error';
import { randomId } from '../random-id';
import { OWN_PRICES } from '../vendor-prices';
import { openAiError } from './openai-error';
import { traceOf } from './trace-of';

const bodySchema = z.looseObject({
  model: z.string().min(1),
  messages: z.array(z.looseObject({ role: z.string(), content: z.string() })).min(1),
  max_completion_tokens: z.int().positive().optional(),
  response_format: z
    .looseObject({
      type: z.string(),
      json_schema: z.looseObject({ name: z.string(), schema: z.record(z.string(), z.unknown()) }).optional(),
    })
    .optional(),
});

/** Chat completions: the answer comes with the connection, or is lost with it. */
export function serveChat(scope: FastifyInstance, simulator: Simulator): void {
  scope.post('/chat/completions', async (request) => {
    const operation = await acceptChat(simulator, request);
    await simulator.operations.whenEnded(operation);
    if (operation.end?.status === 'failed') throw internalError();
    return toCompletion(operation);
  });
}

async function acceptChat({ admission }: Simulator, request: FastifyRequest): Promise<Operation> {
  const { body: rawBody } = request;
  const attempt = traceOf(request);
  admission.countPost({ attempt });
  const parsed = bodySchema.safeParse(rawBody);
  if (!parsed.success) throw openAiError(400, z.prettifyError(parsed.error), 'invalid_value');
  const { model, messages, response_format: format, max_completion_tokens: maxOutputTokens = null } = parsed.data;
  const prompt = messages.map(({ content }) => content).join('\n');
  return admission.accept({
    surface: 'openai',
    id: `chatcmpl-${randomId(29)}`,
    model,
    labels: attempt === null ? {} : { attempt },
    background: false,
    rawBody,
    brief: { kind: 'text', prompt, schema: format?.json_schema?.schema ?? null, maxOutputTokens },
    priceOf,
  });
}

function priceOf({ inputTokens, outputTokens }: Usage): number {
  const { inputPerMillion, outputPerMillion } = OWN_PRICES;
  return Math.ceil((inputTokens * inputPerMillion + outputTokens * outputPerMillion) / 1_000_000);
}

function toCompletion(operation: Operation): object {
  const { id, model, acceptedAtMs, end, usage } = operation;
  const isRefused = end?.status === 'refused';
  const prompt_tokens = isRefused ? 0 : usage.inputTokens;
  const completion_tokens = isRefused ? 0 : usage.outputTokens;
  return {
    id,
    object: 'chat.completion',
    created: Math.floor(acceptedAtMs / 1000),
    model,
    choices: [{ index: 0, ...(isRefused ? toRefusal() : toAnswer(operation)), logprobs: null }],
    usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
  };
}

function toRefusal(): object {
  return {
    message: { role: 'assistant', content: null, refusal: "I'm sorry, I can't help with that." },
    finish_reason: 'stop',
  };
}

function toAnswer({ brief, spoiling }: Operation): object {
  if (brief.kind !== 'text') throw new Error(`A chat was asked for ${brief.kind}`);
  const { text, isCut } = writeText(brief, spoiling);
  return { message: { role: 'assistant', content: text, refusal: null }, finish_reason: isCut ? 'length' : 'stop' };
}
