import type { FilmView } from '@shared/contracts/film';
import { type Command, takeOnly } from '../command';
import { EXIT } from '../exit-codes';
import { renderStatus } from '../terminal/render-film';

export const statusCommand: Command = {
  usage: 'status ID',
  options: {},
  run: async ({ values, positionals, client, terminal }) => {
    const filmId = takeOnly(positionals, 'film id');
    const film = await client.json<FilmView>(`/v1/films/${encodeURIComponent(filmId)}`);
    terminal.out(`${values.json === true ? JSON.stringify(film, null, 2) : renderStatus(film, new Date())}\n`);
    return EXIT.ok;
  },
};
