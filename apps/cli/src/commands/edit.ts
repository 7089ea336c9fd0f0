import { readFile } from 'node:fs/promises';
import { type Command, type Invocation, optionalText, takeOnly } from '../command';
import { CliFailure, EXIT, type ExitCode } from '../exit-codes';
import { buildImages, IMAGE_OPTIONS } from './image-options';
import { listOf } from './list-of';
import { MODEL_NAME_OPTIONS, toModelNames } from './model-options';
import { revise, REVISION_OPTIONS } from './revise';
import { toScene } from './to-scene';

const EDIT_HELP = '`reelwright edit --help` shows how';

export const editCommand: Command = {
  usage:
    'edit ID (--file CHANGES.json | --scene N --set FIELD=TEXT … | --remove N | --title T | --style FIELD=TEXT … | --keyframe SCENE:END=IMAGE …) [--dry-run]',
  options: {
    ...REVISION_OPTIONS,
    ...MODEL_NAME_OPTIONS,
    file: { type: 'string' },
    title: { type: 'string' },
    scene: { type: 'string' },
    set: { type: 'string', multiple: true, default: [] },
    style: { type: 'string', multiple: true, default: [] },
    remove: { type: 'string', multiple: true, default: [] },
    ...IMAGE_OPTIONS,
  },
  run: editFilm,
};

async function editFilm(invocation: Invocation): Promise<ExitCode> {
  const { values, positionals, client } = invocation;
  const filmId = takeOnly(positionals, 'film id');
  const file = optionalText(values, 'file');
  const changes = file === undefined ? buildEdit(invocation) : await readEdit(file);
  const body = { ...changes, ...(await buildImages(client, values)) };
  if (Object.keys(body).length === 0) throw new CliFailure(EXIT.badInput, 'Say what is to be changed', EDIT_HELP);
  return revise(invocation, { method: 'PATCH', filmId, path: 'storyboard', body });
}

function buildEdit({ values }: Invocation): object {
  const scene = optionalText(values, 'scene');
  const set = toFields(values['set'], 'set');
  const style = toFields(values['style'], 'style');
  const title = optionalText(values, 'title');
  const removed = listOf(values['remove']);
  if (scene === undefined && Object.keys(set).length > 0) {
    throw new CliFailure(EXIT.badInput, '--set needs the scene that it is for', 'Name it with --scene N');
  }
  const edits = scene === undefined ? [] : [{ op: 'edit', scene: toScene(scene), set }];
  const changes = [...edits, ...removed.map((each) => ({ op: 'remove', scene: toScene(each) }))];
  return {
    ...(title !== undefined && { title }),
    ...toModelNames(values),
    ...(Object.keys(style).length > 0 && { styleGuide: style }),
    ...(changes.length > 0 && { changes }),
  };
}

/** Fields of a scene that are no text, and how each is written. */
const WRITTEN: ReadonlyMap<string, (text: string, option: string) => unknown> = new Map([
  ['seconds', toNumber],
  ['keyDetails', parseJson],
  ['dialogue', parseJson],
]);

function toFields(raw: Invocation['values'][string], option: string): Record<string, unknown> {
  return Object.fromEntries(
    listOf(raw).map((pair) => {
      const equals = pair.indexOf('=');
      if (equals < 1) throw new CliFailure(EXIT.badInput, `--${option} takes field=value, not ${JSON.stringify(pair)}`);
      const [field, text] = [pair.slice(0, equals), pair.slice(equals + 1)];
      return [field, WRITTEN.get(field)?.(text, option) ?? text];
    }),
  );
}

async function readEdit(path: string): Promise<object> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as object;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliFailure(EXIT.badInput, `Cannot read the changes ${path}: ${reason}`, 'It has to be a JSON file');
  }
}

// What is no number goes as it is, so that the answer can show it.
function toNumber(text: string): number | string {
  return Number.isNaN(Number(text)) ? text : Number(text);
}

function parseJson(text: string, option: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CliFailure(EXIT.badInput, `--${option} has a list that is no JSON: ${text}`);
  }
}
