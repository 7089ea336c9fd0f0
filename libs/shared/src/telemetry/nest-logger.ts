import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger';

/** What the framework has to say, through our logger. Its account of every route and module counts as debug. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(toFacts(message, rest), toText(message));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(toFacts(message, rest), toText(message));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.logger.trace(toFacts(message, rest), toText(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn(toFacts(message, rest), toText(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error(toFacts(message, rest), toText(message));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.logger.fatal(toFacts(message, rest), toText(message));
  }
}

// Nest passes the context last, and an error's stack before it.
function toFacts(message: unknown, rest: unknown[]): object {
  const error = [message, ...rest].find((part) => part instanceof Error);
  const texts = rest.filter((part) => typeof part === 'string');
  return { context: texts.at(-1), ...(error && { error }), ...(texts.length > 1 && { stack: texts[0] }) };
}

function toText(message: unknown): string {
  if (message instanceof Error) return message.message;
  return typeof message === 'string' ? message : JSON.stringify(message);
}
