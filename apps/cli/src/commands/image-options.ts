import type { ParseArgsOptionsConfig } from 'node:util';
import type { ApiClient } from '../api/api-client';
import { toImageSource } from '../api/upload-image';
import type { OptionValues } from '../command';
import { CliFailure, EXIT } from '../exit-codes';
import { listOf } from './list-of';
import { toScene } from './to-scene';

/** Images of a film. Files are uploaded; addresses are fetched by Reelwright itself. */
export const IMAGE_OPTIONS = {
  reference: { type: 'string', multiple: true, default: [] },
  place: { type: 'string', multiple: true, default: [] },
  keyframe: { type: 'string', multiple: true, default: [] },
} as const satisfies ParseArgsOptionsConfig;

/** `--reference "Ada=ada.png"`, `--place "Harbour=https://…"`, `--keyframe 1:start=first.png`. */
export async function buildImages(client: ApiClient, values: OptionValues): Promise<object> {
  const characters = await toReferences(client, values, { option: 'reference', kind: 'character' });
  const places = await toReferences(client, values, { option: 'place', kind: 'place' });
  const references = [...characters, ...places];
  const keyframes = await Promise.all(
    listOf(values['keyframe']).map(async (pair) => {
      const { name, value } = split(pair, 'keyframe', 'scene:start=path or scene:end=path');
      const [scene = '', frame] = name.split(':');
      return { scene: toScene(scene), frame, image: await toImageSource(client, value) };
    }),
  );
  return { ...(references.length > 0 && { references }), ...(keyframes.length > 0 && { keyframes }) };
}

async function toReferences(
  client: ApiClient,
  values: OptionValues,
  { option, kind }: { option: string; kind: string },
): Promise<object[]> {
  return Promise.all(
    listOf(values[option]).map(async (pair) => {
      const { name, value } = split(pair, option, 'name=path or name=https://…');
      return { name, kind, image: await toImageSource(client, value) };
    }),
  );
}

function split(pair: string, option: string, form: string): { name: string; value: string } {
  const equals = pair.indexOf('=');
  if (equals > 0) return { name: pair.slice(0, equals), value: pair.slice(equals + 1) };
  throw new CliFailure(EXIT.badInput, `--${option} takes ${form}, not ${JSON.stringify(pair)}`);
}
