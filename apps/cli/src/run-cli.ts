import { ApiClient } from './api/api-client';
import { type Command, optionalText, parseOptions } from './command';
import { createCommand } from './commands/create';
import { getCommand } from './commands/get';
import { listCommand } from './commands/list';
import { statusCommand } from './commands/status';
import { approveCommand } from './commands/approve';
import { editCommand } from './commands/edit';
import { forkCommand } from './commands/fork';
import { recutCommand } from './commands/recut';
import { regenerateCommand } from './commands/regenerate';
import { modelsCommand } from './commands/models';
import { rejectCommand } from './commands/reject';
import { retryCommand } from './commands/retry';
import { selectCommand } from './commands/select';
import { takesCommand } from './commands/takes';
import type { CliConfig } from './config';
import { CliFailure, EXIT, type ExitCode } from './exit-codes';
import { HELP_TEXT } from './help-text';
import type { Terminal } from './terminal/terminal';

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['create', createCommand],
  ['status', statusCommand],
  ['list', listCommand],
  ['models', modelsCommand],
  ['get', getCommand],
  ['edit', editCommand],
  ['regenerate', regenerateCommand],
  ['takes', takesCommand],
  ['select', selectCommand],
  ['retry', retryCommand],
  ['fork', forkCommand],
  ['recut', recutCommand],
  ['approve', approveCommand],
  ['reject', rejectCommand],
]);

/** Runs one command line and gives the exit code; errors are told on `err`, with what to do next. */
export async function runCli(args: readonly string[], terminal: Terminal, config: CliConfig): Promise<ExitCode> {
  try {
    return await runCommand(args, terminal, config);
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error;
    terminal.err(`${error.message}\n${error.next === undefined ? '' : `${error.next}\n`}`);
    return error.exitCode;
  }
}

async function runCommand([name, ...rest]: readonly string[], terminal: Terminal, config: CliConfig) {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    terminal.out(HELP_TEXT);
    return name === undefined ? EXIT.badInput : EXIT.ok;
  }
  const command = COMMANDS.get(name);
  if (command === undefined) {
    throw new CliFailure(EXIT.badInput, `There is no command ${JSON.stringify(name)}`, '`reelwright help` shows all');
  }
  const { values, positionals } = parseOptions(command, rest);
  if (values.help === true) {
    terminal.out(`reelwright ${command.usage}\n`);
    return EXIT.ok;
  }
  const trace = (line: string): void => {
    terminal.err(`${line}\n`);
  };
  const client = new ApiClient({
    api: optionalText(values, 'api') ?? config.api,
    trace: values.debug === true ? trace : null,
  });
  return command.run({ values, positionals, client, terminal });
}
