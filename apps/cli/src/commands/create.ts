import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { FilmView } from '@shared/contracts/film';
import type { ApiClient } from '../api/api-client';
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
import { waitForFilm } from '../wait-for-film';
import { listOf } from './edit';
import { buildImages, IMAGE_OPTIONS } from './image-options';
import { finishFilm } from './finish-film';

const TRIES = 3;
const PAUSE_MS = 1_000;

export const createCommand: Command = {
  usage: 'create "PROMPT" [--scenes N] [--scene-seconds S] [--style NAME] … [--wait] [-o PATH]',
  options: {
    ...WAIT_OPTIONS,
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
    metadata: { type: 'string', multiple: true, default: [] },
  },
  run: createFilm,
};

async function createFilm(invocation: Invocation): Promise<ExitCode> {
  const { values, client, terminal } = invocation;
  const timeoutSeconds = timeoutSecondsOf(values);
  const film = await order(client, { ...(await buildOrder(invocation)), ...(await buildImages(client, values)) });
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

// One key for every try: a lost answer does not order a second film.
async function order(client: ApiClient, body: object): Promise<FilmView> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  for (let attempt = 1; ; attempt++) {
    try {
      return await client.json<FilmView>('/v1/films', { method: 'POST', headers, body: JSON.stringify(body) });
    } catch (error) {
      if (!(error instanceof CliFailure) || error.exitCode !== EXIT.network || attempt === TRIES) throw error;
      await wait(PAUSE_MS * attempt);
    }
  }
}

/** The body of the order; what is not given is left to the API's defaults, and what is wrong to its judgement. */
export async function buildOrder({ values, positionals }: Pick<Invocation, 'values' | 'positionals'>): Promise<object> {
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

function toMetadata({ metadata = [] }: OptionValues): Record<string, string> {
  const pairs = (Array.isArray(metadata) ? metadata : [metadata]).map(String);
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      if (equals > 0) return [pair.slice(0, equals), pair.slice(equals + 1)];
      throw new CliFailure(EXIT.badInput, `--metadata takes key=value, not ${JSON.stringify(pair)}`);
    }),
  );
}
