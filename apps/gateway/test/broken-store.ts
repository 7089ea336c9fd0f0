import { type ArtifactStore, type OpenArtifact } from '@shared/artifacts/artifact-store';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { AppError } from '@shared/errors/app-error';
import { DirectoryStore } from '@shared/artifacts/directory-store';

/** A store that cannot be reached. */
export function brokenStore(): ArtifactStore {
  return new BrokenStore('/nowhere');
}

class BrokenStore extends DirectoryStore {
  override async ready(): Promise<void> {
    throw new AppError('DEPENDENCY_UNAVAILABLE', 'The artifact store does not answer');
  }

  override async put(): Promise<ArtifactRef> {
    throw new AppError('DEPENDENCY_UNAVAILABLE', 'The artifact store does not answer');
  }

  override async open(): Promise<OpenArtifact> {
    throw new AppError('DEPENDENCY_UNAVAILABLE', 'The artifact store does not answer');
  }
}
