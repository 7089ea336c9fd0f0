import { runStandalone } from './run-standalone';
import { openTerminal } from './terminal/terminal';

process.exit(await runStandalone({ argv: process.argv.slice(2), env: process.env, terminal: openTerminal(process) }));
