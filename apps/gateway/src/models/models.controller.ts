import { Controller, Get, Query } from '@nestjs/common';
import { type ListModelsQuery, listModelsSchema, type ModelList } from '@shared/contracts/model-list';
import { ApiRoute } from '../http/api-route';
import { ListModels } from './list-models';

@Controller('v1/models')
export class ModelsController {
  constructor(private readonly listModels: ListModels) {}

  @Get()
  @ApiRoute({
    operationId: 'listModels',
    summary: 'The models there are: what they can do, cost and allow, and what a film would cost',
    answers: { 200: { description: 'All that are known here', schema: 'ModelList' } },
    problems: [422],
  })
  list(@Query({ schema: listModelsSchema }) query: ListModelsQuery): Promise<ModelList> {
    return this.listModels.handle(query);
  }
}
