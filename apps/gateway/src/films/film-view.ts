import type { CutFile } from '@shared/contracts/cut';
import type { FilmState, FilmView } from '@shared/contracts/film';
import { toMicros, toUsd } from '@shared/contracts/money';
import { sumCapturedMicros, sumHeldMicros } from './film-costs';
import { toCutView } from '../cuts/cut-view';
import { filmLinks } from './film-links';
import { findGate } from './film-gates';
import { buildProgress } from './film-progress';
import type { FilmRecord } from './film-record';
import type { FilmEntity } from './film.entity';
import { toSceneViews } from './scene-view';

export function toFilmView(record: FilmRecord): FilmView {
  const { id, createdAt } = record.film;
  return {
    id,
    object: 'film',
    createdAt: createdAt.toISOString(),
    forkedFrom: record.film.forkedFrom,
    ...toFilmState(record),
    scenes: toSceneViews(record),
  };
}

// Pictures for looking through a film come some seconds after it; their links stand as soon as it does.
function toLinks(film: FilmEntity): FilmState['links'] {
  const { video, poster, stream, manifest, fileOf, ...links } = filmLinks(film.id);
  const ofFilm = (file: CutFile): string | null => (film.video ? fileOf(file) : null);
  const ifKept = (file: CutFile): string | null => (film.files[file] ? fileOf(file) : null);
  return {
    ...links,
    video: film.video && video,
    poster: film.poster && poster,
    stream: film.stream && stream,
    manifest: film.video && manifest,
    timeline: ifKept('timeline.otio'),
    contactSheet: ofFilm('contact-sheet.jpg'),
    preview: ofFilm('preview.webp'),
    thumbnails: ofFilm('thumbnails.vtt'),
    captionsVtt: ifKept('captions.vtt'),
    captionsSrt: ifKept('captions.srt'),
  };
}

export function toFilmState(record: FilmRecord): FilmState {
  const { film, attempts } = record;
  return {
    revision: film.revision,
    status: film.status,
    title: film.title,
    order: film.order,
    finishedAt: film.finishedAt?.toISOString() ?? null,
    progress: buildProgress(record),
    cost: {
      estimate: film.estimateMicros === null ? null : toUsd(film.estimateMicros),
      held: toUsd(sumHeldMicros(attempts)),
      captured: toUsd(sumCapturedMicros(attempts)),
      limit: toUsd(toMicros(film.order.budgetUsd)),
    },
    gaps: film.gaps,
    gate: film.status === 'waiting' ? findGate(film) : null,
    videoRevision: film.videoRevision,
    cut: toCutView(film),
    error: film.error,
    links: toLinks(film),
  };
}
