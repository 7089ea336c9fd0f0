import { parseArgs, type ParseArgsConfig } from 'node:util';
import { textSchema } from '@shared/contracts/text';
import { FILM_OPTIONS, type FilmOptions } from './film-options';

export interface Arguments {
  prompt: string | null;
  film: FilmOptions;
  /** As typed; null for the default. */
  dataDir: string | null;
  port: number | null;
  once: boolean;
  help: boolean;
}

/** What was typed can't be meant: names argument, rule and value. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const FLAGS = ['once', 'help'];
const WITH_VALUE = [...Object.keys(FILM_OPTIONS), 'data', 'port'];
const MAX_PROMPT_LENGTH = 8000;
const MAX_PORT = 65_535;

/** Every fault is told at once, one line each. */
export function parseArguments(argv: readonly string[]): Arguments {
  const faults: string[] = [];
  const { values, positionals } = readTokens(argv, faults);
  const prompt = readPrompt(positionals, faults);
  const film = readFilmOptions(values, faults);
  const port = readPort(values.get('port'), faults);
  if (faults.length > 0) throw new UsageError(faults.join('\n'));
  return {
    prompt,
    film,
    dataDir: values.get('data') ?? null,
    port,
    once: values.has('once'),
    help: values.has('help'),
  };
}

function readTokens(argv: readonly string[], faults: string[]) {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const name of FLAGS) options[name] = { type: 'boolean' };
  for (const name of WITH_VALUE) options[name] = { type: 'string' };
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true });
  const values = new Map<string, string>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const fault = findFault(token);
    if (fault !== null) faults.push(fault);
    else if (values.has(token.name)) faults.push(`${token.rawName}: may be given once`);
    else values.set(token.name, token.value ?? '');
  }
  return { values, positionals };
}

function findFault({ name, rawName, value }: { name: string; rawName: string; value?: string | undefined }) {
  if (FLAGS.includes(name)) return value === undefined ? null : `${rawName}: takes no value (received ${show(value)})`;
  if (!WITH_VALUE.includes(name)) return `${rawName}: there is no such argument; --help lists them`;
  return value === undefined || value === '' ? `${rawName}: needs a value` : null;
}

function readPrompt(positionals: readonly string[], faults: string[]): string | null {
  const [prompt, ...others] = positionals;
  if (others.length > 0)
    faults.push(
      `prompt: must be one argument, put it in quotes (received ${positionals.length}: ${show(positionals.join(' '))})`,
    );
  if (prompt === undefined) return null;
  if (!textSchema(MAX_PROMPT_LENGTH).safeParse(prompt).success)
    faults.push(
      `prompt: must be text of 1 to ${MAX_PROMPT_LENGTH} characters that are not all blank (received ${show(prompt)})`,
    );
  return prompt;
}

function readFilmOptions(values: ReadonlyMap<string, string>, faults: string[]): FilmOptions {
  const film: Record<string, string | number> = {};
  for (const [name, { key, rule, schema }] of Object.entries(FILM_OPTIONS)) {
    const value = values.get(name);
    if (value === undefined) continue;
    const parsed = schema.safeParse(value);
    if (parsed.success) film[key] = parsed.data;
    else faults.push(`--${name}: must be ${rule} (received ${show(value)})`);
  }
  return film;
}

function readPort(value: string | undefined, faults: string[]): number | null {
  if (value === undefined) return null;
  const port = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (port >= 1 && port <= MAX_PORT) return port;
  faults.push(`--port: must be a whole number from 1 to ${MAX_PORT} (received ${show(value)})`);
  return null;
}

function show(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
}
