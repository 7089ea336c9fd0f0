import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FilmView } from '@shared/contracts/film';
import type { ApiClient } from '../../../cli/src/api/api-client';
import { saveVideo } from '../../../cli/src/api/save-video';
import { filmFileName } from './film-file-name';

/** Puts the film's MP4 where people look for it; returns its path. Once there it is not fetched again. */
export async function keepVideo(client: ApiClient, film: FilmView, filmsDir: string): Promise<string> {
  const output = join(filmsDir, filmFileName(film));
  if (await stat(output).catch(() => null)) return output;
  await mkdir(filmsDir, { recursive: true });
  return saveVideo(client, { filmId: film.id, output });
}
