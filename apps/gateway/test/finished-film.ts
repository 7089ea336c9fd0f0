import type { ArtifactRef } from '@shared/contracts/artifact';
import type { Storyboard } from '@shared/contracts/storyboard';
import { EXAMPLE_STORYBOARD } from './example-storyboard';
import { factsOf, tellStory } from './film-builders';
import type { Gateway, GatewayBundle } from './start-gateway';

export type FinishedFilm = Awaited<ReturnType<typeof finishFilm>>;

export const MODELS = { text: null, image: 'gemini-nano-banana-2.1', video: 'gemini-omni-1.2-flash' };

/** Tells of a film of two scenes that was ordered everything up to its success; its storyboard lies in the store. */
export async function finishFilm(
  { store }: GatewayBundle,
  one: Gateway,
  id: string,
  written: Storyboard = EXAMPLE_STORYBOARD,
) {
  const story = tellStory({ transitions: ['cut', 'continue'], failedScenes: [], filmId: id });
  const approved = story.find(({ name }) => name === 'storyboard.approved')?.data as { storyboard: ArtifactRef };
  const text = Buffer.from(JSON.stringify(written));
  const storyboard = await store.put(approved.storyboard.key, text, { mediaType: 'application/json' });
  Object.assign(approved, { models: MODELS, storyboard });
  await one.hear(...story);
  const send = (method: string, path: string, body: object = {}, headers: Record<string, string> = {}) =>
    fetch(`${one.url}/v1/films/${id}/${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  return { one, id, story, send, fact: factsOf(id) };
}
