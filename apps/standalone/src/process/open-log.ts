import { mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { createLogger, type LogLevel } from '@shared/telemetry/create-logger';
import type { Logger } from '@shared/telemetry/logger';

export interface LogOptions {
  file: string;
  level: LogLevel;
  /** Told of each kind of error once. */
  onError: (message: string) => void;
}

/** The logger of a service, by its name. */
export type Loggers = (service: string) => Logger;

/** JSON lines of all services in one file; the terminal is for people. */
export function openLog({ file, level, onError }: LogOptions): Loggers {
  mkdirSync(dirname(file), { recursive: true });
  const descriptor = openSync(file, 'a');
  const told = new Set<string>();
  const write = (line: string): void => {
    writeSync(descriptor, line);
    const message = findError(line);
    if (message === null || told.has(message)) return;
    told.add(message);
    onError(message);
  };
  return (service) => createLogger({ service, level, destination: { write } });
}

interface Line {
  level: string;
  msg: string;
  service: string;
  error?: { message?: string };
}

function findError(line: string): string | null {
  if (!line.startsWith('{"level":"error"') && !line.startsWith('{"level":"fatal"')) return null;
  const { msg, service, error } = JSON.parse(line) as Line;
  return `${service}: ${msg}${error?.message === undefined ? '' : ` (${error.message})`}`;
}
