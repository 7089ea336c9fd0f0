import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import type { ApiClient } from './api/api-client';
import { CliFailure, EXIT, type ExitCode } from './exit-codes';
import type { Terminal } from './terminal/terminal';

export type OptionValues = Record<string, string | boolean | (string | boolean)[] | undefined>;

export interface Invocation {
  values: OptionValues;
  positionals: string[];
  client: ApiClient;
  terminal: Terminal;
}

/** One verb of the command line. */
export interface Command {
  usage: string;
  options: ParseArgsOptionsConfig;
  run(invocation: Invocation): Promise<ExitCode>;
}

/** Options of every command. */
const COMMON_OPTIONS = {
  api: { type: 'string' },
  json: { type: 'boolean', default: false },
  debug: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const satisfies ParseArgsOptionsConfig;

export const WAIT_OPTIONS = {
  wait: { type: 'boolean', default: false },
  timeout: { type: 'string', default: '600' },
  output: { type: 'string', short: 'o' },
} as const satisfies ParseArgsOptionsConfig;

export function parseOptions(command: Command, args: readonly string[]): Pick<Invocation, 'values' | 'positionals'> {
  try {
    const options = { ...COMMON_OPTIONS, ...command.options };
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new CliFailure(EXIT.badInput, error instanceof Error ? error.message : String(error), HELP);
  }
}

const HELP = '`reelwright help` shows every command and option';

/** The one argument that is no option. */
export function takeOnly(positionals: string[], what: string): string {
  const [only, ...rest] = positionals;
  if (only === undefined || rest.length > 0) {
    throw new CliFailure(EXIT.badInput, `Give exactly one ${what}, not ${positionals.length}`, HELP);
  }
  return only;
}

/** The two arguments that are no options. */
export function takePair(positionals: string[], what: string): [string, string] {
  const [first, second, ...rest] = positionals;
  if (first === undefined || second === undefined || rest.length > 0) {
    throw new CliFailure(EXIT.badInput, `Give ${what}, not ${positionals.length} arguments`, HELP);
  }
  return [first, second];
}

export function optionalText(values: OptionValues, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

export function optionalNumber(values: OptionValues, name: string): number | undefined {
  const text = optionalText(values, name);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number)) return number;
  throw new CliFailure(EXIT.badInput, `--${name} takes a number, not ${JSON.stringify(text)}`, HELP);
}

export function timeoutSecondsOf(values: OptionValues): number {
  const seconds = optionalNumber(values, 'timeout') ?? 600;
  if (seconds > 0 && seconds <= 86_400) return seconds;
  throw new CliFailure(EXIT.badInput, `--timeout takes seconds from 1 to 86400, not ${seconds}`, HELP);
}
