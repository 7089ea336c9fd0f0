import type { ModelList, ModelView } from '@shared/contracts/model-list';
import { describeLengths } from '@shared/models/clip-lengths';
import { toColumns } from './to-columns';

/** A table for each kind, where nobody gets an answer, what a film would cost, and what is about to end. */
export function renderModels({ data, estimate, warnings }: ModelList): string {
  const tables = (['video', 'image', 'text'] as const).flatMap((kind) => {
    const models = data.filter((model) => model.kind === kind);
    return models.length === 0 ? [] : [renderTable(models, COLUMNS[kind], estimate !== null)];
  });
  const outages = data.flatMap(renderOutages);
  return [
    ...(tables.length === 0 ? ['No models'] : tables),
    ...(outages.length === 0 ? [] : [outages.join('\n')]),
    ...(estimate === null ? [] : [renderEstimate(estimate)]),
    ...(warnings.length === 0 ? [] : [warnings.map((warning) => `warning: ${warning}`).join('\n')]),
  ].join('\n\n');
}

type Column = [title: string, cell: (model: ModelView) => string];

const NAME: Column[] = [
  ['', ({ default: place }) => (place === null ? '' : `*${place}`)],
  ['VENDOR', ({ vendor }) => vendor],
  ['HEALTH', toHealth],
];

const COLUMNS: Record<ModelView['kind'], Column[]> = {
  video: [
    ['VIDEO MODEL', ({ model }) => model],
    ...NAME,
    ['SECONDS', ({ capabilities: { sceneSeconds = [] } }) => describeLengths(sceneSeconds)],
    ['FRAMES', ({ capabilities: { lastFrame } }) => (lastFrame === true ? 'first, last' : 'first')],
    ['IMAGES', toReferences],
    ['SOUND', ({ capabilities: { sound } }) => sound ?? ''],
    ['LIMITS', toLimits],
    ['USD A SECOND', toRates],
  ],
  image: [
    ['IMAGE MODEL', ({ model }) => model],
    ...NAME,
    ['IMAGES', toReferences],
    ['LIMITS', toLimits],
    ['USD AN IMAGE', toRates],
  ],
  text: [['TEXT MODEL', ({ model }) => model], ...NAME, ['LIMITS', toLimits], ['USD A MILLION TOKENS', toRates]],
};

const FILM: Column = ['OF THE FILM', toPart];

function renderTable(models: readonly ModelView[], columns: Column[], hasEstimate: boolean): string {
  const shown = hasEstimate ? [...columns, FILM] : columns;
  const rows = models.map((model) => shown.map(([, cell]) => cell(model)));
  return toColumns([shown.map(([title]) => title), ...rows]);
}

function toHealth({ health, outages, lifecycle: { on, phase } }: ModelView): string {
  if (health === 'not-configured') return 'no key';
  if (health === 'failing') return `failing (${outages.map(({ credential }) => credential).join(', ')})`;
  if (health === 'configured') return phase === 'preview' ? 'preview' : 'ready';
  return `${health === 'retired' ? 'retired' : 'ends'} ${on ?? ''}`.trim();
}

function toReferences({ capabilities: { references = 0 } }: ModelView): string {
  return references === 0 ? '-' : `up to ${references}`;
}

function toLimits({ limits: { perMinute, perDay, inFlight } }: ModelView): string {
  const parts = [
    ...(perMinute === null ? [] : [`${perMinute}/min`]),
    ...(perDay === null ? [] : [`${perDay}/day`]),
    ...(inFlight === null ? [] : [`${inFlight} at once`]),
  ];
  return parts.join(', ') || '-';
}

function toRates({ price }: ModelView): string {
  if (price === null) return 'not known';
  return Object.entries(price.rates)
    .map(([name, usd]) => `${name} ${trim(usd)}`)
    .join(', ');
}

function toPart({ estimate }: ModelView): string {
  if (estimate === null || estimate.usd === null) return 'cannot make it';
  const length = estimate.sceneSeconds === null ? '' : ` (${estimate.sceneSeconds} s scenes)`;
  return `$${Number(estimate.usd).toFixed(2)}${length}`;
}

function renderOutages({ model, outages }: ModelView): string[] {
  return outages.map(({ credential, state, since, until, reason }) => {
    const next = state === 'shut' ? `not asked before ${toMinute(until)}` : 'the next request tries it';
    return `failing: ${model} (${credential}) since ${toMinute(since)}, ${next}: ${reason.code}, ${reason.message}`;
  });
}

function toMinute(time: string): string {
  return `${time.slice(0, 16)}Z`;
}

function renderEstimate({ scenes, seconds, resolution, usd }: NonNullable<ModelList['estimate']>): string {
  const film = `${scenes} scenes, ${seconds} s, ${resolution}, with the models marked *1`;
  return usd === null ? `film: cannot be made: ${film}` : `film: $${Number(usd).toFixed(2)} (${film})`;
}

// As short as it can be said without another meaning.
function trim(usd: string): string {
  return usd.replace(/0+$/, '').replace(/\.$/, '');
}
