import type { FilmView } from '@shared/contracts/film';
import type { ApiClient } from '../api/api-client';
import { uploadFile } from '../api/upload-file';
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
import { finishFilm } from './finish-film';
import { listOf } from './list-of';
import { filmPath, tellFilm } from './revise';

export const recutCommand: Command = {
  usage:
    'recut ID [--transition SCENE=KIND[:SECONDS] …] [--music FILE|none] [--loudness=LUFS] [--captions MODE] [--wait] [-o PATH]',
  options: {
    ...WAIT_OPTIONS,
    revision: { type: 'string' },
    transition: { type: 'string', multiple: true, default: [] },
    music: { type: 'string' },
    'music-gain': { type: 'string' },
    'no-duck': { type: 'boolean', default: false },
    loudness: { type: 'string' },
    captions: { type: 'string' },
  },
  run: recut,
};

async function recut(invocation: Invocation): Promise<ExitCode> {
  const { values, positionals, client, terminal } = invocation;
  const filmId = takeOnly(positionals, 'film id');
  const timeoutSeconds = timeoutSecondsOf(values);
  const body = await buildRecut(client, values);
  const { answer: film, isBegun } = await client.change<FilmView>(`${filmPath(filmId)}/cut`, { method: 'PATCH', body });
  if (!isBegun) terminal.err(`nothing to change: that is how film ${filmId} is cut\n`);
  if (values.wait !== true && values.output === undefined) return tellFilm(invocation, film);
  const ended = await waitForFilm({ client, terminal, filmId, timeoutSeconds });
  return finishFilm(invocation, ended, { isSaved: values.output !== undefined });
}

/** What is not given stays as it is. */
async function buildRecut(client: ApiClient, values: OptionValues): Promise<object> {
  const transitions = listOf(values['transition']);
  const cut = {
    transitions: transitions.length > 0 ? toTransitions(transitions) : undefined,
    loudnessLufs: optionalNumber(values, 'loudness'),
    captions: optionalText(values, 'captions'),
    music: await toMusic(client, values),
  };
  if (Object.values(cut).every((wish) => wish === undefined)) {
    const what = 'Say what is to change: --transition, --music, --loudness or --captions';
    throw new CliFailure(EXIT.badInput, what, '`reelwright help` shows every command and option');
  }
  return { ...cut, revision: optionalNumber(values, 'revision') };
}

function toTransitions(texts: readonly string[]): object[] {
  if (texts.join() === 'none') return [];
  return texts.map((text) => {
    const [, scene, kind, seconds] = /^(\d{1,3})=([a-z]+)(?::([\d.]+))?$/.exec(text) ?? [];
    if (scene !== undefined) return { scene: Number(scene), kind, ...(seconds && { seconds: Number(seconds) }) };
    const forms = '2=fade, 2=crossfade:0.8 or none';
    throw new CliFailure(EXIT.badInput, `--transition takes ${forms}, not ${JSON.stringify(text)}`);
  });
}

async function toMusic(client: ApiClient, values: OptionValues): Promise<object | null | undefined> {
  const music = optionalText(values, 'music');
  const gainDb = optionalNumber(values, 'music-gain');
  if (music === 'none') return null;
  if (music !== undefined) return { id: await toMusicId(client, music), gainDb, duck: values['no-duck'] !== true };
  if (gainDb === undefined && values['no-duck'] !== true) return undefined;
  throw new CliFailure(EXIT.badInput, '--music-gain and --no-duck are for the music that --music names');
}

async function toMusicId(client: ApiClient, pathOrId: string): Promise<string> {
  if (/^mus_[0-9a-z]{26}$/.test(pathOrId)) return pathOrId;
  return uploadFile(client, { path: pathOrId, route: '/v1/music', what: 'music', kinds: 'MP3, WAV, FLAC, Ogg or M4A' });
}
