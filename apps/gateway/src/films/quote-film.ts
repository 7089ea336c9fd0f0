import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { describeFilm } from '@shared/build-graph/describe-film';
import { buildImages, listUploadIds } from '@shared/build-graph/edit-images';
import { withSceneIds } from '@shared/build-graph/scene-ids';
import { Clock } from '@shared/clock/clock';
import { newId } from '@shared/contracts/ids';
import type { Models } from '@shared/contracts/models';
import { type CreateFilm, toSpec } from '@shared/contracts/order';
import type { Plan } from '@shared/contracts/revisions';
import type { Storyboard } from '@shared/contracts/storyboard';
import { estimateModel } from '@shared/models/estimate-models';
import { findModel } from '@shared/models/model-market';
import { FilmModels } from '../models/film-models';
import { toCutSpec } from '../music/to-spec-music';
import { findUploads } from '../references/find-uploads';
import { PlanRevision } from '../revisions/plan-revision';
import { sumPrices, toPlanView } from '../revisions/plan-view';
import { throwOnOverBudget } from '../revisions/throw-on-over-budget';
import { buildFilm } from './build-film';

/** What an order would come to: everything is checked as for the order itself, and nothing is bought or stored. */
@Injectable()
export class QuoteFilm {
  constructor(
    private readonly dataSource: DataSource,
    private readonly models: FilmModels,
    private readonly planRevision: PlanRevision,
    private readonly clock: Clock,
  ) {}

  async handle({ tenantId, order }: { tenantId: string; order: CreateFilm }): Promise<Plan> {
    const at = this.clock.now();
    const { models, sceneSeconds } = this.models.settle(order);
    const { manager } = this.dataSource;
    const storyboard = withSceneIds(order.storyboard ?? imagineStoryboard(order, sceneSeconds));
    const uploads = await findUploads(manager, tenantId, listUploadIds([...order.references, ...order.keyframes]));
    const images = buildImages(order, { uploads, sceneIds: storyboard.scenes.map(({ id }) => id) });
    const spec = toSpec(order, { cut: await toCutSpec(manager, tenantId, order.cut), images, sceneSeconds });
    const { record } = buildFilm({ filmId: newId('film'), tenantId, order, spec, models, createdAt: at });
    const units = describeFilm({ spec, models, storyboard, takes: {}, notes: {} });
    const plan = await this.planRevision.first({ tenantId, units, at });
    const writing = order.storyboard ? 0 : this.priceOfStoryboard(models, order.scenes, at);
    throwOnOverBudget(record, { draft: null }, sumPrices(plan) + writing);
    return toPlanView({
      filmId: null,
      dryRun: true,
      record,
      plan,
      storyboardMicros: order.storyboard ? null : writing,
    });
  }

  private priceOfStoryboard({ text }: Models, scenes: number, at: Date): number {
    const model = text === null ? null : findModel(this.models.market(), 'text', text);
    const idea = { scenes, sceneSeconds: 0, resolution: '720p' as const };
    return (model && estimateModel(model, idea, at).micros) ?? 0;
  }
}

// The cheapest that the planner can write: one chain, in words that nobody has bought anything for.
function imagineStoryboard({ scenes }: CreateFilm, seconds: number): Storyboard {
  const words = (n: number) => `scene ${n + 1}, still to be written`;
  return {
    title: '',
    styleGuide: { look: '', camera: '', lighting: '', palette: '', sound: '' },
    characters: [],
    scenes: Array.from({ length: scenes }, (_, i) => ({
      ...{ description: words(i), keyDetails: [], startFramePrompt: words(i), endFramePrompt: words(i) },
      ...{ motionPrompt: words(i), seconds, transition: 'continue' as const },
    })),
  };
}
