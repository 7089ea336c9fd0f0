import { MODEL_KINDS, type ModelKind } from '@shared/contracts/models';
import { findModel, findWhyNotBuyable, listBuyable, type ModelMarket } from './model-market';

/** A rule that is broken, and the models that would keep it. */
export interface ModelFault {
  field: string;
  rule: string;
  value: unknown;
  models: string[];
}

type Lists = Record<ModelKind, readonly string[]>;

/** Names that nothing can be bought under. */
export function findModelFaults(
  lists: Lists,
  market: ModelMarket,
  kinds: readonly ModelKind[] = MODEL_KINDS,
): ModelFault[] {
  return kinds.flatMap((kind) =>
    lists[kind].flatMap((name, i) => {
      const rule = findRule(kind, name, market);
      return rule === null
        ? []
        : [{ field: `models.${kind}[${i}]`, rule, value: name, models: suggest(kind, name, market) }];
    }),
  );
}

function findRule(kind: ModelKind, name: string, market: ModelMarket): string | null {
  const model = findModel(market, kind, name);
  if (model) return findWhyNotBuyable(model, market);
  const other = market.known.find((known) => known.model === name);
  return other ? `is a model for ${other.kind}, not for ${kind}` : `is no known ${kind} model`;
}

// Successors first: they are what whoever named a retired model wants.
function suggest(kind: ModelKind, name: string, market: ModelMarket): string[] {
  const names = listBuyable(market, kind).map(({ model }) => model);
  const lifecycle = findModel(market, kind, name)?.lifecycle;
  const successors = lifecycle && 'successors' in lifecycle ? lifecycle.successors : [];
  return [...names.filter((each) => successors.includes(each)), ...names.filter((each) => !successors.includes(each))];
}
