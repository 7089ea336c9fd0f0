import { type Models, toModelLists } from '@shared/contracts/models';
import { commonClipLengths, nearestLength } from '@shared/models/clip-lengths';
import type { ModelCapabilities, VideoModel } from '@shared/vendors/model-capabilities';
import type { PlannerBrief } from './brief';

/** With which models films are planned, and what these can make. */
export class PlannerModels {
  constructor(
    /** For films that were ordered before their models were named. */
    readonly today: Models,
    readonly known: readonly ModelCapabilities[],
  ) {}

  of({ models }: Pick<PlannerBrief, 'models'>): Models {
    return models ?? this.today;
  }

  /** By which the storyboard is described, whichever writes it. */
  writerOf(brief: Pick<PlannerBrief, 'models'>): string {
    return this.of(brief).text ?? this.today.text ?? '';
  }

  /** Lengths of scenes that each video model takes that may have to make the film. */
  lengthsFor(brief: Pick<PlannerBrief, 'models'>): number[] {
    const names = toModelLists(this.of(brief)).video;
    return commonClipLengths(
      this.known.filter((model): model is VideoModel => model.kind === 'video' && names.includes(model.model)),
    );
  }

  /** As ordered, or where that cannot be bought what is nearest to it. */
  sceneSecondsFor(brief: Pick<PlannerBrief, 'models' | 'spec'>): number {
    return nearestLength(this.lengthsFor(brief), brief.spec.sceneSeconds);
  }
}
