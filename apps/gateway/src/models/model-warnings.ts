import { hasPriceAt, lifecycleAt, toDay } from '@shared/models/model-market';
import type { ModelCapabilities } from '@shared/vendors/model-capabilities';

/** What whoever makes films with a model should know of its end and its price; empty where all is well. */
export function listModelWarnings(model: ModelCapabilities, at: Date): string[] {
  return [...describeEnd(model, at), ...describePrice(model, at)];
}

function describeEnd({ model, lifecycle: known }: ModelCapabilities, at: Date): string[] {
  const lifecycle = lifecycleAt(known, at);
  if (lifecycle.phase === 'preview') return [`${model} is a preview: it may change or end without notice`];
  if (lifecycle.phase === 'deprecated') {
    return [`${model} will be retired on ${lifecycle.retiresOn}${toSuccessors(lifecycle.successors)}`];
  }
  if (lifecycle.phase === 'retired') {
    return [
      `${model} was retired on ${lifecycle.retiredOn}: orders for it are refused${toSuccessors(lifecycle.successors)}`,
    ];
  }
  return [];
}

const SOON_MS = 60 * 24 * 3_600_000;

function describePrice({ model, prices }: ModelCapabilities, at: Date): string[] {
  if (!hasPriceAt({ prices }, at)) {
    return [`${model} has no known price today: nothing is bought of it`];
  }
  const soon = toDay(new Date(at.getTime() + SOON_MS));
  const next = prices.find(({ from }) => from > toDay(at) && from <= soon);
  return next ? [`${model} has another price from ${next.from} on`] : [];
}

function toSuccessors(successors: readonly string[]): string {
  return successors.length === 0 ? '' : `; use ${successors.join(' or ')}`;
}
