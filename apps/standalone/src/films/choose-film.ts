import type { FilmView } from '@shared/contracts/film';
import { createFilmSchema } from '@shared/contracts/order';
import type { ApiClient } from '../../../cli/src/api/api-client';
import type { Arguments } from '../arguments/parse-arguments';
import { type FilmOrder, orderFilm } from './order-film';
import { orderSampleFilm } from './sample-film';

export interface FilmChoice {
  /** The film to show; null when there is none to make. */
  film: FilmView | null;
  /** Films of earlier runs that go on by themselves. */
  unfinished: FilmView[];
}

export interface ChooseOptions {
  args: Pick<Arguments, 'prompt' | 'film'>;
  /** A sample film may be made unasked: only where it costs nothing. */
  mayMakeSample: boolean;
}

/** What this start is about. An unfinished film of the very same order is gone on with, not bought a second time. */
export async function chooseFilm(client: ApiClient, { args, mayMakeSample }: ChooseOptions): Promise<FilmChoice> {
  const unfinished = await listUnfinished(client);
  const film = await findOrOrder(client, { args, mayMakeSample, unfinished });
  return { film, unfinished: unfinished.filter(({ id }) => id !== film?.id) };
}

// The newest first.
async function listUnfinished(client: ApiClient): Promise<FilmView[]> {
  const { data } = await client.json<{ data: FilmView[] }>('/v1/films?status=pending&limit=100');
  return data;
}

async function findOrOrder(
  client: ApiClient,
  { args, mayMakeSample, unfinished }: ChooseOptions & { unfinished: FilmView[] },
): Promise<FilmView | null> {
  if (args.prompt !== null) {
    const order = { prompt: args.prompt, ...args.film };
    return unfinished.find((film) => isOrderOf(film, order)) ?? (await orderFilm(client, order));
  }
  if (mayMakeSample) return orderSampleFilm(client, args.film);
  return unfinished[0] ?? null;
}

function isOrderOf({ order: made }: FilmView, order: FilmOrder): boolean {
  const { prompt, style, scenes, sceneSeconds, aspectRatio, resolution } = createFilmSchema.parse(order);
  const wanted = { prompt, style, scenes, sceneSeconds, aspectRatio, resolution };
  // A length that is not asked for is whatever the video model takes.
  return Object.entries(wanted).every(
    ([key, value]) => value === undefined || made[key as keyof typeof wanted] === value,
  );
}
