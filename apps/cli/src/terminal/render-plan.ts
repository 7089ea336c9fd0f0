import type { Plan } from '@shared/contracts/revisions';
import { toColumns } from './to-columns';

/** What a change will buy and why, one line for each unit that is not there. */
export function renderPlan(plan: Plan): string {
  const { changed, units, assumes, gates } = plan;
  if (!changed) return renderNothing(plan);
  const rows = units
    .filter(({ state }) => state !== 'fresh')
    .map(({ id, take, state, price: each, why }) => [`  ${id}`, `take ${take}`, state, `$${short(each)}`, why ?? '']);
  const stops = gates.length > 0 ? [`waits after: ${gates.join(', ')}`] : [];
  const guess = assumes === null ? [] : [`as far as it is known: ${assumes}`];
  return [renderTotals(plan), ...(rows.length > 0 ? [toColumns(rows)] : []), ...guess, ...stops].join('\n');
}

function renderTotals({ revision, dryRun, totals }: Plan): string {
  const { fresh, stale, missing, price, spent, limit } = totals;
  const verb = dryRun ? 'would be' : 'is';
  return `revision ${revision}: ${fresh} kept, ${stale + missing} to be made; $${short(price)} ${verb} bought ($${short(spent)} of $${short(limit)} so far)`;
}

function renderNothing({ revision, totals: { spent, limit } }: Plan): string {
  return `nothing to change: revision ${revision} is like that already ($${short(spent)} of $${short(limit)} so far)`;
}

function short(usd: string): string {
  return Number(usd).toFixed(2);
}
