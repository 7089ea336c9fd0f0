import type { Logger } from '@shared/telemetry/logger';

export interface Stopping {
  /** What a clean stop consists of, from now on. */
  whenAsked(stop: () => Promise<void>): void;
}

/** Ends the process with 0 on SIGTERM or SIGINT: after `stop`, or after `graceMs` however far it came. A second signal ends it at once. */
export function stopOnSignal({ graceMs, logger }: { graceMs: number; logger: Logger }): Stopping {
  let stop: () => Promise<void> = () => Promise.resolve();
  let asked = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (asked) process.exit(0);
    asked = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.warn({ graceMs }, 'stopped before all was done');
      process.exit(0);
    }, graceMs);
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ error }, 'stop failed');
        process.exit(0);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return {
    whenAsked: (next) => {
      stop = next;
    },
  };
}
