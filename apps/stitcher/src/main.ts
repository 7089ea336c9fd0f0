import { createArtifactStore } from '@shared/artifacts/create-artifact-store';
import { runService } from '@shared/service/run-service';
import { type StitcherConfig, stitcherConfigSchema } from './config';
import { stitcherService } from './stitcher.module';

await runService<StitcherConfig>(
  { name: 'stitcher', config: stitcherConfigSchema, define: stitcherService, openStore: createArtifactStore },
  process,
);
