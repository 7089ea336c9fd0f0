import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { artifactsEnv } from './artifacts-env';
import { createArtifactStore } from './create-artifact-store';
import { DirectoryStore } from './directory-store';
import { MinioStore } from './minio-store';

const settings = z.object(artifactsEnv);
const create = (environment: Record<string, string>) => createArtifactStore(settings.parse(environment));

describe('createArtifactStore', () => {
  it('makes the store that the settings name', () => {
    expect(create({ ARTIFACTS: 'directory' })).toBeInstanceOf(DirectoryStore);
    expect(create({ S3_ACCESS_KEY: 'a', S3_SECRET_KEY: 'b' })).toBeInstanceOf(MinioStore);
  });

  it('names the key that is missing', () => {
    expect(() => create({ S3_ACCESS_KEY: 'a' })).toThrow('ARTIFACTS=minio needs S3_SECRET_KEY');
  });

  it.each([{ ARTIFACTS: 'tape' }, { S3_ENDPOINT: 'localhost:9000' }, { S3_BUCKET: 'ab' }])('refuses %j', (bad) => {
    expect(settings.safeParse(bad).success).toBe(false);
  });
});
