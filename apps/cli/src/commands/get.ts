import { type FilmView, isFinal } from '@shared/contracts/film';
import { saveVideo } from '../api/save-video';
import { type Command, type Invocation, optionalText, takeOnly, timeoutSecondsOf, WAIT_OPTIONS } from '../command';
import { CliFailure, EXIT, type ExitCode } from '../exit-codes';
import { findPart } from '../film-parts';
import { waitForFilm } from '../wait-for-film';
import { finishFilm } from './finish-film';

export const getCommand: Command = {
  usage: 'get ID [--part NAME] [-o PATH] [--wait]',
  options: { ...WAIT_OPTIONS, part: { type: 'string' } },
  run: getFilm,
};

async function getFilm(invocation: Invocation): Promise<ExitCode> {
  const { values, positionals, client, terminal } = invocation;
  const filmId = takeOnly(positionals, 'film id');
  const timeoutSeconds = timeoutSecondsOf(values);
  const film =
    values.wait === true
      ? await waitForFilm({ client, terminal, filmId, timeoutSeconds })
      : await client.json<FilmView>(`/v1/films/${encodeURIComponent(filmId)}`);
  const name = optionalText(values, 'part');
  if (isFinal(film.status) && name !== undefined) {
    const output = optionalText(values, 'output');
    terminal.out(`${await saveVideo(client, { filmId, output, part: findPart(film, name) })}\n`);
    return EXIT.ok;
  }
  if (isFinal(film.status)) return finishFilm(invocation, film, { isSaved: true });
  throw new CliFailure(
    EXIT.stillGoing,
    `Film ${filmId} is ${film.status}; there is nothing to save yet`,
    `Wait for it with: reelwright get ${filmId} --wait`,
  );
}
