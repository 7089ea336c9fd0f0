import { Injectable } from '@nestjs/common';
import type { DescribedUnit } from '@shared/build-graph/describe-film';
import { priceUnit } from '@shared/build-graph/price-unit';
import { Clock } from '@shared/clock/clock';
import {
  chooseModels,
  MODEL_KINDS,
  type ModelKind,
  type ModelLists,
  type Models,
  type ModelWishes,
  toModelLists,
} from '@shared/contracts/models';
import type { Micros } from '@shared/contracts/money';
import { type CreateFilm, DEFAULT_SCENE_SECONDS } from '@shared/contracts/order';
import { ProviderKeys } from '@shared/keys/provider-keys';
import { commonClipLengths, nearestLength } from '@shared/models/clip-lengths';
import { findFilmFaults, type FilmShape } from '@shared/models/find-film-faults';
import { findModelFaults, type ModelFault } from '@shared/models/find-model-faults';
import { findModel, type ModelMarket } from '@shared/models/model-market';
import { NoPriceError } from '@shared/vendors/prices';
import { toInvalidInput } from '../http/parse-input';
import { toOrderShape } from './film-shape';
import { ModelSettings } from './model-settings';

type ModelNames = Record<ModelKind, string[]>;

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
    const models = chooseModels(order.models, this.usableDefaults());
    const names = toModelLists(models);
    const faults = findModelFaults(names, this.market());
    if (faults.length > 0) throw toInvalidInput(faults.map((fault) => sayWhoNamesIt(fault, order.models)));
    const { video } = this.describe(names);
    const sceneSeconds = order.sceneSeconds ?? nearestLength(commonClipLengths(video), DEFAULT_SCENE_SECONDS);
    this.throwOnUnfit(toOrderShape(order, sceneSeconds), names);
    return { models, sceneSeconds };
  }

  /** INVALID_INPUT where a film is to have a model that it did not have, and that cannot be bought. */
  throwOnUnbuyableNews(models: Models, before: Models): void {
    const had = Object.values(toModelLists(before)).flat();
    const faults = findModelFaults(toModelLists(models), this.market());
    const news = faults.filter(({ value }) => !had.includes(value as string));
    if (news.length > 0) throw toInvalidInput(news);
  }

  /** Of a film that is there, the models that can still be bought: the others are passed over. INVALID_INPUT where a kind has none left. */
  keepBuyable(models: Models, kinds: readonly ModelKind[]): ModelNames {
    const names = toModelLists(models);
    const faults = findModelFaults(names, this.market(), kinds);
    const gone = new Set(faults.map(({ value }) => value));
    const left = (kind: ModelKind): string[] => names[kind].filter((name) => !gone.has(name));
    const ended = kinds.filter((kind) => left(kind).length === 0);
    const blocking = faults.filter(({ field }) => ended.some((kind) => field.startsWith(`models.${kind}[`)));
    if (blocking.length > 0) throw toInvalidInput(blocking);
    return { text: left('text'), image: left('image'), video: left('video') };
  }

  throwOnUnfit(film: FilmShape, names: ModelNames): void {
    const faults = findFilmFaults(film, this.describe(names), this.market());
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

  // Whoever orders has named none of them: one that is gone is passed over while there is another.
  private usableDefaults(): ModelLists {
    const { defaults } = this.settings;
    const faults = findModelFaults(toModelLists(chooseModels(undefined, defaults)), this.market());
    const gone = new Set(faults.map(({ value }) => value));
    const keep = (names: ModelLists[ModelKind]): ModelLists[ModelKind] => {
      const [first, ...others] = names.filter((name) => !gone.has(name));
      return first === undefined ? names : [first, ...others];
    };
    return { text: keep(defaults.text), image: keep(defaults.image), video: keep(defaults.video) };
  }

  private describe({ image, video }: ModelNames) {
    const market = this.market();
    return {
      image: image.flatMap((name) => findModel(market, 'image', name) ?? []),
      video: video.flatMap((name) => findModel(market, 'video', name) ?? []),
    };
  }
}

// Whoever orders has not named it, and can.
function sayWhoNamesIt(fault: ModelFault, wishes: ModelWishes): ModelFault {
  const isOwn = MODEL_KINDS.some((kind) => wishes?.[kind] !== undefined && fault.field.startsWith(`models.${kind}[`));
  return isOwn ? fault : { ...fault, rule: `${fault.rule} (the order names none, the settings name this one)` };
}
