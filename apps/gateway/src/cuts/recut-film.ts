import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '@shared/clock/clock';
import { canonicalJson } from '@shared/contracts/canonical-json';
import { type CutSpec, type EditCut, findTransitionBeyond } from '@shared/contracts/cut';
import { type FilmView, isFinal } from '@shared/contracts/film';
import { AppError } from '@shared/errors/app-error';
import { Outbox } from '@shared/messaging/outbox';
import type { FilmEntity } from '../films/film.entity';
import type { FilmRecord } from '../films/film-record';
import { FilmRepository } from '../films/film.repository';
import { type FilmStep, moveFilm, patchFilm } from '../films/film-steps';
import { toFilmView } from '../films/film-view';
import { tellSteps } from '../films/tell-steps';
import { throwNoFilm } from '../films/throw-no-film';
import { throwOnStaleRevision } from '../revisions/throw-on-conflict';
import { toSpecMusic } from '../music/to-spec-music';
import { cutSpecOf, takeOf } from './cut-view';

/** Has the same clips put together in another way. Nothing is bought; the film that is there stays until the new one is. */
@Injectable()
export class RecutFilm {
  constructor(
    private readonly dataSource: DataSource,
    private readonly films: FilmRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  handle({ tenantId, filmId, revision: expected }: CutToChange, edit: EditCut): Promise<RequestedCut> {
    return this.dataSource.transaction(async (tx) => {
      const music = edit.music ? await toSpecMusic(tx, tenantId, edit.music) : edit.music;
      const at = this.clock.now().toISOString();
      const change = { isMade: false };
      const record = await this.films.update(tx, filmId, (before) => {
        if (before.film.tenantId !== tenantId) throwNoFilm(filmId);
        throwOnStaleRevision(before, expected);
        const steps = requestRecut(before, { edit, music });
        change.isMade = steps.length > 0;
        return tellSteps(before, steps, at);
      });
      if (record === null) throwNoFilm(filmId);
      const { revision } = record.film;
      const data = { revision, take: takeOf(record.film), cut: cutSpecOf(record.film) };
      if (change.isMade) await this.outbox.add(tx, { name: 'film.recut-requested', tenantId, filmId, data });
      return { film: toFilmView(record), isChanged: change.isMade };
    });
  }
}

interface RequestedCut {
  film: FilmView;
  /** False: it is cut like that already. */
  isChanged: boolean;
}

interface CutToChange {
  tenantId: string;
  filmId: string;
  /** Null: whichever there is. */
  revision: number | null;
}

interface Wish {
  edit: EditCut;
  music: CutSpec['music'] | undefined;
}

function requestRecut(record: FilmRecord, wish: Wish): FilmStep[] {
  const { film } = record;
  throwUnlessCuttable(record, wish.edit);
  const now = cutSpecOf(film);
  const cut = applyEdit(now, wish);
  if (canonicalJson(cut) === canonicalJson(now) && film.cutStatus !== 'failed') return [];
  const { revision, build } = film;
  const changed = patchFilm(record, {
    cutTake: { revision, take: takeOf(film) + 1 },
    cutStatus: 'pending',
    error: null,
    build: build && { ...build, spec: { ...build.spec, cut } },
  });
  return [{ name: 'cut.changed', record: isFinal(film.status) ? moveFilm(changed, 'queued') : changed }];
}

function applyEdit(now: CutSpec, { edit, music }: Wish): CutSpec {
  const { transitions = now.transitions, loudnessLufs = now.loudnessLufs, captions = now.captions } = edit;
  return { transitions, loudnessLufs, captions, music: music === undefined ? now.music : music };
}

function throwUnlessCuttable({ film, scenes }: FilmRecord, { transitions = [] }: EditCut): void {
  const isOver = film.status === 'cancelling' || film.status === 'cancelled';
  if (isOver || film.build === null || film.storyboardStatus === 'failed') {
    const message = `Film ${film.id} is ${film.status} and has nothing to cut`;
    throw new AppError('CONFLICT', message, { details: { filmStatus: film.status } });
  }
  throwOnFailedBefore(film);
  const count = scenes.length > 0 ? scenes.length : film.order.scenes;
  const index = findTransitionBeyond({ transitions }, count);
  if (index === null) return;
  const rule = `must be at most ${count}, the number of scenes`;
  const field = `transitions[${index}].scene`;
  throw new AppError('INVALID_INPUT', `${field}: ${rule}`, {
    details: { errors: [{ field, rule, value: transitions[index]?.scene }] },
  });
}

// Of a film that was given up the stages hear nothing more in this revision: another cut of it would never end.
function throwOnFailedBefore({ id, status, cutStatus }: FilmEntity): void {
  if (status !== 'failed' || cutStatus === 'failed') return;
  const message = `Film ${id} failed before it was cut, and has to be retried before it can be cut in another way`;
  throw new AppError('CONFLICT', message, { details: { filmStatus: status } });
}
