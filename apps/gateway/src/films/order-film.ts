import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ArtifactStore } from '@shared/artifacts/artifact-store';
import { artifactKeys } from '@shared/artifacts/artifact-keys';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { canonicalJson, hashOf } from '@shared/contracts/canonical-json';
import type { FilmView } from '@shared/contracts/film';
import { newId } from '@shared/contracts/ids';
import type { Models } from '@shared/contracts/models';
import { type CreateFilm, toSpec } from '@shared/contracts/order';
import { AppError } from '@shared/errors/app-error';
import { failpoint } from '@shared/failpoints/failpoint';
import { buildImages, listUploadIds } from '@shared/build-graph/edit-images';
import { withSceneIds } from '@shared/build-graph/scene-ids';
import { Outbox } from '@shared/messaging/outbox';
import { FilmModels } from '../models/film-models';
import { toCutSpec } from '../music/to-spec-music';
import { buildFilm } from './build-film';
import { commitStored } from './commit-stored';
import { FilmRepository } from './film.repository';
import { findUploads } from '../references/find-uploads';
import { toFilmView } from './film-view';
import { claimKey, findOrderOf } from './idempotency-keys';

interface FilmOrder {
  tenantId: string;
  order: CreateFilm;
  idempotencyKey: string | null;
}

interface NewFilm extends FilmOrder {
  models: Models;
  sceneSeconds: number;
  filmId: string;
  storyboard: ArtifactRef | null;
}

/** Takes an order: film, first event, fact and idempotency key commit together, or nothing is started. */
@Injectable()
export class OrderFilm {
  constructor(
    private readonly dataSource: DataSource,
    private readonly films: FilmRepository,
    private readonly outbox: Outbox,
    private readonly store: ArtifactStore,
    private readonly models: FilmModels,
  ) {}

  async handle(request: FilmOrder): Promise<FilmView> {
    const earlier = await this.findEarlier(request);
    if (earlier !== null) return earlier;
    const settled = this.models.settle(request.order);
    const filmId = newId('film');
    const storyboard = await this.storeStoryboard(filmId, request);
    const { dataSource, store } = this;
    const film = await commitStored({ dataSource, store, artifact: storyboard }, (tx) =>
      this.commit(tx, { ...request, ...settled, filmId, storyboard }),
    );
    await failpoint('order.after-commit');
    if (film !== null) return film;
    const winner = await this.findEarlier(request);
    if (winner === null) throw new Error('An idempotency key is taken, but nobody has it');
    return winner;
  }

  // Null when another request with the same key was first.
  private async commit(tx: EntityManager, film: NewFilm): Promise<FilmView | null> {
    const { tenantId, filmId, order, idempotencyKey, storyboard, models, sceneSeconds } = film;
    if (idempotencyKey !== null) {
      const isFirst = await claimKey(tx, { tenantId, key: idempotencyKey, requestHash: hashOf(order), filmId });
      if (!isFirst) return null;
    }
    const uploads = await findUploads(tx, tenantId, listUploadIds([...order.references, ...order.keyframes]));
    const images = buildImages(order, { uploads, sceneIds: listSceneIds(order) });
    const spec = toSpec(order, { cut: await toCutSpec(tx, tenantId, order.cut), images, sceneSeconds });
    const data = { revision: 1, spec, prompt: order.prompt ?? null, storyboard, models };
    const { occurredAt } = await this.outbox.add(tx, { name: 'film.ordered', tenantId, filmId, data });
    const change = buildFilm({ filmId, tenantId, order, spec, storyboard, models, createdAt: new Date(occurredAt) });
    await this.films.insert(tx, change);
    await failpoint('order.before-commit');
    return toFilmView(change.record);
  }

  private async findEarlier({ tenantId, order, idempotencyKey }: FilmOrder): Promise<FilmView | null> {
    if (idempotencyKey === null) return null;
    const request = { tenantId, key: idempotencyKey, requestHash: hashOf(order) };
    const filmId = await findOrderOf(this.dataSource.manager, request);
    if (filmId === null) return null;
    const record = await this.films.load(tenantId, filmId);
    if (record !== null) return toFilmView(record);
    throw new AppError('CONFLICT', `This Idempotency-Key ordered film ${filmId}, which was deleted`);
  }

  // Before the transaction: a store that is down stops the order, and nothing was started.
  private async storeStoryboard(filmId: string, { tenantId, order }: FilmOrder): Promise<ArtifactRef | null> {
    if (order.storyboard === undefined) return null;
    const key = artifactKeys.order({ tenantId, filmId });
    return this.store.put(key, Buffer.from(canonicalJson(order.storyboard)), { mediaType: 'application/json' });
  }
}

// Scenes that are still to be written are named by their place.
function listSceneIds({ storyboard, scenes }: CreateFilm): string[] {
  if (storyboard) return withSceneIds(storyboard).scenes.map(({ id }) => id);
  return Array.from({ length: scenes }, (_, i) => `s${i + 1}`);
}
