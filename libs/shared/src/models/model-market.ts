import type { ModelKind } from '@shared/contracts/models';
import type { Lifecycle, ModelCapabilities, Vendor } from '@shared/vendors/model-capabilities';

/** What can be bought on a day, and from whom. */
export interface ModelMarket {
  known: readonly ModelCapabilities[];
  hasCredentials: (vendor: Vendor) => boolean;
  at: Date;
}

export type ModelOf<K extends ModelKind> = Extract<ModelCapabilities, { kind: K }>;

export function findModel<K extends ModelKind>({ known }: ModelMarket, kind: K, name: string): ModelOf<K> | null {
  const found = known.find((model): model is ModelOf<K> => model.kind === kind && model.model === name);
  return found ?? null;
}

/** Models that can be bought now. */
export function listBuyable<K extends ModelKind>(market: ModelMarket, kind: K): ModelOf<K>[] {
  return market.known.filter(
    (model): model is ModelOf<K> => model.kind === kind && findWhyNotBuyable(model, market) === null,
  );
}

/** Why a model cannot be bought, in words that follow its name; null where it can. */
export function findWhyNotBuyable(model: ModelCapabilities, { hasCredentials, at }: ModelMarket): string | null {
  const lifecycle = lifecycleAt(model.lifecycle, at);
  if (lifecycle.phase === 'retired') {
    return `was retired on ${lifecycle.retiredOn}${lifecycle.successors.length > 0 ? `; its successors are ${lifecycle.successors.join(', ')}` : ''}`;
  }
  if (!hasPriceAt(model, at)) return `has no known price on ${toDay(at)}, and nothing is bought at an unknown price`;
  return hasCredentials(model.vendor) ? null : `is of ${model.vendor}, for which there are no credentials here`;
}

/** A model whose day has come is retired, whatever its row was called when it was written. */
export function lifecycleAt(lifecycle: Lifecycle, at: Date): Lifecycle {
  if (lifecycle.phase !== 'deprecated' || toDay(at) < lifecycle.retiresOn) return lifecycle;
  return { phase: 'retired', retiredOn: lifecycle.retiresOn, successors: lifecycle.successors };
}

export function hasPriceAt({ prices }: Pick<ModelCapabilities, 'prices'>, at: Date): boolean {
  return prices.some(({ from, to }) => from <= toDay(at) && (to === null || toDay(at) < to));
}

export function toDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}
