import type { ChatCompletion, ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { SubmitContext, SubmitOutcome } from '@shared/generation/providers/provider';
import { BlockingText } from '../blocking-text';
import { connectOpenAi } from '../openai-dialect';
import type { TextRequest } from '../text-request';
import { traceHeaders } from '../trace-headers';
import type { Fetch } from '../vendor-provider';

// https://platform.openai.com/docs/api-reference/chat/create
export class ChatText extends BlockingText<ChatCompletionCreateParamsNonStreaming> {
  async compose({ model, system, prompt, schema }: TextRequest): Promise<ChatCompletionCreateParamsNonStreaming> {
    return {
      model,
      messages: [
        { role: 'system', content: system },
        { role: 'user', content: prompt },
      ],
      response_format: { type: 'json_schema', json_schema: { name: 'answer', schema } },
    };
  }

  protected async send(
    body: ChatCompletionCreateParamsNonStreaming,
    { labels }: SubmitContext,
    fetch: Fetch,
  ): Promise<SubmitOutcome | undefined> {
    const headers = traceHeaders(labels.attempt);
    const answer = await connectOpenAi(this.parts, fetch).chat.completions.create(body, { headers });
    const [choice] = (answer as Partial<ChatCompletion>).choices ?? [];
    if (choice === undefined) return undefined;
    const { content: text, refusal } = choice.message;
    const { id, usage } = answer;
    return this.toWritten({
      id,
      model: body.model,
      text,
      // Some servers leave the reason out, some the words.
      refusal: choice.finish_reason === 'content_filter' ? 'the content filter stopped it' : refusal,
      tokens: usage && { input: usage.prompt_tokens, output: usage.completion_tokens },
    });
  }
}
