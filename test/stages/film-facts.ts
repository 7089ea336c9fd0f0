import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { buildEvent, type EventInput, type EventName, type FilmEvent } from '@shared/contracts/events';
import { newId } from '@shared/contracts/ids';
import { type Spec, specSchema } from '@shared/contracts/order';
import type { Storyboard, Transition } from '@shared/contracts/storyboard';

const revision = 1;
export const SECONDS = 3;

export interface FilmFacts {
  filmId: string;
  ordered(order?: Partial<EventInput<'film.ordered'>>): FilmEvent<'film.ordered'>;
  approved(
    storyboard: StoredStoryboard,
    spec?: Partial<Spec>,
    models?: EventInput<'storyboard.approved'>['models'],
  ): FilmEvent<'storyboard.approved'>;
  keyframeReady(index: number, artifact: ArtifactRef): FilmEvent<'keyframe.ready'>;
  keyframeFailed(index: number): FilmEvent<'keyframe.failed'>;
  cancelRequested(): FilmEvent<'film.cancel-requested'>;
}

export interface StoredStoryboard {
  storyboard: Storyboard;
  artifact: ArtifactRef;
}

/** What other services state of one new film. */
export function aFilm(filmId = newId('film')): FilmFacts {
  // A tenant of its own: what one has bought is bought for all films of that tenant.
  const tenantId = `tenant_of_${filmId}`;
  const state = <N extends EventName>(name: N, source: FilmEvent['source'], data: EventInput<N>): FilmEvent<N> =>
    buildEvent({ name, source, tenantId, filmId, data }, new Date());
  return {
    filmId,
    ordered: (order = {}) =>
      state('film.ordered', 'gateway', {
        revision,
        spec: aSpec(),
        prompt: 'A lighthouse keeper finds a bottle',
        storyboard: null,
        ...order,
      }),
    approved: (stored, spec = {}, models = null) =>
      state('storyboard.approved', 'planner', { ...anApproval(stored, spec), models }),
    keyframeReady: (index, artifact) =>
      state('keyframe.ready', 'keyframer', { revision, index, artifact, attemptId: `att_keyframe_${index}` }),
    keyframeFailed: (index) => {
      const error = { code: 'PROVIDER_REFUSED_CONTENT', message: `keyframe ${index} was refused` } as const;
      return state('keyframe.failed', 'keyframer', { revision, index, error });
    },
    cancelRequested: () => state('film.cancel-requested', 'gateway', { revision }),
  };
}

export function aSpec(changes: Partial<Spec> = {}): Spec {
  return specSchema.parse({
    style: 'cinematic',
    scenes: 4,
    sceneSeconds: SECONDS,
    aspectRatio: '16:9',
    resolution: '360p',
    continuity: 'chain',
    minClips: 1,
    budgetMicros: 25_000_000,
    ...changes,
  });
}

/** Each scene is known in prompts by its number: `Scene 2 of 4, end frame`. */
export function aStoryboard(transitions: readonly Transition[], look = 'painted', seconds = SECONDS): Storyboard {
  const place = (n: number) => `Scene ${n} of ${transitions.length}`;
  return {
    title: 'The lighthouse',
    styleGuide: { look, camera: 'slow', lighting: 'dusk', palette: 'blue', sound: `waves, ${look}` },
    characters: [],
    scenes: transitions.map((transition, i) => ({
      description: `The lamp is lit, part ${i + 1}`,
      keyDetails: ['lamp', 'sea', 'gull'],
      startFramePrompt: `${place(i + 1)}, start frame: a lighthouse`,
      endFramePrompt: `${place(i + 1)}, end frame: a lit lighthouse`,
      motionPrompt: `${place(i + 1)}: slow push in`,
      seconds,
      transition,
    })),
  };
}

/** `look`: words of its own make a film that nothing was bought for before. */
export async function storeStoryboard(
  store: ArtifactStore,
  transitions: Transition[],
  look?: string,
  seconds?: number,
): Promise<StoredStoryboard> {
  const storyboard = aStoryboard(transitions, look, seconds);
  const bytes = Buffer.from(JSON.stringify(storyboard));
  const artifact = await store.put(`storyboards/${newId('att')}.json`, bytes, { mediaType: 'application/json' });
  return { storyboard, artifact };
}

function anApproval(
  { storyboard, artifact }: StoredStoryboard,
  spec: Partial<Spec>,
): EventInput<'storyboard.approved'> {
  return {
    revision,
    spec: aSpec({ scenes: storyboard.scenes.length, ...spec }),
    storyboard: artifact,
    title: storyboard.title,
    scenes: storyboard.scenes.map(({ seconds, transition, description }, i) => ({
      n: i + 1,
      seconds,
      transition,
      description,
    })),
    estimateMicros: 10_000_000,
    allotments: { keyframer: 5_000_000, clipper: 20_000_000 },
  };
}
