import { hashOf } from '@shared/contracts/canonical-json';
import type { FilmView } from '@shared/contracts/film';
import type { ApiClient } from '../../../cli/src/api/api-client';
import { CliFailure, EXIT } from '../../../cli/src/exit-codes';
import { type FilmOrder, orderFilm } from './order-film';

const PROMPT =
  'A little red fox wakes in a pine forest at dawn, follows the sun into the mountains, and comes to a castle under the evening stars';

const SAMPLE: FilmOrder = { prompt: PROMPT, scenes: 4, sceneSeconds: 4, metadata: { sample: 'true' } };
const MAX_TRIES = 50;

/**
 * The sample film of this data directory: made once, however often the program is started, because the key of the order says
 * which one is meant. One that failed, was cancelled or deleted makes room for the next.
 */
export async function orderSampleFilm(client: ApiClient, options: Partial<FilmOrder>): Promise<FilmView> {
  const order = { ...SAMPLE, ...options };
  const name = `sample-${hashOf(order).slice(0, 16)}`;
  for (let number = 1; number <= MAX_TRIES; number += 1) {
    const film = await findOrOrder(client, order, `${name}-${number}`);
    if (film !== null && film.status !== 'failed' && film.status !== 'cancelled') return film;
  }
  throw new Error(`The sample film failed ${MAX_TRIES} times.`);
}

// Nothing is wrong with the order: what is refused is a key whose film was deleted, and stays taken.
async function findOrOrder(client: ApiClient, order: FilmOrder, key: string): Promise<FilmView | null> {
  try {
    return await orderFilm(client, order, key);
  } catch (error) {
    if (error instanceof CliFailure && error.exitCode === EXIT.badInput) return null;
    throw error;
  }
}
