const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
// One Ctrl-C arrives up to three times: from the terminal, from npm and from the bootstrap script.
const SAME_PRESS_MS = 500;
const INTERRUPTED = 130;

export interface InterruptOptions {
  /** The process ends this long after the first signal, however far its clean stop came. */
  graceMs: number;
  onFirst: () => void;
}

/** Aborted by the first signal; a second one ends the process at once. */
export function watchInterrupts({ graceMs, onFirst }: InterruptOptions): AbortSignal {
  const interruption = new AbortController();
  let firstAtMs = 0;
  const onSignal = (): void => {
    if (!interruption.signal.aborted) {
      firstAtMs = performance.now();
      setTimeout(() => process.exit(INTERRUPTED), graceMs).unref();
      onFirst();
      interruption.abort();
    } else if (performance.now() - firstAtMs > SAME_PRESS_MS) process.exit(INTERRUPTED);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return interruption.signal;
}
