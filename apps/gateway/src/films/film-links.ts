export type SceneFile = 'clip' | 'start' | 'end';

/** Addresses of a film's resources, relative to the API. */
export function filmLinks(filmId: string) {
  const self = `/v1/films/${filmId}`;
  return {
    self,
    events: `${self}/events`,
    cancel: `${self}/cancel`,
    costs: `${self}/costs`,
    video: `${self}/video`,
    poster: `${self}/poster`,
    sceneFile: (n: number, file: SceneFile) => `${self}/scenes/${n}/${file}`,
  };
}
