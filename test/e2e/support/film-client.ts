import { writeFile } from 'node:fs/promises';
import { type FilmView, isFinal } from '@shared/contracts/film';
import { waitFor } from '@shared/testing/wait-for';

/** `POST /v1/films` as any client would; 202 or an error with what came instead. */
export async function orderFilm(gateway: string, order: Record<string, unknown>): Promise<FilmView> {
  const response = await fetch(`${gateway}/v1/films`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  });
  if (response.status !== 202) throw new Error(`202 was expected: ${response.status} ${await response.text()}`);
  return (await response.json()) as FilmView;
}

export async function loadFilm(gateway: string, filmId: string): Promise<FilmView> {
  const response = await fetch(`${gateway}/v1/films/${filmId}`);
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as FilmView;
}

/** The film once it has ended, however it ended; a gateway that is away for a while is asked again. */
export async function waitForEnd(gateway: string, filmId: string, timeoutMs: number): Promise<FilmView> {
  return waitForFilm(gateway, filmId, { what: 'the end of the film', timeoutMs }, ({ status }) => isFinal(status));
}

export async function waitForFilm(
  gateway: string,
  filmId: string,
  options: { what: string; timeoutMs: number },
  isAsWanted: (film: FilmView) => boolean,
): Promise<FilmView> {
  return waitFor(async () => {
    const film = await loadFilm(gateway, filmId).catch(() => null);
    return film !== null && isAsWanted(film) ? film : null;
  }, options);
}

/** Follows the redirect to the store; gives back the bytes that it has written to `path`. */
export async function download(gateway: string, link: string | null, path: string): Promise<Buffer> {
  const response = await fetch(`${gateway}${link ?? '/no-link'}`);
  if (!response.ok) throw new Error(`${response.status} for ${link ?? 'a missing link'}: ${await response.text()}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  await writeFile(path, bytes);
  return bytes;
}
