import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '@shared/telemetry/logger';
import { listModelsSchema } from '@shared/contracts/model-list';
import { ListModels } from './list-models';

/** Says at the start what is about to end of what films are made with. */
@Injectable()
export class WarnOfModels implements OnApplicationBootstrap {
  constructor(
    private readonly models: ListModels,
    private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { warnings } = await this.models.handle(listModelsSchema.parse({}));
    for (const warning of warnings) this.logger.warn({}, warning);
  }
}
