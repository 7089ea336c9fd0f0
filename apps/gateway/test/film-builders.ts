import { type FilmEvent, type Statement, buildEvent } from '@shared/contracts/events';
import { createFilmSchema, toSpec } from '@shared/contracts/order';
import { toMicros } from '@shared/contracts/money';
import { layOutKeyframes } from '@shared/contracts/keyframe-layout';
import type { Transition } from '@shared/contracts/storyboard';
import type { HeardFact } from '../src/films/apply-fact';
import { buildFilm } from '../src/films/build-film';
import type { FilmRecord } from '../src/films/film-record';

type HeardName = HeardFact['name'];
type DataOf<N extends HeardName> = Statement<N>['data'];

export const FILM_ID = 'film_00000000000000000000000001';
const EPOCH = Date.UTC(2026, 0, 1);

export function aFilm(order: Record<string, unknown> = {}, filmId = FILM_ID): FilmRecord {
  const parsed = createFilmSchema.parse({ prompt: 'a lighthouse at dusk', scenes: 2, ...order });
  return buildFilm({ filmId, tenantId: 'tenant_default', order: parsed, createdAt: new Date(EPOCH) }).record;
}

/** Facts of one film, each a second after the one before. */
export function factsOf(filmId = FILM_ID) {
  let seconds = 0;
  return <N extends HeardName>(name: N, data: DataOf<N>): FilmEvent<N> & HeardFact => {
    seconds += 1;
    const source = sourceOf(name, data);
    const statement = { name, source, tenantId: 'tenant_default', filmId, data };
    return buildEvent(statement, new Date(EPOCH + seconds * 1000)) as FilmEvent<N> & HeardFact;
  };
}

export function anArtifact(seed: string, mediaType = 'video/mp4', filmId = FILM_ID) {
  const sha256 = Buffer.from(seed).toString('hex').padEnd(64, '0').slice(0, 64);
  return { key: `t/tenant_default/films/${filmId}/${seed}`, sha256, bytes: 5, mediaType };
}

export const clipFacts = { durationSeconds: 4, frames: 96, fps: 24, width: 1280, height: 720, hasAudio: true };

interface Story {
  transitions: Transition[];
  failedScenes: number[];
  filmId?: string;
}

/** Everything that the stages say of a film with these scenes, in the order in which it happens. */
export function tellStory({ transitions, failedScenes, filmId = FILM_ID }: Story): HeardFact[] {
  const fact = factsOf(filmId);
  const layout = layOutKeyframes(transitions);
  const facts: HeardFact[] = [...tellAttempt(fact, 'storyboard', 0)];
  facts.push(approval(fact, transitions));
  for (const { index } of layout.keyframes) {
    facts.push(...tellAttempt(fact, 'keyframe', index));
    const artifact = anArtifact(`keyframe-${index}`, 'image/png', filmId);
    facts.push(fact('keyframe.ready', { revision: 1, index, artifact, attemptId: `att_keyframe_${index}` }));
  }
  for (const { n } of layout.scenes) facts.push(...tellClip(fact, n, { failed: failedScenes.includes(n), filmId }));
  const gaps = failedScenes.map((scene) => ({ scene, code: 'PROVIDER_FAILED' as const, message: 'no clip' }));
  const video = anArtifact('cut', 'video/mp4', filmId);
  const poster = anArtifact('poster', 'image/jpeg', filmId);
  facts.push(fact('cut.started', { revision: 1 }));
  facts.push(fact('cut.ready', { revision: 1, video, poster, facts: clipFacts, gaps }));
  return facts;
}

type Fact = ReturnType<typeof factsOf>;

export function approval(fact: Fact, transitions: Transition[]): HeardFact {
  const scenes = transitions.map((transition, i) => ({
    n: i + 1,
    seconds: 4,
    transition,
    description: `scene ${i + 1}`,
  }));
  return fact('storyboard.approved', {
    revision: 1,
    spec: toSpec(createFilmSchema.parse({ prompt: 'a lighthouse at dusk', scenes: transitions.length })),
    storyboard: anArtifact('storyboard', 'application/json'),
    title: 'The lighthouse: "dusk" ☀',
    scenes,
    estimateMicros: toMicros('2.5'),
    allotments: { keyframer: 1_000_000, clipper: 1_000_000 },
  });
}

export function tellAttempt(fact: Fact, kind: 'storyboard' | 'keyframe' | 'clip', n: number): HeardFact[] {
  const attempt = {
    attemptId: `att_${kind}_${n}`,
    unit: { kind, n },
    number: 1,
    provider: 'simulator',
    model: 'model',
  };
  const settled = { ...attempt, outcome: 'stored' as const, heldMicros: 0, capturedMicros: 90_000, error: null };
  return [fact('attempt.submitted', { ...attempt, heldMicros: 100_000 }), fact('attempt.settled', settled)];
}

function tellClip(fact: Fact, n: number, { failed, filmId }: { failed: boolean; filmId: string }): HeardFact[] {
  const attempts = tellAttempt(fact, 'clip', n);
  if (failed) {
    const error = { code: 'PROVIDER_FAILED' as const, message: 'no clip' };
    return [...attempts, fact('clip.failed', { revision: 1, scene: n, error })];
  }
  const artifact = anArtifact(`clip-${n}`, 'video/mp4', filmId);
  const data = { revision: 1, scene: n, artifact, facts: clipFacts, attemptId: `att_clip_${n}` };
  return [...attempts, fact('clip.ready', data)];
}

function sourceOf<N extends HeardName>(name: N, data: DataOf<N>) {
  if ('stage' in data) return data.stage;
  if ('unit' in data) return STAGE_OF[data.unit.kind];
  if (name.startsWith('storyboard')) return 'planner';
  if (name.startsWith('keyframe')) return 'keyframer';
  return name.startsWith('clip') ? 'clipper' : 'stitcher';
}

const STAGE_OF = {
  storyboard: 'planner',
  'keyframe-prompt': 'planner',
  'clip-prompt': 'planner',
  keyframe: 'keyframer',
  'redrawn-keyframe': 'keyframer',
  clip: 'clipper',
  cut: 'stitcher',
} as const;
