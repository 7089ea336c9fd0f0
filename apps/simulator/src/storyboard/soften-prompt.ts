import type { JsonSchema } from '../briefs/brief';

/** What Reelwright asks for when a prompt was refused: the same words, milder. */
export function isSoftening(schema: JsonSchema): boolean {
  const { properties } = schema as { properties?: object };
  return Object.keys(properties ?? {}).join() === 'prompt';
}

/** The same prompt, marked, so that a reader of the ledger sees which one was sent. */
export function softenPrompt(request: string): { prompt: string } {
  const quoted = /^PROMPT: (".*")$/m.exec(request)?.[1];
  const prompt = quoted === undefined ? 'A quiet scene' : (JSON.parse(quoted) as string);
  return { prompt: `Gently: ${prompt}` };
}
