/** What `reelwright` ends with. */
export const EXIT = {
  /** Done as asked; a film with gaps counts, and they are named. */
  ok: 0,
  /** The film failed or was cancelled. */
  failedFilm: 1,
  /** The command or its input was wrong. */
  badInput: 2,
  /** The film is still being made. */
  stillGoing: 3,
  /** The API cannot be reached, or cannot do it now. */
  network: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command: what happened, and what to do next. */
export class CliFailure extends Error {
  override readonly name = 'CliFailure';

  constructor(
    readonly exitCode: ExitCode,
    message: string,
    readonly next?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
