/** One revision of one film of one tenant. */
export interface FilmRef {
  filmId: string;
  tenantId: string;
  revision: number;
}
