import type { FilmImages, HeldFrame, HeldReference, ReferenceKind } from '@shared/contracts/film-images';
import type { Character, Scene } from '@shared/contracts/storyboard';

/** An image as an input of a unit: by its content. One that is still to be fetched is known by where it comes from. */
export interface ReferenceInput {
  name: string;
  kind: ReferenceKind;
  sha256: string;
}

/** What an image model takes beside the keyframe that it goes on from; a video model takes as many. */
export const MOST_REFERENCES = 5;

type Named = Pick<Scene, 'description' | 'startFramePrompt' | 'endFramePrompt' | 'place'>;

/** Characters that a scene names: a model draws whoever it is told of. */
export function listSeen(characters: readonly Character[], scene: Named): Character[] {
  return characters.filter(({ name, identityTag }) => [name, identityTag].some((tag) => names(scene, tag)));
}

/** The images that a scene is made from: of its place, and of whom it names; the first in the order where they are too many. */
export function listReferences(
  images: FilmImages | undefined,
  characters: readonly Character[],
  scene: Named,
): ReferenceInput[] {
  const { usable } = findWanted(images, characters, scene);
  return usable
    .slice(0, MOST_REFERENCES)
    .map(({ name, kind, from, artifact }) => ({ name, kind, sha256: artifact?.sha256 ?? `of ${from}` }));
}

/** What each scene goes without, in words for its user. An image that no scene names stands with the first one. */
export function listWarnings(
  images: FilmImages | undefined,
  { characters, scenes }: { characters: readonly Character[]; scenes: readonly (Named & { id: string })[] },
): string[][] {
  const idle = (images?.references ?? [])
    .filter((reference) => !scenes.some((scene) => isWanted(reference, characters, scene)))
    .map(({ name, field }) => `${field}: no scene names ${name}, so the image is used nowhere`);
  return scenes.map((scene, i) => [...(i === 0 ? idle : []), ...listImageWarnings(images, characters, scene)]);
}

function listImageWarnings(
  images: FilmImages | undefined,
  characters: readonly Character[],
  scene: Named & { id: string },
): string[] {
  const { usable, missing } = findWanted(images, characters, scene);
  const references = [
    ...missing.map(({ name, field, fault }) => `made without the image of ${name}: ${field}: ${fault ?? ''}`),
    ...usable.slice(MOST_REFERENCES).map(({ name }) => `made without the image of ${name}: ${TOO_MANY}`),
  ];
  const frames = (images?.keyframes ?? [])
    .filter((frame) => frame.scene === scene.id)
    .flatMap(({ frame, field, fault }) =>
      fault === null ? [] : [`its ${frame} keyframe is drawn, not the one that was given: ${field}: ${fault}`],
    );
  return [...references, ...frames];
}

/** The image that a user gave for a keyframe, found by the scenes that it ends and starts; the end of one goes first. */
export function findGivenFrame(
  images: FilmImages | undefined,
  { ends, starts }: { ends: string | null; starts: string | null },
): HeldFrame | null {
  const usable = (images?.keyframes ?? []).filter(({ fault }) => fault === null);
  const at = (scene: string | null, end: HeldFrame['frame']) =>
    usable.find((given) => given.scene === scene && given.frame === end);
  return at(ends, 'end') ?? at(starts, 'start') ?? null;
}

const TOO_MANY = `a scene is made from at most ${MOST_REFERENCES} images`;

function findWanted(images: FilmImages | undefined, characters: readonly Character[], scene: Named) {
  const wanted = (images?.references ?? []).filter((reference) => isWanted(reference, characters, scene));
  return {
    usable: wanted.filter(({ fault }) => fault === null),
    missing: wanted.filter(({ fault }) => fault !== null),
  };
}

// A reference goes by its name; of a character of the storyboard, also by the words that stand for it.
function isWanted({ name, kind }: HeldReference, characters: readonly Character[], scene: Named): boolean {
  if (kind === 'place' && scene.place?.toLowerCase() === name.toLowerCase()) return true;
  const tags = characters.filter((character) => character.name.toLowerCase() === name.toLowerCase());
  return [name, ...tags.map(({ identityTag }) => identityTag)].some((tag) => names(scene, tag));
}

// Whole words: Ann is not seen where an answer is.
function names({ description, startFramePrompt, endFramePrompt }: Named, tag: string): boolean {
  const words = `${description} ${startFramePrompt} ${endFramePrompt}`;
  const literal = tag.trim().replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'iu').test(words);
}
