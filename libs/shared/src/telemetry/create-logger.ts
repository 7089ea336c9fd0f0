import { type DestinationStream, pino } from 'pino';
import type { Logger } from './logger';
import { serializeError } from './serialize-error';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LoggerOptions {
  service: string;
  level: LogLevel;
  /** Standard output unless told otherwise. */
  destination?: DestinationStream;
}

const SECRETS = ['apiKey', 'authorization', 'x-goog-api-key', 'secretKey', 'accessKey', 'password', 'token', 'secret'];

/** JSON lines, written at once so that none is lost at exit. Secrets are struck out down to the second level. */
export function createLogger({ service, level, destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { error: serializeError, err: serializeError },
    redact: { paths: SECRETS.flatMap(atEachDepth), censor: '[secret]' },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

function atEachDepth(name: string): string[] {
  const member = `["${name}"]`;
  return [member, `*${member}`, `*.*${member}`];
}
