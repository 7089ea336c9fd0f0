import type { ReferenceKind } from '@shared/contracts/film-images';
import type { Spec } from '@shared/contracts/order';
import { TEMPLATES } from './templates';
import { unitIds } from './unit-ids';

/** All that a storyboard is written from. Its request is built from this alone. */
export interface StoryboardInputs {
  template: number;
  model: string;
  prompt: string;
  scenes: number;
  sceneSeconds: number;
  /** Those that the video models take; left out where these are all that there used to be. */
  lengths?: readonly number[] | undefined;
  style: Spec['style'];
  aspectRatio: Spec['aspectRatio'];
  /** What there are images of, for the scenes to name. */
  references?: { name: string; kind: ReferenceKind }[] | undefined;
  take: number;
  note?: string | undefined;
}

// Storyboards from before the planner was told of lengths are described as they were.
const USUAL_LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10] as const;

export interface StoryboardBuild {
  prompt: string;
  spec: Pick<Spec, 'scenes' | 'sceneSeconds' | 'style' | 'aspectRatio' | 'images'>;
  model: string;
  /** Of scenes, in seconds, that the video models take. */
  lengths?: readonly number[];
  takes: Readonly<Record<string, number>>;
  notes: Readonly<Record<string, string>>;
}

export function describeStoryboard(build: StoryboardBuild): { kind: 'storyboard'; inputs: StoryboardInputs } {
  const { prompt, spec, model, takes, notes } = build;
  const lengths =
    build.lengths && USUAL_LENGTHS.every((length) => build.lengths?.includes(length)) ? undefined : build.lengths;
  const { scenes, sceneSeconds, style, aspectRatio } = spec;
  const [take, note] = [takes[unitIds.storyboard] ?? 1, notes[unitIds.storyboard]];
  const template = TEMPLATES.storyboard;
  const named = (spec.images?.references ?? []).map(({ name, kind }) => ({ name, kind }));
  const references = named.length > 0 ? named : undefined;
  return {
    kind: 'storyboard',
    inputs: { template, model, prompt, scenes, sceneSeconds, lengths, style, aspectRatio, references, take, note },
  };
}
