import type { Answer } from '@shared/contracts/build-order';
import type { FirstChoices } from '@shared/contracts/models';
import type { HeldFrame } from '@shared/contracts/film-images';
import { layOutKeyframes, type KeyframePlace, type ScenePlace } from '@shared/contracts/keyframe-layout';
import type { AspectRatio, Resolution, Spec } from '@shared/contracts/order';
import type { Character, Storyboard, StyleGuide } from '@shared/contracts/storyboard';
import { type NamedScene, type NamedStoryboard, withSceneIds } from './scene-ids';
import { findGivenFrame, listReferences, listSeen, type ReferenceInput } from './scene-images';
import { TEMPLATES } from './templates';
import { unitIds } from './unit-ids';

/** What a revision is described from. Whatever is not in here cannot make a difference to any unit. */
export interface Build {
  spec: Pick<Spec, 'aspectRatio' | 'resolution' | 'continuity' | 'images'>;
  models: FirstChoices;
  storyboard: Storyboard;
  takes: Readonly<Record<string, number>>;
  notes: Readonly<Record<string, string>>;
}

/** All that a keyframe is made from, artifacts aside. Its request is built from this alone. */
export interface KeyframeInputs {
  template: number;
  model: string;
  aspectRatio: AspectRatio;
  framePrompt: string;
  keyDetails: string[];
  characters: Character[];
  style: Pick<StyleGuide, 'look' | 'camera' | 'lighting' | 'palette'>;
  /** Images of the user; none where the scene names none. */
  references?: ReferenceInput[] | undefined;
  /** The user's own image, by its content: then nothing else matters. */
  given?: string | undefined;
  take: number;
  note?: string | undefined;
}

/** All that a clip is made from, artifacts aside. Its request is built from this alone. */
export interface ClipInputs {
  template: number;
  model: string;
  aspectRatio: AspectRatio;
  resolution: Resolution;
  seconds: number;
  motionPrompt: string;
  style: Pick<StyleGuide, 'camera' | 'sound'>;
  references?: ReferenceInput[] | undefined;
  take: number;
  note?: string | undefined;
}

interface DescribedBase {
  /** Keyframe index or scene number in this revision. */
  n: number;
  id: string;
  /** Ids of the units whose artifacts it is made from, by what they are to it. */
  refs: Record<string, string>;
}

export type DescribedKeyframe = DescribedBase & {
  kind: 'keyframe';
  inputs: KeyframeInputs;
  /** Set where it is the user's own image; without an answer while that is still to be fetched. */
  given?: { answer: Answer | null };
};
export type DescribedClip = DescribedBase & { kind: 'clip'; inputs: ClipInputs };
export type DescribedUnit = DescribedKeyframe | DescribedClip;

/** Every keyframe and clip of a revision, each behind the units that it is made from. */
export function describeFilm(build: Build): DescribedUnit[] {
  const storyboard = withSceneIds(build.storyboard);
  const layout = layOutKeyframes(storyboard.scenes.map(({ transition }) => transition));
  const ids = layout.keyframes.map((place) => keyframeIdOf(place, storyboard));
  const keyframes = layout.keyframes.map((place) => describeKeyframe(build, storyboard, { place, ids }));
  const clips = layout.scenes.map((place) => describeClip(build, storyboard, { place, ids }));
  return [...keyframes, ...clips];
}

/** Describes one unit of a film. Null when the film has none such. */
export function describeUnit(build: Build, unit: { kind: string; n: number }): DescribedUnit | null {
  return describeFilm(build).find(({ kind, n }) => kind === unit.kind && n === unit.n) ?? null;
}

function describeKeyframe(
  build: Build,
  storyboard: NamedStoryboard,
  { place, ids }: { place: KeyframePlace; ids: string[] },
): DescribedKeyframe {
  const { index, startsScene, endsScene } = place;
  const id = at(ids, index);
  const scene = (n: number | null) => (n === null ? null : at(storyboard.scenes, n - 1).id);
  const frame = findGivenFrame(build.spec.images, { ends: scene(endsScene), starts: scene(startsScene) });
  if (frame) return describeGiven(build, frame, { index, id });
  const anchor = anchorOf(place, build.spec.continuity);
  const inputs = toKeyframeInputs(build, storyboard, { place, id });
  return { kind: 'keyframe', n: index, id, inputs, refs: anchor === null ? {} : { anchor: at(ids, anchor) } };
}

function toKeyframeInputs(
  { spec, models, takes, notes }: Build,
  storyboard: NamedStoryboard,
  { place, id }: { place: KeyframePlace; id: string },
): KeyframeInputs {
  const scene = sceneAt(storyboard, place);
  const { look, camera, lighting, palette } = storyboard.styleGuide;
  const references = listReferences(spec.images, storyboard.characters, scene);
  return {
    template: TEMPLATES.keyframe,
    model: models.image,
    aspectRatio: spec.aspectRatio,
    framePrompt: place.position === 0 ? scene.startFramePrompt : scene.endFramePrompt,
    keyDetails: scene.keyDetails,
    characters: listSeen(storyboard.characters, scene),
    style: { look, camera, lighting, palette },
    references: references.length > 0 ? references : undefined,
    take: takes[id] ?? 1,
    note: notes[id],
  };
}

// Nobody draws it: no words of the scene can make a difference to it.
function describeGiven(
  { spec, models }: Build,
  { from, artifact }: HeldFrame,
  { index, id }: { index: number; id: string },
): DescribedKeyframe {
  const inputs: KeyframeInputs = {
    template: TEMPLATES.keyframe,
    model: models.image,
    aspectRatio: spec.aspectRatio,
    framePrompt: '',
    keyDetails: [],
    characters: [],
    style: { look: '', camera: '', lighting: '', palette: '' },
    given: artifact?.sha256 ?? `of ${from}`,
    take: 1,
  };
  const answer = artifact && { artifact, facts: null, attemptId: GIVEN, filmId: GIVEN };
  return { kind: 'keyframe', n: index, id, inputs, refs: {}, given: { answer } };
}

/** In the place of the attempt and the film that something was bought by. */
const GIVEN = 'given';

function describeClip(
  { spec, models, takes, notes }: Build,
  storyboard: NamedStoryboard,
  { place, ids }: { place: ScenePlace; ids: string[] },
): DescribedClip {
  const scene = at(storyboard.scenes, place.n - 1);
  const { camera, sound } = storyboard.styleGuide;
  const id = unitIds.clipOf(scene.id);
  const references = listReferences(spec.images, storyboard.characters, scene);
  const inputs: ClipInputs = {
    template: TEMPLATES.clip,
    model: models.video,
    aspectRatio: spec.aspectRatio,
    resolution: spec.resolution,
    seconds: scene.seconds,
    motionPrompt: scene.motionPrompt,
    style: { camera, sound },
    references: references.length > 0 ? references : undefined,
    take: takes[id] ?? 1,
    note: notes[id],
  };
  const refs = { start: at(ids, place.startKeyframe), end: at(ids, place.endKeyframe) };
  return { kind: 'clip', n: place.n, id, inputs, refs };
}

// The first keyframe of a chain opens its scene; every other ends the scene before it.
function keyframeIdOf(place: KeyframePlace, storyboard: NamedStoryboard): string {
  const { id } = sceneAt(storyboard, place);
  return place.position === 0 ? unitIds.startOf(id) : unitIds.endOf(id);
}

function sceneAt({ scenes }: NamedStoryboard, { position, startsScene, endsScene }: KeyframePlace): NamedScene {
  return at(scenes, ((position === 0 ? startsScene : endsScene) ?? 1) - 1);
}

// The first of a chain is drawn from words alone.
function anchorOf({ index, position }: KeyframePlace, continuity: Spec['continuity']): number | null {
  if (position === 0) return null;
  return continuity === 'chain' ? index - 1 : index - position;
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`There is no item ${index} among ${items.length}`);
  return item;
}
