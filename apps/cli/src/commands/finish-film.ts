import type { FilmView } from '@shared/contracts/film';
import { saveVideo } from '../api/save-video';
import { type Invocation, optionalText } from '../command';
import type { ExitCode } from '../exit-codes';
import { renderFaults } from '../terminal/render-film';
import { exitCodeOf } from '../wait-for-film';

/** Tells how a film ended, and saves it where that was asked for. */
export async function finishFilm(
  { client, terminal, values }: Invocation,
  film: FilmView,
  { isSaved }: { isSaved: boolean },
): Promise<ExitCode> {
  const { id: filmId, links, status } = film;
  for (const fault of renderFaults(film)) terminal.err(`${fault}\n`);
  const canSave = links.video !== null && isSaved && status !== 'waiting';
  const path = canSave ? await saveVideo(client, { filmId, output: optionalText(values, 'output') }) : null;
  if (values.json === true) terminal.out(`${JSON.stringify({ ...film, ...(path && { path }) }, null, 2)}\n`);
  else if (status === 'waiting')
    terminal.out(`Film ${filmId} waits at its ${film.gate}. Next: npx reelwright status ${filmId}\n`);
  else if (path !== null) terminal.out(`${path}\n`);
  else if (links.video !== null) terminal.out(`Film ${status}. Next: npx reelwright get ${filmId} -o film.mp4\n`);
  else terminal.err(`Film ${filmId} is ${status}. Next: npx reelwright status ${filmId}\n`);
  return exitCodeOf(film);
}
