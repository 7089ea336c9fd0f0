import { Injectable } from '@nestjs/common';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { CUT_FILES, type CutFile } from '@shared/contracts/cut';
import { isFinal } from '@shared/contracts/film';
import { layOutKeyframes } from '@shared/contracts/keyframe-layout';
import { AppError } from '@shared/errors/app-error';
import type { SceneFile } from '../films/film-links';
import type { FilmRecord } from '../films/film-record';
import { FilmRepository } from '../films/film.repository';
import { buildFileName } from './file-name';
import type { Download } from './send-artifact';

export type FilmPart =
  | { filmId: string; file: 'video' | 'poster' }
  | { filmId: string; file: SceneFile; /** As it stands in the address. */ n: string };

/** Looks up what a download asks for, after the check of whose film it is. */
@Injectable()
export class FindArtifact {
  constructor(private readonly films: FilmRepository) {}

  /** A file of the cut by its name. Texts are given by the gateway itself: what they refer to is found beside them. */
  async handleFile(tenantId: string, filmId: string, raw: string): Promise<Download> {
    const record = await this.films.loadOrThrow(tenantId, filmId);
    const file = CUT_FILES.find((name) => name === raw);
    const artifact = file && record.film.files[file];
    if (!artifact) throwNoFile(record, file, raw);
    return { artifact, fileName: file, isServedHere: !/^(image|video)\//.test(artifact.mediaType) };
  }

  async handle(tenantId: string, part: FilmPart): Promise<Download> {
    const record = await this.films.loadOrThrow(tenantId, part.filmId);
    const { artifact, name } = 'n' in part ? findInScene(record, part.n, part.file) : findInFilm(record, part.file);
    if (artifact === null) throwNotYet(record, name);
    const label = name === 'video' ? null : name;
    return { artifact, fileName: buildFileName(record.film.title, label, artifact.mediaType) };
  }
}

/** Files whose links stand before they are made, and how soon to look again. */
const ILLUSTRATIONS: readonly CutFile[] = ['contact-sheet.jpg', 'preview.webp', 'thumbnails.jpg', 'thumbnails.vtt'];
const LOOK_AGAIN_MS = 2_000;

function throwNoFile({ film }: FilmRecord, file: CutFile | undefined, raw: string): never {
  if (!file) throw new AppError('NOT_FOUND', `A cut has ${CUT_FILES.join(', ')}, and no ${JSON.stringify(raw)}`);
  const isComing = !isFinal(film.status) || ILLUSTRATIONS.includes(file);
  throw new AppError('NOT_FOUND', `There is no ${file} of film ${film.id}, which is ${film.status}`, {
    retryable: isComing,
    details: { filmStatus: film.status },
    ...(isComing && { retryAfterMs: LOOK_AGAIN_MS }),
  });
}

interface Found {
  artifact: ArtifactRef | null;
  name: string;
}

function findInFilm({ film }: FilmRecord, file: 'video' | 'poster'): Found {
  return { artifact: film[file], name: file };
}

function findInScene({ film, scenes, keyframes }: FilmRecord, rawN: string, file: SceneFile): Found {
  const n = /^[1-9]\d{0,2}$/.test(rawN) ? Number(rawN) : 0;
  const mostScenes = scenes.length > 0 ? scenes.length : film.order.scenes;
  if (n < 1 || n > mostScenes) {
    throw new AppError('NOT_FOUND', `Film ${film.id} has scenes 1 to ${mostScenes}, not ${JSON.stringify(rawN)}`);
  }
  const name = `scene ${n} ${file}`;
  if (file === 'clip') return { artifact: scenes[n - 1]?.clip ?? null, name };
  const place = layOutKeyframes(scenes.map(({ transition }) => transition)).scenes[n - 1];
  const index = file === 'start' ? place?.startKeyframe : place?.endKeyframe;
  return { artifact: index === undefined ? null : (keyframes[index]?.artifact ?? null), name };
}

function throwNotYet({ film }: FilmRecord, name: string): never {
  throw new AppError('NOT_FOUND', `There is no ${name} of film ${film.id}, which is ${film.status}`, {
    retryable: !isFinal(film.status),
    details: { filmStatus: film.status },
  });
}
