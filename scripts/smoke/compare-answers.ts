import type { Exchanged } from './recording-proxy.ts';

/** What two servers answer to the same calls, by the shape of it: values differ from one purchase to the next. Empty: alike. */
export function compareAnswers(real: readonly Exchanged[], simulated: readonly Exchanged[]): string[] {
  const [ours, theirs] = [toShapes(simulated), toShapes(real)];
  const only = (shapes: Set<string>, others: Set<string>, who: string): string[] =>
    [...shapes].filter((shape) => !others.has(shape)).map((shape) => `  only ${who}: ${shape}`);
  return [...only(theirs, ours, 'the provider'), ...only(ours, theirs, 'the simulator')].sort();
}

// The last answer to each call: how often one had to ask is chance.
function toShapes(exchanged: readonly Exchanged[]): Set<string> {
  const last = new Map(exchanged.map((one) => [one.request, one]));
  return new Set(
    [...last.values()].flatMap(({ request, status, body }) =>
      listPaths(body, '').map((path) => `${request} → ${status} ${path}`),
    ),
  );
}

function listPaths(value: unknown, at: string): string[] {
  if (Array.isArray(value)) return value.length === 0 ? [`${at}[]`] : listPaths(value[0], `${at}[]`);
  if (value === null || typeof value !== 'object') return [`${at}: ${value === null ? 'null' : typeof value}`];
  return Object.entries(value).flatMap(([key, inner]) => listPaths(inner, at === '' ? key : `${at}.${key}`));
}
