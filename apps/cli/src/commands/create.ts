import { readFile } from 'node:fs/promises';
import type { FilmView } from '@shared/contracts/film';
import type { Plan } from '@shared/contracts/revisions';
import {
  type Command,
  type Invocation,
  optionalNumber,
  optionalText,
  type OptionValues,
  takeOnly,
  timeoutSecondsOf,
  WAIT_OPTIONS,
} from '../command';
import { CliFailure, EXIT, type ExitCode } from '../exit-codes';
import { renderPlan } from '../terminal/render-plan';
import { waitForFilm } from '../wait-for-film';
import { buildImages, IMAGE_OPTIONS } from './image-options';
import { finishFilm } from './finish-film';
import { MODEL_OPTIONS, toModels } from './model-options';
import { listOf } from './list-of';

export const createCommand: Command = {
  usage: 'create "PROMPT" [--scenes N] [--scene-seconds S] [--style NAME] … [--wait] [-o PATH]',
  options: {
    ...WAIT_OPTIONS,
    ...MODEL_OPTIONS,
    'dry-run': { type: 'boolean', default: false },
    scenes: { type: 'string' },
    'scene-seconds': { type: 'string' },
    style: { type: 'string' },
    'aspect-ratio': { type: 'string' },
    resolution: { type: 'string' },
    continuity: { type: 'string' },
    'min-clips': { type: 'string' },
    budget: { type: 'string' },
    'run-through': { type: 'string' },
    approve: { type: 'string', multiple: true, default: [] },
    storyboard: { type: 'string' },
    ...IMAGE_OPTIONS,
    'on-missing-reference': { type: 'string' },
    'on-refusal': { type: 'string' },
    metadata: { type: 'string', multiple: true, default: [] },
  },
  run: createFilm,
};

async function createFilm(invocation: Invocation): Promise<ExitCode> {
  const { values, client, terminal } = invocation;
  const timeoutSeconds = timeoutSecondsOf(values);
  const order = { ...(await buildOrder(invocation)), ...(await buildImages(client, values)) };
  if (values['dry-run'] === true) return tellQuote(invocation, order);
  const { answer: film } = await client.change<FilmView>('/v1/films', { method: 'POST', body: order });
  const isWaiting = values.wait === true || values.output !== undefined;
  if (!isWaiting) {
    if (values.json === true) terminal.out(`${JSON.stringify(film, null, 2)}\n`);
    else terminal.out(`${film.id}\nNext: npx reelwright status ${film.id}\n`);
    return EXIT.ok;
  }
  // Told before the waiting begins: whatever happens to this terminal, the film can be found again.
  if (values.json === true) terminal.err(`${film.id}\n`);
  else terminal.out(`${film.id}\n`);
  const ended = await waitForFilm({ client, terminal, filmId: film.id, timeoutSeconds });
  return finishFilm(invocation, ended, { isSaved: values.output !== undefined });
}

async function tellQuote({ values, client, terminal }: Invocation, order: object): Promise<ExitCode> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify(order);
  const plan = await client.json<Plan>('/v1/films?dryRun=true', { method: 'POST', headers, body });
  terminal.out(`${values.json === true ? JSON.stringify(plan, null, 2) : renderPlan(plan)}\n`);
  return EXIT.ok;
}

/** The body of the order; what is not given is left to the API's defaults, and what is wrong to its judgement. */
async function buildOrder({ values, positionals }: Pick<Invocation, 'values' | 'positionals'>): Promise<object> {
  const storyboardPath = optionalText(values, 'storyboard');
  const source =
    storyboardPath === undefined
      ? { prompt: takeOnly(positionals, 'prompt (in quotes)') }
      : { storyboard: await readStoryboard(storyboardPath), ...(positionals[0] && { prompt: positionals[0] }) };
  return {
    ...source,
    style: optionalText(values, 'style'),
    scenes: optionalNumber(values, 'scenes'),
    sceneSeconds: optionalNumber(values, 'scene-seconds'),
    aspectRatio: optionalText(values, 'aspect-ratio'),
    resolution: optionalText(values, 'resolution'),
    continuity: optionalText(values, 'continuity'),
    minClips: optionalNumber(values, 'min-clips'),
    budgetUsd: optionalText(values, 'budget'),
    runThrough: optionalText(values, 'run-through'),
    ...(listOf(values['approve']).length > 0 && { approve: listOf(values['approve']) }),
    onMissingReference: optionalText(values, 'on-missing-reference'),
    onRefusal: optionalText(values, 'on-refusal'),
    metadata: toMetadata(values),
    ...toModels(values),
  };
}

async function readStoryboard(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliFailure(EXIT.badInput, `Cannot read the storyboard ${path}: ${reason}`, 'It has to be a JSON file');
  }
}

function toMetadata({ metadata }: OptionValues): Record<string, string> {
  return Object.fromEntries(
    listOf(metadata).map((pair) => {
      const equals = pair.indexOf('=');
      if (equals > 0) return [pair.slice(0, equals), pair.slice(equals + 1)];
      throw new CliFailure(EXIT.badInput, `--metadata takes key=value, not ${JSON.stringify(pair)}`);
    }),
  );
}
