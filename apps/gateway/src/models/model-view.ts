import type { ModelView } from '@shared/contracts/model-list';
import { type Micros, toUsd } from '@shared/contracts/money';
import { clipLengthsOf } from '@shared/models/clip-lengths';
import { lifecycleAt, type ModelMarket, toDay } from '@shared/models/model-market';
import type { Lifecycle, ModelCapabilities, PriceRow } from '@shared/vendors/model-capabilities';
import { listModelWarnings } from './model-warnings';

interface Asked {
  market: ModelMarket;
  /** Among the defaults, from 1. */
  place: number | null;
  outages: ModelView['outages'];
  estimate: ModelView['estimate'];
}

/** A model for whoever chooses among them. */
export function toModelView(model: ModelCapabilities, { market, place, outages, estimate }: Asked): ModelView {
  const { vendor, kind, limits, ways } = model;
  const lifecycle = lifecycleAt(model.lifecycle, market.at);
  return {
    object: 'model',
    ...{ model: model.model, kind, vendor, default: place },
    health: toHealth(lifecycle, market.hasCredentials(vendor), outages),
    outages,
    capabilities: { ...toAbilities(model), ...ways },
    price: toPrice(model, findRow(model, toDay(market.at))),
    nextPrice: toPrice(model, findNextRow(model, toDay(market.at))),
    limits,
    lifecycle: toLifecycleView(lifecycle),
    warnings: place === null ? [] : listModelWarnings(model, market.at),
    estimate,
  };
}

function toHealth({ phase }: Lifecycle, isConfigured: boolean, outages: ModelView['outages']): ModelView['health'] {
  if (phase === 'retired') return 'retired';
  if (!isConfigured) return 'not-configured';
  if (outages.length > 0) return 'failing';
  return phase === 'deprecated' ? 'deprecated' : 'configured';
}

function toAbilities(model: ModelCapabilities): Omit<ModelView['capabilities'], keyof ModelCapabilities['ways']> {
  if (model.kind === 'text') return {};
  const { references, ratios } = model;
  const shared = { aspectRatios: [...ratios], references };
  if (model.kind === 'image') return { sizes: [...model.sizes], ...shared };
  const { sizes, seconds, firstFrame, lastFrame, sound } = model;
  const lengths = { sceneSeconds: [...clipLengthsOf(model)], seconds: [...seconds] };
  return { ...lengths, resolutions: [...sizes], ...shared, firstFrame, lastFrame, sound };
}

type Row = PriceRow<object>;

function findRow({ prices }: ModelCapabilities, day: string): Row | undefined {
  return prices.find(({ from, to }) => from <= day && (to === null || day < to));
}

function findNextRow({ prices }: ModelCapabilities, day: string): Row | undefined {
  return [...prices].sort((a, b) => a.from.localeCompare(b.from)).find(({ from }) => from > day);
}

const PER = { text: 'million tokens', image: 'image', video: 'second' } as const;

function toPrice({ kind }: ModelCapabilities, row: Row | undefined): ModelView['price'] {
  if (!row) return null;
  const { rate, from, to, source } = row;
  const rates = Object.entries(rate as Record<string, Micros>).map(([name, micros]) => [
    name.replace(/PerMillion$/, ''),
    toUsd(micros),
  ]);
  return { per: PER[kind], rates: Object.fromEntries(rates) as Record<string, string>, from, to, source };
}

function toLifecycleView(lifecycle: Lifecycle): ModelView['lifecycle'] {
  const on = 'retiresOn' in lifecycle ? lifecycle.retiresOn : 'retiredOn' in lifecycle ? lifecycle.retiredOn : null;
  return { phase: lifecycle.phase, on, successors: 'successors' in lifecycle ? [...lifecycle.successors] : [] };
}
