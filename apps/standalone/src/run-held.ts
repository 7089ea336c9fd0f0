import { ApiClient } from '../../cli/src/api/api-client';
import type { Arguments } from './arguments/parse-arguments';
import type { StandaloneConfig } from './config';
import { dataPaths } from './data/data-paths';
import { keepApart } from './data/keep-apart';
import type { Hold } from './data/hold-data';
import type { ExitCode } from './exit-code';
import { makeFilms } from './make-films';
import { openLog } from './process/open-log';
import { startParts } from './process/start-parts';
import { StopList } from './process/stop-list';
import { watchInterrupts } from './process/watch-interrupts';
import { createProgressDisplay } from './progress/progress-display';
import type { Terminal } from './terminal/terminal';

export interface HeldStart {
  args: Arguments;
  config: StandaloneConfig;
  terminal: Terminal;
  hold: Hold;
}

// Shorter than the 5 s within which we promise to be gone.
const STOP_WITHIN_MS = 4_700;

/** The data directory is ours: start all parts, make the film, serve until told to stop, stop all parts. */
export async function runHeld({ args, config, terminal, hold }: HeldStart): Promise<ExitCode> {
  const { log } = dataPaths(config.dataDir);
  const display = createProgressDisplay(terminal, config.simulator !== null);
  const onError = (message: string): void => {
    if (!signal.aborted) display.say(`problem: ${message}; more in ${log}`);
  };
  const loggers = openLog({ file: log, level: config.logLevel, onError });
  const stops = new StopList(loggers('standalone'));
  stops.add('hold', () => hold.release());
  const onFirst = (): void => {
    display.end();
    terminal.note('Stopping; everything is kept. Once more ends it at once.');
  };
  const signal = watchInterrupts({ graceMs: STOP_WITHIN_MS, onFirst });
  try {
    await keepApart(config.dataDir, config.simulator === null ? 'vendors' : 'simulator');
    const url = await startParts(config, loggers, stops);
    await hold.announce(url);
    const client = new ApiClient({ api: url, trace: null });
    return await makeFilms({ args, config, terminal, display, signal, url, client });
  } catch (error) {
    if (signal.aborted) return 130;
    throw error;
  } finally {
    display.end();
    await stops.stopAll();
  }
}
