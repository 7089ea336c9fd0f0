import { setTimeout as wait } from 'node:timers/promises';
import { isTransientError } from '@shared/database/is-transient-error';

/** About two minutes. */
const MOST_TRIES = 30;

// What came of a purchase is known only here: it is written as soon as the database is back. The write must bear repeating.
export async function throughOutages<T>(write: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await write();
    } catch (error) {
      if (!isTransientError(error) || tries === MOST_TRIES) throw error;
      await wait(Math.min(100 * 2 ** tries, 5000));
    }
  }
}
