import { isRefusal, PROMPT } from '@shared/gemini/content-refusal';
import type { CreateInteraction, Interaction } from '@shared/gemini/interaction';
import { InteractionProvider } from '@shared/gemini/interaction-provider';
import { boughtAt, wordsOf } from '@shared/gemini/read-interaction';
import type { GenerationResult } from '@shared/generation/providers/provider';
import { priceOfText } from '../prices';
import type { TextRequest } from '../text-request';

// https://ai.google.dev/gemini-api/docs/interactions
export class GeminiText extends InteractionProvider<TextRequest> {
  protected readonly inputs = [PROMPT];

  async compose({ model, system, prompt, schema }: TextRequest): Promise<CreateInteraction> {
    return {
      model,
      system_instruction: system,
      input: prompt,
      response_format: { type: 'text', mime_type: 'application/json', schema },
      generation_config: { thinking_level: 'low' },
    };
  }

  protected readResult(interaction: Interaction): GenerationResult | null {
    const text = wordsOf(interaction);
    if (text === '' || isRefused(text)) return null;
    return { kind: 'inline', bytes: Buffer.from(text), mediaType: 'application/json' };
  }

  protected costOf(interaction: Interaction, { model }: TextRequest): number {
    if (isRefused(wordsOf(interaction))) return 0;
    const { usage } = interaction;
    const output = (usage?.total_output_tokens ?? 0) + (usage?.total_thought_tokens ?? 0);
    return priceOfText(model, { input: usage?.total_input_tokens ?? 0, output }, boughtAt(interaction));
  }
}

// Asked for JSON, it says no in prose; and does not bill that.
function isRefused(text: string): boolean {
  return !text.trimStart().startsWith('{') && isRefusal(text);
}
