import { createArtifactStore } from '@shared/artifacts/create-artifact-store';
import { runService } from '@shared/service/run-service';
import { type PlannerConfig, plannerConfigSchema } from './config';
import { plannerService } from './planner.module';

await runService<PlannerConfig>(
  { name: 'planner', config: plannerConfigSchema, define: plannerService, openStore: createArtifactStore },
  { env: process.env, argv: process.argv },
);
