import { createArtifactStore } from '@shared/artifacts/create-artifact-store';
import { runService } from '@shared/service/run-service';
import { type ClipperConfig, clipperConfigSchema } from './config';
import { clipperService } from './clipper.module';

await runService<ClipperConfig>(
  { name: 'clipper', config: clipperConfigSchema, define: clipperService, openStore: createArtifactStore },
  { env: process.env, argv: process.argv },
);
