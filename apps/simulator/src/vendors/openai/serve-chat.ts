import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Simulator } from '../../simulator';
import { randomId } from '../random-id';
import { type Answer, serveText, type TextWish } from '../serve-text';
import { OWN_PRICES } from '../vendor-prices';
import { openAiError } from './openai-error';

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

/** Chat completions, at the same price whatever the model is called. */
export function serveChat(scope: FastifyInstance, simulator: Simulator): void {
  const newId = () => `chatcmpl-${randomId(29)}`;
  serveText(scope, simulator, { path: '/chat/completions', rate: OWN_PRICES, newId, read, toView });
}

function read({ body }: FastifyRequest): TextWish {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) throw openAiError(400, z.prettifyError(parsed.error), 'invalid_value');
  const { model, messages, response_format: format, max_completion_tokens: maxOutputTokens = null } = parsed.data;
  const prompt = messages.map(({ content }) => content).join('\n');
  return { model, prompt, schema: format?.json_schema?.schema ?? null, maxOutputTokens };
}

function toView(answer: Answer): object {
  const { id, model, acceptedAtMs, inputTokens: prompt_tokens, outputTokens: completion_tokens } = answer;
  return {
    id,
    object: 'chat.completion',
    created: Math.floor(acceptedAtMs / 1000),
    model,
    choices: [{ index: 0, ...toChoice(answer), logprobs: null }],
    usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
  };
}

function toChoice({ text: content, isCut }: Answer): object {
  const refusal = content === null ? "I'm sorry, I can't help with that." : null;
  return { message: { role: 'assistant', content, refusal }, finish_reason: isCut ? 'length' : 'stop' };
}
