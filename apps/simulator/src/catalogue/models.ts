/** What a model makes; also the unit in which latencies, faults and prices are told apart. */
export const KINDS = ['text', 'image', 'video'] as const;
export type Kind = (typeof KINDS)[number];

const TEXT = [
  'gemini-3.8-flash',
  'gemini-3.7-flash',
  'gemini-3.6-flash',
  'gemini-3.5-flash',
  'gemini-3.5-flash-lite',
  'gemini-3.1-flash-lite',
  'gemini-3.1-pro-preview',
  'gemini-flash-latest',
  'gemini-flash-lite-latest',
  'gemini-pro-latest',
];
const IMAGE = [
  'gemini-nano-banana-2.1',
  'gemini-3-pro-image',
  'gemini-3.1-flash-image',
  'gemini-3.1-flash-lite-image',
  'nano-banana-pro-preview',
];
const VIDEO = ['gemini-omni-1.2-flash', 'gemini-omni-1.1-flash'];

const KIND_OF_MODEL = new Map<string, Kind>([
  ...TEXT.map((model) => [model, 'text'] as const),
  ...IMAGE.map((model) => [model, 'image'] as const),
  ...VIDEO.map((model) => [model, 'video'] as const),
]);

const RETIRED = [
  /^veo-/,
  /^imagen-/,
  /^gemini-2\./,
  /^gemini-1\./,
  /^gemini-omni-flash-preview$/,
  /^gemini-3-pro-(image-)?preview$/,
  /^gemini-3\.1-flash-image-preview$/,
];

/** Names of all that can be bought in the Gemini wire. */
export function listModels(): string[] {
  return [...KIND_OF_MODEL.keys()];
}

export function findKindOfModel(model: string): Kind | null {
  return KIND_OF_MODEL.get(model) ?? null;
}

export function isRetiredModel(model: string): boolean {
  return RETIRED.some((pattern) => pattern.test(model));
}

/** What the 404 body of a retired model tells its user to write instead. */
export function successorOf(model: string): string {
  if (/^veo-|omni/.test(model)) return 'gemini-omni-1.2-flash';
  return /image/.test(model) ? 'gemini-nano-banana-2.1' : 'gemini-3.8-flash';
}
