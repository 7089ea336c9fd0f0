import type { JsonSchema, TextBrief } from '../briefs/brief';
import type { Spoiling } from '../operations/operation';
import { conformToSchema } from './conform-to-schema';
import { readOrder } from './order';
import { isSoftening, softenPrompt } from './soften-prompt';
import { writeStoryboard } from './write-storyboard';

export interface WrittenText {
  text: string;
  /** Ended in the middle, as an answer that ran out of tokens does. */
  isCut: boolean;
}

const CHARACTERS_PER_TOKEN = 4;

/** What the text model answers; the same brief always gives the same answer. */
export function writeText(brief: TextBrief, spoiling: Spoiling | null): WrittenText {
  const whole = writeWhole(brief);
  if (spoiling === 'invalid-json') return { text: `${whole.slice(0, -1)}, }`, isCut: false };
  const roomFor = (brief.maxOutputTokens ?? Infinity) * CHARACTERS_PER_TOKEN;
  const length = spoiling === 'max-tokens' ? Math.floor(whole.length / 2) : Math.min(whole.length, roomFor);
  return { text: whole.slice(0, length), isCut: length < whole.length };
}

function writeWhole({ prompt, schema }: TextBrief): string {
  if (schema === null) return `A few words about this: ${prompt.slice(-200).trim()}`;
  return JSON.stringify(conformToSchema(schema, writeCandidate(prompt, schema)));
}

function writeCandidate(prompt: string, schema: JsonSchema): Record<string, unknown> {
  if (isSoftening(schema)) return softenPrompt(prompt);
  return isStoryboard(schema) ? writeStoryboard(readOrder(prompt)) : {};
}

function isStoryboard(schema: JsonSchema): boolean {
  return JSON.stringify(schema).includes('"scenes"');
}
