import { type Environment, ConfigError } from '@shared/config/parse-config';
import { type Arguments, parseArguments, UsageError } from './arguments/parse-arguments';
import { buildUsage } from './arguments/usage';
import { loadConfig, type StandaloneConfig } from './config';
import { type Holder, holdData } from './data/hold-data';
import type { ExitCode } from './exit-code';
import { runHeld } from './run-held';
import { throwOnMissingFfmpeg } from './process/throw-on-missing-ffmpeg';
import type { Terminal } from './terminal/terminal';

export interface StandaloneStart {
  argv: readonly string[];
  env: Environment;
  terminal: Terminal;
}

/** The whole life of `npm start`. */
export async function runStandalone({ argv, env, terminal }: StandaloneStart): Promise<ExitCode> {
  try {
    const args = parseArguments(argv);
    if (args.help) return printUsage(terminal);
    const config = loadConfig(args, env);
    throwOnAimlessStart(args, config);
    return await start(args, config, terminal);
  } catch (error) {
    terminal.note(error instanceof Error ? error.message : String(error));
    return error instanceof UsageError || error instanceof ConfigError ? 2 : 1;
  }
}

async function start(args: Arguments, config: StandaloneConfig, terminal: Terminal): Promise<ExitCode> {
  if (config.dataNote !== null) terminal.note(config.dataNote);
  await throwOnMissingFfmpeg(config.ffmpeg);
  const outcome = await holdData(config.dataDir);
  if (outcome.kind === 'taken') return tellOfHolder(outcome.by, { args, config, terminal });
  return runHeld({ args, config, terminal, hold: outcome.hold });
}

function throwOnAimlessStart({ prompt, once }: Arguments, { simulator }: StandaloneConfig): void {
  if (once && prompt === null && simulator === null)
    throw new UsageError('--once: needs a prompt when a provider is set, because a sample film would cost money');
}

function printUsage(terminal: Terminal): ExitCode {
  terminal.print(buildUsage());
  return 0;
}

interface Refused {
  args: Arguments;
  config: StandaloneConfig;
  terminal: Terminal;
}

// Whoever only wanted it to run has what they want; whoever wanted a film has not.
function tellOfHolder({ pid, url }: Holder, { args, config, terminal }: Refused): ExitCode {
  const where = url === null ? 'is starting or stopping' : `serves ${url}`;
  terminal.note(`Reelwright runs on ${config.dataDir} already: process ${pid} ${where}. Nothing was changed.`);
  if (args.prompt === null && !args.once) return 0;
  terminal.note(
    url === null ? 'Try again in a moment.' : `To order a film there: POST ${url}/v1/films, see ${url}/docs`,
  );
  return 1;
}
