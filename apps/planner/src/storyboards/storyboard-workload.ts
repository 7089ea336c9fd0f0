import type { EntityManager, DataSource } from 'typeorm';
import { artifactKeys } from '@shared/artifacts/artifact-keys';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import { readText } from '@shared/artifacts/read-artifact';
import type { Clock } from '@shared/clock/clock';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { toModelLists } from '@shared/contracts/models';
import type { Storyboard } from '@shared/contracts/storyboard';
import { AppError, type ErrorFacts, toAppError } from '@shared/errors/app-error';
import { failpoint } from '@shared/failpoints/failpoint';
import type { Attempt } from '@shared/generation/attempts/attempt';
import { type FetchedResult, type Prepared, Workload } from '@shared/generation/attempts/workload';
import type { ModelRegistry } from '@shared/vendors/model-registry';
import { priceOfText } from '@shared/vendors/prices';
import type { TextRequest } from '@shared/vendors/text-request';
import type { StoryboardApproval } from './approve-storyboard';
import { loadBrief } from './brief';
import { storyboardInputsOf } from './storyboard-inputs';
import { buildRepairPrompt, buildStoryboardPrompt, SYSTEM_INSTRUCTION } from './build-storyboard-prompt';
import type { PlannerModels } from './planner-models';
import { readStoryboard } from './read-storyboard';
import { buildModelSchema, buildOrderedSchema } from './storyboard-json-schema';

export interface StoryboardParts {
  db: DataSource;
  store: ArtifactStore;
  clock: Clock;
  registry: ModelRegistry<'text'>;
  approval: StoryboardApproval;
  models: PlannerModels;
}

/** Prompt → storyboard, with one repair pass. */
export class StoryboardWorkload extends Workload<Storyboard> {
  readonly kind = 'storyboard';

  constructor(private readonly parts: StoryboardParts) {
    super();
  }

  async listModels(attempt: Attempt): Promise<readonly string[]> {
    const { models, db } = this.parts;
    const chosen = models.of(await loadBrief(db.manager, attempt));
    return toModelLists(chosen.text === null ? models.today : chosen).text;
  }

  async prepare(attempt: Attempt, model: string): Promise<Prepared> {
    const { db, clock, registry, models } = this.parts;
    const inputs = storyboardInputsOf(await loadBrief(db.manager, attempt), models);
    const repair = await this.findWhatToRepair(attempt.previousError);
    const prompt = repair ? buildRepairPrompt(inputs, repair) : buildStoryboardPrompt(inputs);
    const request: TextRequest = { model, system: SYSTEM_INSTRUCTION, prompt, schema: buildModelSchema(inputs) };
    const priceMicros = priceOfText(model, expectTokens(request, inputs.scenes), clock.now(), registry.models);
    return { request, priceMicros };
  }

  artifactKey(attempt: Attempt): string {
    return artifactKeys.storyboard(attempt, attempt.id);
  }

  async check(result: FetchedResult, attempt: Attempt): Promise<Storyboard> {
    const text = (await result.read()).toString('utf8');
    const brief = await loadBrief(this.parts.db.manager, attempt);
    const sceneSeconds = this.parts.models.sceneSecondsFor(brief);
    try {
      return readStoryboard(text, buildOrderedSchema({ ...brief.spec, sceneSeconds }));
    } catch (error) {
      throw await this.keepForRepair(toAppError(error), { text, artifact: result.artifact, attempt });
    }
  }

  async onStored(tx: EntityManager, attempt: Attempt, artifact: ArtifactRef, storyboard: Storyboard): Promise<void> {
    const brief = await loadBrief(tx, attempt);
    await failpoint('storyboard.before-approval');
    await this.parts.approval.approve(tx, { film: attempt, brief, artifact, storyboard });
    await failpoint('storyboard.after-approval');
  }

  async onFailed(tx: EntityManager, attempt: Attempt, error: ErrorFacts): Promise<void> {
    await this.parts.approval.fail(tx, attempt, error);
  }

  // A broken answer was paid for: it is kept, so that the next attempt mends it instead of starting over. Once.
  private async keepForRepair(
    error: AppError,
    { text, artifact, attempt }: { text: string; artifact: ArtifactRef; attempt: Attempt },
  ) {
    const { key } = await this.parts.store.put(
      artifactKeys.storyboard(attempt, `${attempt.id}-broken`),
      Buffer.from(text),
      {
        mediaType: artifact.mediaType,
      },
    );
    const repairable = attempt.previousError?.code !== 'STORYBOARD_INVALID';
    return new AppError(error.code, error.message, {
      cause: error,
      retryable: repairable,
      details: { ...error.details, broken: key },
    });
  }

  private async findWhatToRepair(previous: ErrorFacts | null): Promise<{ answer: string; problems: string[] } | null> {
    if (previous?.code !== 'STORYBOARD_INVALID') return null;
    const { broken, problems } = previous.details as { broken: string; problems: string[] };
    return { answer: await readText(this.parts.store, broken), problems };
  }
}

// Held before the purchase, settled by what the provider reports: about four characters a token, 600 tokens a scene.
function expectTokens({ system, prompt, schema }: TextRequest, scenes: number): { input: number; output: number } {
  const input = Math.ceil((system.length + prompt.length + JSON.stringify(schema).length) / 4);
  return { input, output: 1000 + 600 * scenes };
}
