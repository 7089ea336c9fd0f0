import { createWriteStream } from 'node:fs';
import { mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FilmView } from '@shared/contracts/film';
import type { FilmApi } from './film-api';
import { filmFileName } from './film-file-name';

/** Puts the film's MP4 where people look for it, whole or not at all; returns its path. */
export async function saveVideo(api: FilmApi, film: FilmView, filmsDir: string): Promise<string> {
  const path = join(filmsDir, filmFileName(film));
  if (await stat(path).catch(() => null)) return path;
  await mkdir(filmsDir, { recursive: true });
  const { body } = await api.openVideo(film.id);
  if (body === null) throw new Error(`The video of ${film.id} came without a body`);
  await pipeline(Readable.fromWeb(body), createWriteStream(`${path}.part`));
  await rename(`${path}.part`, path);
  return path;
}
