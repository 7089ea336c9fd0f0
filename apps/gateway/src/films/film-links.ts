import type { CutFile } from '@shared/contracts/cut';

export type SceneFile = 'clip' | 'start' | 'end';

/** Addresses of a film's resources, relative to the API. */
export function filmLinks(filmId: string) {
  const self = `/v1/films/${filmId}`;
  return {
    self,
    events: `${self}/events`,
    cancel: `${self}/cancel`,
    costs: `${self}/costs`,
    storyboard: `${self}/storyboard`,
    retry: `${self}/retry`,
    fork: `${self}/fork`,
    approve: `${self}/approve`,
    reject: `${self}/reject`,
    video: `${self}/video`,
    poster: `${self}/poster`,
    cut: `${self}/cut`,
    stream: `${self}/stream.m3u8`,
    manifest: `${self}/manifest.json`,
    fileOf: (file: CutFile) => `${self}/files/${file}`,
  };
}

export function sceneLinks(filmId: string, n: number) {
  const self = `/v1/films/${filmId}/scenes/${n}`;
  return { takes: `${self}/takes`, fileOf: (file: SceneFile) => `${self}/${file}` };
}
