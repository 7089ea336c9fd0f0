import { AppError } from '@shared/errors/app-error';
import { ArtifactStore } from '@shared/artifacts/artifact-store';

/** For services under test that touch no artifact: always ready, never has anything. */
export function emptyStore(): ArtifactStore {
  return new EmptyStore();
}

class EmptyStore extends ArtifactStore {
  async prepare(): Promise<void> {
    return;
  }

  async ready(): Promise<void> {
    return;
  }

  put(key: string): Promise<never> {
    return Promise.reject(new AppError('INTERNAL', `Nothing can be put under ${key}: this store stays empty`));
  }

  open(key: string): Promise<never> {
    return Promise.reject(new AppError('ARTIFACT_MISSING', `No artifact ${key}`));
  }

  async stat(): Promise<null> {
    return null;
  }

  async remove(): Promise<void> {
    return;
  }

  async removePrefix(): Promise<void> {
    return;
  }

  async presign(): Promise<null> {
    return null;
  }
}
