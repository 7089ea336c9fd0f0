import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ListModelsQuery, ModelList, ModelView } from '@shared/contracts/model-list';
import { MODEL_KINDS } from '@shared/contracts/models';
import { toUsd } from '@shared/contracts/money';
import { DEFAULT_SCENE_SECONDS } from '@shared/contracts/order';
import { estimateModel, type FilmIdea, type ModelEstimate } from '@shared/models/estimate-models';
import { findModel, type ModelMarket } from '@shared/models/model-market';
import type { ModelCapabilities } from '@shared/vendors/model-capabilities';
import { FilmModels } from './film-models';
import { toModelView } from './model-view';
import { ModelSettings } from './model-settings';
import { listOutages } from './outage-view';
import { loadOutages } from './pool-outages';

/** Every model that is known here, with what a film of a given length would cost. */
@Injectable()
export class ListModels {
  constructor(
    private readonly settings: ModelSettings,
    private readonly models: FilmModels,
    private readonly dataSource: DataSource,
  ) {}

  async handle(query: ListModelsQuery): Promise<ModelList> {
    const heard = await loadOutages(this.dataSource.manager);
    const market = this.models.market();
    const film = toFilmIdea(query);
    const { defaults } = this.settings;
    const data = market.known
      .filter(({ kind }) => query.kind === undefined || kind === query.kind)
      .map((model) => {
        const place = defaults[model.kind].indexOf(model.model) + 1;
        const estimate = film && toEstimateView(estimateModel(model, film, market.at));
        const outages = listOutages(model, { outages: heard, at: market.at });
        return toModelView(model, { market, place: place === 0 ? null : place, outages, estimate });
      });
    return {
      data,
      nextCursor: null,
      defaults: { text: [...defaults.text], image: [...defaults.image], video: [...defaults.video] },
      estimate: film && this.estimate(film, market),
      warnings: this.listWarnings(data, market),
    };
  }

  private estimate(film: FilmIdea, market: ModelMarket): ModelList['estimate'] {
    const parts = this.firstChoices(market).map((model) => estimateModel(model, film, market.at));
    const sceneSeconds = parts.find((part) => part.sceneSeconds !== null)?.sceneSeconds ?? film.sceneSeconds;
    const isPriced = parts.length === MODEL_KINDS.length && parts.every(({ micros }) => micros !== null);
    const usd = isPriced ? toUsd(parts.reduce((sum, { micros }) => sum + (micros ?? 0), 0)) : null;
    return { scenes: film.scenes, seconds: film.scenes * sceneSeconds, resolution: film.resolution, usd };
  }

  private firstChoices(market: ModelMarket): ModelCapabilities[] {
    return MODEL_KINDS.flatMap((kind) => findModel(market, kind, this.settings.defaults[kind][0]) ?? []);
  }

  // Of what orders are made with where they name nothing; also of names that nobody knows.
  private listWarnings(data: readonly ModelView[], market: ModelMarket): string[] {
    const unknown = MODEL_KINDS.flatMap((kind) =>
      this.settings.defaults[kind]
        .filter((name) => findModel(market, kind, name) === null)
        .map((name) => `${name} is no known ${kind} model: orders that name none are refused`),
    );
    return [...unknown, ...data.flatMap(({ warnings }) => warnings)];
  }
}

function toFilmIdea({ scenes, seconds, resolution }: ListModelsQuery): FilmIdea | null {
  if (scenes === undefined && seconds === undefined) return null;
  const count = scenes ?? Math.max(1, Math.round((seconds ?? 0) / DEFAULT_SCENE_SECONDS));
  return { scenes: count, sceneSeconds: seconds === undefined ? DEFAULT_SCENE_SECONDS : seconds / count, resolution };
}

function toEstimateView({ sceneSeconds, micros }: ModelEstimate): ModelView['estimate'] {
  return { sceneSeconds, usd: micros === null ? null : toUsd(micros) };
}
