import type { ChatCompletion, ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { Micros } from '@shared/contracts/money';
import { buildRefusal, PROMPT } from '@shared/gemini/content-refusal';
import type { SubmitContext, SubmitOutcome } from '@shared/generation/providers/provider';
import { BlockingProvider } from '../blocking-provider';
import type { Dialect } from '../classify-exchange';
import { connectOpenAi, readOpenAiComplaint, traceHeaders } from '../openai-dialect';
import { priceOfTokens } from '../price-of';
import type { TextRequest } from '../text-request';
import type { Fetch } from '../vendor-provider';
import type { OpenAiCompatibleSettings } from './openai-compatible-env';

const VENDOR = 'The model server';

// https://platform.openai.com/docs/api-reference/chat/create
export class ChatText extends BlockingProvider<TextRequest, ChatCompletionCreateParamsNonStreaming> {
  readonly name = 'openai-compatible';
  protected readonly dialect: Dialect = { vendor: VENDOR, inputs: [PROMPT], readComplaint: readOpenAiComplaint };

  constructor(private readonly settings: OpenAiCompatibleSettings) {
    super();
  }

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
    const answer = await connectOpenAi(this.settings, fetch).chat.completions.create(body, { headers });
    const [choice] = (answer as Partial<ChatCompletion>).choices ?? [];
    if (choice === undefined) return undefined;
    const { content, refusal } = choice.message;
    const costMicros = this.costOf(answer);
    // Some servers leave the reason out, some the words.
    const words = choice.finish_reason === 'content_filter' ? 'the content filter stopped it' : refusal;
    if (words) return { kind: 'failed', error: buildRefusal(words, [PROMPT], VENDOR), costMicros };
    if (typeof content !== 'string' || content === '') return undefined;
    // What was cut off is a result, too: whoever asked can mend it.
    const result = { kind: 'inline', bytes: Buffer.from(content), mediaType: 'application/json' } as const;
    return { kind: 'completed', operationId: answer.id, result, costMicros };
  }

  private costOf({ usage }: ChatCompletion): Micros | null {
    const { textModel } = this.settings;
    if (textModel === undefined || usage === undefined) return null;
    const tokens = { input: usage.prompt_tokens, output: usage.completion_tokens };
    return priceOfTokens(textModel, tokens, new Date());
  }
}
