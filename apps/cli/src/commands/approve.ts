import type { FilmView } from '@shared/contracts/film';
import { type Command, optionalNumber, takeOnly } from '../command';
import { filmPath, tellFilm } from './revise';

export const approveCommand: Command = {
  usage: 'approve ID [--revision N]',
  options: { revision: { type: 'string' } },
  run: async (invocation) => {
    const { values, positionals, client } = invocation;
    const filmId = takeOnly(positionals, 'film id');
    const body = { revision: optionalNumber(values, 'revision') };
    const { answer: film } = await client.change<FilmView>(`${filmPath(filmId)}/approve`, { method: 'POST', body });
    return tellFilm(invocation, film);
  },
};
