import type { Micros } from '@shared/contracts/money';
import { buildRefusal } from '@shared/gemini/content-refusal';
import type { SubmitOutcome } from '@shared/generation/providers/provider';
import { BlockingProvider } from './blocking-provider';
import { priceOfTokens } from './price-of';

/** An answer as its vendor tells it. */
export interface Written {
  id: string | null;
  model: string;
  /** JSON. What was cut off is a result, too: whoever asked can mend it. */
  text: string | null | undefined;
  /** Why there is none, in the vendor's words; empty or nothing where it did not refuse. */
  refusal?: string | null | undefined;
  /** As billed; undefined where that is not said. */
  tokens: { input: number; output: number } | undefined;
}

/** A vendor of text that answers at once. */
export abstract class BlockingText<Body> extends BlockingProvider<'text', Body> {
  /** Undefined where the answer holds neither text nor refusal. */
  protected toWritten({ id, model, text, refusal, tokens }: Written): SubmitOutcome | undefined {
    const { vendor, inputs } = this.dialect;
    const costMicros = this.costOf(model, tokens);
    if (refusal) return { kind: 'failed', error: buildRefusal(refusal, inputs, vendor), costMicros };
    if (!text) return undefined;
    const result = { kind: 'inline', bytes: Buffer.from(text), mediaType: 'application/json' } as const;
    return { kind: 'completed', operationId: id, result, costMicros };
  }

  // A price that cannot be told must not cost the answer.
  private costOf(name: string, tokens: Written['tokens']): Micros | null {
    const model = this.parts.models.find((known) => known.model === name);
    return model && tokens ? priceOfTokens(model, tokens, new Date()) : null;
  }
}
