import type { AspectRatio, Resolution } from '@shared/contracts/order';
import type { ImageModel, ModelCapabilities, VideoModel } from '@shared/vendors/model-capabilities';
import { clipLengthsOf, describeChoice, describeLengths } from './clip-lengths';
import type { ModelFault } from './find-model-faults';
import { listBuyable, type ModelMarket } from './model-market';

/** What of a film the limits of a model can forbid. */
export interface FilmShape {
  aspectRatio: AspectRatio;
  resolution: Resolution;
  /** How long its scenes are, each with the field that says so. */
  lengths: readonly { field: string; seconds: number }[];
  /** Most images that one scene is made from, besides its keyframes; null: it may be made without. */
  references: { field: string; count: number } | null;
}

/** What keeps the film from being made with all of these models: the first choice and each that may have to take its place. */
export function findFilmFaults(
  film: FilmShape,
  { image, video }: { image: readonly ImageModel[]; video: readonly VideoModel[] },
  market: ModelMarket,
): ModelFault[] {
  return [
    ...image.flatMap((model) => findFaultsOf(listImageRules(film), model, market)),
    ...video.flatMap((model) => findFaultsOf(listVideoRules(film), model, market)),
  ];
}

interface Rule<M extends ModelCapabilities> {
  field: string;
  value: unknown;
  isKept: (model: M) => boolean;
  /** In words that follow the name of the field. */
  describe: (model: M) => string;
}

function findFaultsOf<M extends ImageModel | VideoModel>(
  rules: Rule<M>[],
  model: M,
  market: ModelMarket,
): ModelFault[] {
  return rules
    .filter(({ isKept }) => !isKept(model))
    .map(({ field, value, isKept, describe }) => {
      const others = (listBuyable(market, model.kind) as M[]).filter(isKept);
      return { field, rule: describe(model), value, models: others.map(({ model: name }) => name) };
    });
}

function listVideoRules({ aspectRatio, resolution, lengths, references }: FilmShape): Rule<VideoModel>[] {
  return [
    ratioRule<VideoModel>(aspectRatio),
    {
      field: 'resolution',
      value: resolution,
      isKept: ({ sizes }) => sizes.includes(resolution),
      describe: ({ model, sizes }) => `must be ${describeChoice(sizes)} for ${model}`,
    },
    ...lengths.map(({ field, seconds }) => ({
      field,
      value: seconds,
      isKept: (model: VideoModel) => clipLengthsOf(model).includes(seconds),
      describe: describeLengthRule,
    })),
    ...(references === null ? [] : [referenceRule<VideoModel>(references, ({ references: most }) => most)]),
  ];
}

function listImageRules({ aspectRatio, references }: FilmShape): Rule<ImageModel>[] {
  // Besides the keyframe that it goes on from.
  const most = ({ references }: ImageModel): number => Math.max(0, references - 1);
  return [ratioRule<ImageModel>(aspectRatio), ...(references === null ? [] : [referenceRule(references, most)])];
}

function ratioRule<M extends ImageModel | VideoModel>(aspectRatio: AspectRatio): Rule<M> {
  return {
    field: 'aspectRatio',
    value: aspectRatio,
    isKept: ({ ratios }) => (ratios as readonly string[]).includes(aspectRatio),
    describe: ({ model, ratios }) => `must be ${describeChoice(ratios)} for ${model}`,
  };
}

function referenceRule<M extends ImageModel | VideoModel>(
  { field, count }: { field: string; count: number },
  mostOf: (model: M) => number,
): Rule<M> {
  return {
    field,
    value: count,
    isKept: (model) => count <= mostOf(model),
    describe: (model) =>
      mostOf(model) === 0
        ? `must be left out for ${model.model}, which takes no images`
        : `must be at most ${mostOf(model)} in one scene for ${model.model}`,
  };
}

function describeLengthRule(model: VideoModel): string {
  const frames = model.lastFrame ? ', with a first and a last frame' : '';
  return `must be ${describeLengths(clipLengthsOf(model))} for ${model.model}${frames}`;
}
