export interface LogMethod {
  (facts: object, message: string): void;
  (message: string): void;
}

/** Structured log: facts first (`filmId` wherever there is one, `error` for what was thrown), then a short message. */
export abstract class Logger {
  abstract readonly trace: LogMethod;
  abstract readonly debug: LogMethod;
  abstract readonly info: LogMethod;
  abstract readonly warn: LogMethod;
  abstract readonly error: LogMethod;
  abstract readonly fatal: LogMethod;
  /** A logger that adds these facts to every line. */
  abstract child(facts: object): Logger;
}
