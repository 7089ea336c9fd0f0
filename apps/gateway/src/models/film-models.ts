import { Injectable } from '@nestjs/common';
import type { DescribedUnit } from '@shared/build-graph/describe-film';
import { priceUnit } from '@shared/build-graph/price-unit';
import { Clock } from '@shared/clock/clock';
import { chooseModels, MODEL_KINDS, type ModelKind, type Models, toModelLists } from '@shared/contracts/models';
import type { Micros } from '@shared/contracts/money';
import { type CreateFilm, DEFAULT_SCENE_SECONDS } from '@shared/contracts/order';
import { ProviderKeys } from '@shared/keys/provider-keys';
import { commonClipLengths, nearestLength } from '@shared/models/clip-lengths';
import { findFilmFaults, type FilmShape } from '@shared/models/find-film-faults';
import { findModelFaults } from '@shared/models/find-model-faults';
import { findModel, type ModelMarket } from '@shared/models/model-market';
import { NoPriceError } from '@shared/vendors/prices';
import { toInvalidInput } from '../http/parse-input';
import { toOrderShape } from './film-shape';
import { ModelSettings } from './model-settings';

/** With which models films are made, and whether these can make them. */
@Injectable()
export class FilmModels {
  constructor(
    private readonly settings: ModelSettings,
    private readonly clock: Clock,
    private readonly keys: ProviderKeys,
  ) {}

  /** INVALID_INPUT, naming the models that could do it, where one of those that an order may use cannot. */
  settle(order: CreateFilm): { models: Models; sceneSeconds: number } {
    const models = chooseModels(order.models, this.settings.defaults);
    this.throwOnUnbuyable(models);
    const { video } = this.describe(models);
    const sceneSeconds = order.sceneSeconds ?? nearestLength(commonClipLengths(video), DEFAULT_SCENE_SECONDS);
    this.throwOnUnfit(toOrderShape(order, sceneSeconds), models);
    return { models, sceneSeconds };
  }

  throwOnUnbuyable(models: Models, kinds: readonly ModelKind[] = MODEL_KINDS): void {
    const faults = findModelFaults(toModelLists(models), this.market(), kinds);
    if (faults.length > 0) throw toInvalidInput(faults);
  }

  throwOnUnfit(film: FilmShape, models: Models): void {
    const faults = findFilmFaults(film, this.describe(models), this.market());
    if (faults.length > 0) throw toInvalidInput(faults);
  }

  market(): ModelMarket {
    const { known, vendors } = this.settings;
    return {
      known,
      hasCredentials: (vendor) => vendors === null || vendors.includes(vendor) || this.keys.listNow(vendor).length > 0,
      at: this.clock.now(),
    };
  }

  /** What a unit costs that day; nothing where it cannot be bought at all. */
  pricesAt(at: Date): (unit: DescribedUnit) => Micros {
    return (unit) => {
      try {
        return priceUnit(unit, at, this.settings.known);
      } catch (error) {
        if (error instanceof NoPriceError) return 0;
        throw error;
      }
    };
  }

  private describe(models: Models) {
    const market = this.market();
    const { image, video } = toModelLists(models);
    return {
      image: image.flatMap((name) => findModel(market, 'image', name) ?? []),
      video: video.flatMap((name) => findModel(market, 'video', name) ?? []),
    };
  }
}
