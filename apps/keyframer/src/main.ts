import { createArtifactStore } from '@shared/artifacts/create-artifact-store';
import { runService } from '@shared/service/run-service';
import { type KeyframerConfig, keyframerConfigSchema } from './config';
import { keyframerService } from './keyframer.module';

await runService<KeyframerConfig>(
  { name: 'keyframer', config: keyframerConfigSchema, define: keyframerService, openStore: createArtifactStore },
  { env: process.env, argv: process.argv },
);
