import { AppError } from '@shared/errors/app-error';

// Also for films of other tenants: whether they exist is not for this caller to know.
export function throwNoFilm(filmId: string): never {
  throw new AppError('NOT_FOUND', `There is no film ${JSON.stringify(filmId)}`);
}
