import type { ReferenceInput } from '@shared/build-graph/scene-images';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { AppError } from '@shared/errors/app-error';
import type { ApprovedBrief } from './brief';

/** The files of the images that a unit is made from, in their order. */
export function findReferences({ spec }: ApprovedBrief, wanted: readonly ReferenceInput[] = []): ArtifactRef[] {
  return wanted.map(({ name, sha256 }) => {
    const held = spec.images?.references.find(({ artifact }) => artifact?.sha256 === sha256);
    if (held?.artifact) return held.artifact;
    throw new AppError('ARTIFACT_MISSING', `the film has no image of ${name}`, { retryable: false });
  });
}
