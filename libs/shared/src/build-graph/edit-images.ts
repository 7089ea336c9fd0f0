import type { ArtifactRef } from '@shared/contracts/artifact';
import {
  type FilmImages,
  type FrameEnd,
  type GivenFrame,
  type HeldImage,
  type Reference,
  UPLOAD_ID,
} from '@shared/contracts/film-images';
import type { EditStoryboard } from '@shared/contracts/revisions';
import { AppError } from '@shared/errors/app-error';

/** What the names in a request stand for. */
export interface ImageNames {
  /** Ids of the scenes, in their order. */
  sceneIds: readonly string[];
  /** Files that this tenant has uploaded, by id. */
  uploads: ReadonlyMap<string, ArtifactRef>;
}

/** Ids of all uploads that a request names. */
export function listUploadIds(images: readonly { image: string | null }[]): string[] {
  return [...new Set(images.flatMap(({ image }) => (image !== null && UPLOAD_ID.test(image) ? [image] : [])))];
}

/** The images of an order, none of them fetched; undefined where there are none. INVALID_INPUT names what it does not have. */
export function buildImages(
  order: { references: readonly Reference[]; keyframes: readonly GivenFrame[] },
  names: ImageNames,
): FilmImages | undefined {
  return orNone({
    references: order.references.map((reference, i) => toReference(reference, `references[${i}].image`, names)),
    keyframes: placeFrames(order.keyframes, names).map(({ scene, frame, image }, i) => ({
      ...{ scene, frame },
      ...toHeld(image, `keyframes[${i}].image`, names),
    })),
  });
}

/** The images after an edit. What is named again and was there already is not fetched again. */
export function editImages(
  images: FilmImages | undefined,
  { references, keyframes = [] }: Pick<EditStoryboard, 'references' | 'keyframes'>,
  names: ImageNames,
): FilmImages | undefined {
  const before = images ?? { references: [], keyframes: [] };
  const edited = placeFrames(keyframes, names);
  const isEdited = (frame: { scene: string; frame: FrameEnd }) =>
    edited.some(({ scene, frame: end }) => scene === frame.scene && end === frame.frame);
  const given = edited.flatMap(({ image, scene, frame }, i) =>
    image === null ? [] : [{ scene, frame, ...toHeld(image, `keyframes[${i}].image`, names) }],
  );
  return orNone({
    references: references
      ? references.map((reference, i) =>
          reuse(toReference(reference, `references[${i}].image`, names), before.references),
        )
      : before.references,
    keyframes: [
      ...before.keyframes.filter((frame) => !isEdited(frame)),
      ...given.map((frame) => reuse(frame, before.keyframes)),
    ],
  });
}

function toReference({ name, kind, image }: Reference, field: string, names: ImageNames) {
  return { name, kind, ...toHeld(image, field, names) };
}

function toHeld(from: string, field: string, { uploads }: ImageNames) {
  const source = uploads.get(from) ?? null;
  if (UPLOAD_ID.test(from) && source === null) {
    throw refuse(field, 'must be the id of an image that was uploaded: POST /v1/references', from);
  }
  return { from, field, source, artifact: null, fault: null };
}

// One place has one image: of two, one would be passed over in silence.
function placeFrames<T extends { scene: string | number; frame: FrameEnd }>(frames: readonly T[], names: ImageNames) {
  const placed = frames.map((given, i) => ({ ...given, scene: findScene(given.scene, i, names) }));
  for (const [i, { scene, frame }] of placed.entries()) {
    const first = placed.findIndex((other) => other.scene === scene && other.frame === frame);
    if (first < i)
      throw refuse(`keyframes[${i}]`, `must not name the keyframe of keyframes[${first}] again`, frames[i]);
  }
  return placed;
}

function findScene(scene: string | number, place: number, { sceneIds }: ImageNames): string {
  const id = typeof scene === 'number' ? sceneIds[scene - 1] : sceneIds.find((known) => known === scene);
  if (id !== undefined) return id;
  throw refuse(`keyframes[${place}].scene`, 'must name a scene of the film', scene);
}

function reuse<T extends HeldImage>(wanted: T, before: readonly HeldImage[]): T {
  const known = before.find(({ from, artifact }) => from === wanted.from && artifact !== null);
  return known ? { ...wanted, artifact: known.artifact } : wanted;
}

function orNone(images: FilmImages): FilmImages | undefined {
  return images.references.length + images.keyframes.length === 0 ? undefined : images;
}

function refuse(field: string, rule: string, value: unknown): AppError {
  return new AppError('INVALID_INPUT', `${field}: ${rule}`, { details: { errors: [{ field, rule, value }] } });
}
