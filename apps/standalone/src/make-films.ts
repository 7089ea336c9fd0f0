import { once } from 'node:events';
import { type FilmView, isFinal } from '@shared/contracts/film';
import type { ApiClient } from '../../cli/src/api/api-client';
import { followFilm } from '../../cli/src/api/film-events';
import type { Arguments } from './arguments/parse-arguments';
import type { StandaloneConfig } from './config';
import { dataPaths } from './data/data-paths';
import type { ExitCode } from './exit-code';
import { chooseFilm } from './films/choose-film';
import { keepVideo } from './films/keep-video';
import { listMakers } from './provider/list-makers';
import type { ProgressDisplay } from './progress/progress-display';
import {
  describeAddress,
  describeEnd,
  describeMakers,
  describeServing,
  describeSimulator,
  describeUnfinished,
} from './terminal/messages';
import type { Terminal } from './terminal/terminal';

export interface FilmMaking {
  args: Arguments;
  config: StandaloneConfig;
  terminal: Terminal;
  display: ProgressDisplay;
  client: ApiClient;
  url: string;
  signal: AbortSignal;
}

/** With everything running: the film of this start with its progress, then the service until the signal. */
export async function makeFilms(making: FilmMaking): Promise<ExitCode> {
  const { args, config, terminal, display, client, url, signal } = making;
  const isSimulated = config.simulator !== null;
  terminal.note(describeAddress(url, args.port));
  terminal.note(isSimulated ? describeSimulator() : describeMakers(listMakers(config.services)));
  signal.throwIfAborted();
  const { film, unfinished } = await chooseFilm(client, { args, mayMakeSample: isSimulated });
  for (const other of unfinished) display.say(describeUnfinished(other));
  if (film === null)
    terminal.note('A provider is set, so no sample film is bought unasked: give a prompt, or order by the API.');
  const path = film === null ? null : await showFilm(film, making);
  if (args.once) {
    if (path !== null) terminal.print(path);
    return path === null ? 1 : 0;
  }
  if (path !== null) terminal.print(`Film: ${path}`);
  terminal.print(describeServing(url, config.dataDir));
  for (const other of unfinished) void finishAside(other, making);
  if (!signal.aborted) await once(signal, 'abort');
  return 0;
}

/** The path of its MP4; null when it came to nothing, which is said. */
async function showFilm(chosen: FilmView, { client, config, display, signal }: FilmMaking): Promise<string | null> {
  let film = chosen;
  if (!isFinal(film.status)) for await (film of followFilm(client, { filmId: chosen.id, signal })) display.show(film);
  display.end();
  display.say(describeEnd(film));
  return film.links.video === null ? null : keepVideo(client, film, dataPaths(config.dataDir).films);
}

// Films of earlier runs have no progress of their own here; their end is told.
async function finishAside(unfinished: FilmView, { client, config, display, signal }: FilmMaking): Promise<void> {
  try {
    let film = unfinished;
    for await (film of followFilm(client, { filmId: unfinished.id, signal }));
    display.say(describeEnd(film));
    if (film.links.video !== null)
      display.say(`Film: ${await keepVideo(client, film, dataPaths(config.dataDir).films)}`);
  } catch (error) {
    if (!signal.aborted) display.say(error instanceof Error ? error.message : String(error));
  }
}
