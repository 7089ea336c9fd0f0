import { type FilmView, isFinal } from '@shared/contracts/film';
import type { ApiClient } from './api/api-client';
import { followFilm } from './api/film-events';
import { CliFailure, EXIT, type ExitCode } from './exit-codes';
import { ProgressDisplay } from './terminal/progress-display';
import type { Terminal } from './terminal/terminal';

interface Waiting {
  client: ApiClient;
  terminal: Terminal;
  filmId: string;
  timeoutSeconds: number;
}

/** The film once it has ended, or waits for somebody to decide. Giving up ends the waiting, never the film. */
export async function waitForFilm({ client, terminal, filmId, timeoutSeconds }: Waiting): Promise<FilmView> {
  const display = new ProgressDisplay(terminal);
  const signal = AbortSignal.timeout(timeoutSeconds * 1000);
  try {
    for await (const film of followFilm(client, { filmId, signal })) {
      display.show(film);
      if (isFinal(film.status) || film.status === 'waiting') return film;
    }
    throw new CliFailure(EXIT.network, `The stream of film ${filmId} ended before the film`);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new CliFailure(
      EXIT.stillGoing,
      `Film ${filmId} is not done after ${timeoutSeconds} s; it goes on`,
      `Wait on with: reelwright get ${filmId} --wait`,
      { cause: error },
    );
  } finally {
    display.stop();
  }
}

/** What an ended film means for the exit code. */
export function exitCodeOf({ status }: FilmView): ExitCode {
  if (!isFinal(status)) return EXIT.stillGoing;
  return status === 'succeeded' || status === 'partial' ? EXIT.ok : EXIT.failedFilm;
}
