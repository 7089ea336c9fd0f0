import { createLogger } from '@shared/telemetry/create-logger';
import type { Logger } from '@shared/telemetry/logger';

export function silentLogger(): Logger {
  return createLogger({ service: 'test', level: 'silent' });
}

export interface RecordedLine {
  level: string;
  msg: string;
  [fact: string]: unknown;
}

/** A logger and the lines that it wrote, in order. */
export function recordingLogger(): { logger: Logger; lines: RecordedLine[] } {
  const lines: RecordedLine[] = [];
  const destination = {
    write: (line: string) => {
      lines.push(JSON.parse(line) as RecordedLine);
    },
  };
  return { logger: createLogger({ service: 'test', level: 'debug', destination }), lines };
}
