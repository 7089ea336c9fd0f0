import { describeStoryboard, type StoryboardInputs } from '@shared/build-graph/describe-storyboard';
import { AppError } from '@shared/errors/app-error';
import type { PlannerBrief } from './brief';
import type { PlannerModels } from './planner-models';

/** All that the storyboard of a revision is written from; of lengths only such as can be bought. */
export function storyboardInputsOf(brief: PlannerBrief, models: PlannerModels): StoryboardInputs {
  const { prompt, takes, notes } = brief;
  const model = models.writerOf(brief);
  const lengths = models.lengthsFor(brief);
  const spec = { ...brief.spec, sceneSeconds: models.sceneSecondsFor(brief) };
  if (prompt === null) throw new AppError('INTERNAL', 'the film has no prompt to plan from', { retryable: false });
  return describeStoryboard({ prompt, spec, model, lengths, takes, notes }).inputs;
}
