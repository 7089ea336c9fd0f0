import type { CutFile } from '@shared/contracts/cut';
import { AppError } from '@shared/errors/app-error';

export interface FilmOwner {
  tenantId: string;
  filmId: string;
}

/** What lies in a film's place by kind, each of which one service owns. */
export type ArtifactFolder = 'orders' | 'images' | 'storyboard' | 'keyframes' | 'clips';

/** Where each artifact of a film lives. A key holds who owns it, so one prefix check is an ownership check. */
export const artifactKeys = {
  film: (owner: FilmOwner) => `t/${segment(owner.tenantId)}/films/${segment(owner.filmId)}`,
  folder: (owner: FilmOwner, folder: ArtifactFolder) => `${artifactKeys.film(owner)}/${folder}`,
  order: (owner: FilmOwner) => `${artifactKeys.film(owner)}/orders/${segment(owner.filmId)}.json`,
  /** The storyboard that its user has edited to make a revision. */
  revisedOrder: (owner: FilmOwner, revisionId: string) =>
    `${artifactKeys.film(owner)}/orders/${segment(revisionId)}.json`,
  /** A user's image as the film uses it, named by its content. */
  image: (owner: FilmOwner, sha256: string) => `${artifactKeys.film(owner)}/images/${segment(sha256)}.png`,
  storyboard: (owner: FilmOwner, attemptId: string) =>
    `${artifactKeys.film(owner)}/storyboard/${segment(attemptId)}.json`,
  keyframe: (owner: FilmOwner, attemptId: string) => `${artifactKeys.film(owner)}/keyframes/${segment(attemptId)}.png`,
  clip: (owner: FilmOwner, attemptId: string) => `${artifactKeys.film(owner)}/clips/${segment(attemptId)}.mp4`,
  /** The clip's sound as bare samples; lives as long as the clip. */
  clipSound: (owner: FilmOwner, attemptId: string) => `${artifactKeys.film(owner)}/clips/${segment(attemptId)}.s16`,
  /** What was made of a clip when it arrived: all of it anew where it did not fit, else its end. */
  prepared: (owner: FilmOwner, preparedId: string) => `${artifactKeys.film(owner)}/prepared/${segment(preparedId)}.mov`,
  cut: (owner: FilmOwner, cutId: string) => `${artifactKeys.film(owner)}/cuts/${segment(cutId)}.mp4`,
  poster: (owner: FilmOwner, cutId: string) => `${artifactKeys.film(owner)}/cuts/${segment(cutId)}.jpg`,
  cutFolder: (owner: FilmOwner, cutId: string) => `${artifactKeys.film(owner)}/cuts/${segment(cutId)}`,
  cutFile: (owner: FilmOwner, cutId: string, file: CutFile) => `${artifactKeys.cutFolder(owner, cutId)}/${file}`,
  /** Named by its content: whoever makes it again makes the same. */
  fragment: (owner: FilmOwner, cutId: string, sha256: string) =>
    `${artifactKeys.cutFolder(owner, cutId)}/${segment(sha256)}.m4s`,
  /** An image as it was uploaded, named by its content. It is read by the service that makes a new one of it, and never served. */
  upload: (tenantId: string, sha256: string) => `t/${segment(tenantId)}/references/${segment(sha256)}`,
  /** A tenant's own: films that use it come and go. */
  music: (tenantId: string, musicId: string) => `t/${segment(tenantId)}/music/${segment(musicId)}`,
};

// An id that could climb out of its folder would read another tenant's film.
function segment(id: string): string {
  if (/^[A-Za-z0-9_-]{1,128}$/.test(id)) return id;
  throw new AppError('INVALID_INPUT', `An id in an artifact key is 1 to 128 of A-Z a-z 0-9 _ -, not "${id}"`);
}
