import { AppError } from '@shared/errors/app-error';
import type { ArtifactStore } from './artifact-store';
import type { ArtifactsSettings } from './artifacts-env';
import { DirectoryStore } from './directory-store';
import { MinioStore } from './minio-store';

/** The store that the settings name. Reaches nothing yet: `prepare()` does. */
export function createArtifactStore(settings: ArtifactsSettings): ArtifactStore {
  return stores[settings.ARTIFACTS](settings);
}

const stores: Record<ArtifactsSettings['ARTIFACTS'], (settings: ArtifactsSettings) => ArtifactStore> = {
  directory: (settings) => new DirectoryStore(settings.ARTIFACTS_DIR),
  minio: (settings) =>
    new MinioStore({
      endpoint: settings.S3_ENDPOINT,
      publicEndpoint: settings.S3_PUBLIC_ENDPOINT,
      region: settings.S3_REGION,
      bucket: settings.S3_BUCKET,
      accessKey: demand(settings, 'S3_ACCESS_KEY'),
      secretKey: demand(settings, 'S3_SECRET_KEY'),
    }),
};

function demand(settings: ArtifactsSettings, name: 'S3_ACCESS_KEY' | 'S3_SECRET_KEY'): string {
  if (settings[name] !== '') return settings[name];
  throw new AppError('INVALID_INPUT', `ARTIFACTS=minio needs ${name}`);
}
