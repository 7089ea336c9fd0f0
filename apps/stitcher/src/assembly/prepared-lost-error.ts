/** What was prepared of a clip is gone or damaged; the clip itself may not be. */
export class PreparedLostError extends Error {
  override readonly name = 'PreparedLostError';

  constructor(
    readonly scene: number,
    cause: unknown,
  ) {
    super(`the prepared clip of scene ${scene} cannot be used`, { cause });
  }
}
