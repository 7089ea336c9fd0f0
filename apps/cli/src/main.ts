import { loadCliConfig } from './config';
import { runCli } from './run-cli';

const terminal = {
  out: (text: string) => void process.stdout.write(text),
  err: (text: string) => void process.stderr.write(text),
  isScreen: process.stderr.isTTY,
};

process.exitCode = await runCli(process.argv.slice(2), terminal, loadCliConfig(process.env));
