import { z } from 'zod';

const address = z.url({ protocol: /^https?$/ });

/** The settings of the artifact store, to be spread into a service's own schema. */
export const artifactsEnv = {
  /** `minio`: an S3 server that all services reach. `directory`: a folder, for services on one machine. Default minio. */
  ARTIFACTS: z.enum(['minio', 'directory']).default('minio'),
  /** With `directory`: the folder; made when it is not there. */
  ARTIFACTS_DIR: z.string().min(1).default('.reelwright/artifacts'),
  /** With `minio`: where the services reach it. */
  S3_ENDPOINT: address.default('http://127.0.0.1:9000'),
  /** Where browsers reach it, when that is another address; presigned links name it. Default: S3_ENDPOINT. */
  S3_PUBLIC_ENDPOINT: address.optional(),
  S3_REGION: z.string().min(1).default('us-east-1'),
  S3_BUCKET: z.string().min(3).default('reelwright'),
  /** Needed with `minio`. */
  S3_ACCESS_KEY: z.string().default(''),
  /** Needed with `minio`. */
  S3_SECRET_KEY: z.string().default(''),
};

export type ArtifactsSettings = z.infer<z.ZodObject<typeof artifactsEnv>>;
