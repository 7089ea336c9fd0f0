import {
  boughtAt,
  type CreateInteraction,
  type Interaction,
  InteractionProvider,
  outputsOf,
} from '@shared/gemini/interaction-provider';
import type { GenerationResult } from '@shared/generation/provider';
import { priceOfText } from '@shared/generation/prices';
import type { TextRequest } from './text-provider';

// https://ai.google.dev/gemini-api/docs/interactions
export class GeminiText extends InteractionProvider<TextRequest> {
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
    const text = outputsOf(interaction)
      .map((part) => (part.type === 'text' ? part.text : ''))
      .join('');
    return text === '' ? null : { kind: 'inline', bytes: Buffer.from(text), mediaType: 'application/json' };
  }

  protected costOf(interaction: Interaction, { model }: TextRequest): number {
    const { usage } = interaction;
    const output = (usage?.total_output_tokens ?? 0) + (usage?.total_thought_tokens ?? 0);
    return priceOfText(model, { input: usage?.total_input_tokens ?? 0, output }, boughtAt(interaction));
  }
}
