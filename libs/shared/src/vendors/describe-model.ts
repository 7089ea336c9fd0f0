import type { ImageModel, Lifecycle, Limits, TextModel, TextRate, VideoModel, Ways } from './model-capabilities';

const CURRENT: Lifecycle = { phase: 'current' };
const NO_LIMITS: Limits = { perMinute: null, perDay: null, inFlight: null };
const NO_WAYS: Ways = { cancel: false, list: false, webhook: false, outputPrefix: false, idempotencyKey: false };

/** What is said of a model; the rest is as most are. */
type Said<M extends TextModel | ImageModel | VideoModel, Usual extends keyof M = never> = Omit<
  M,
  'kind' | 'lifecycle' | 'limits' | 'ways' | Usual
> &
  Partial<Pick<M, 'lifecycle' | Usual>> & { limits?: Partial<Limits>; ways?: Partial<Ways> };

/** Usually it takes both frames and no other image, and is as long with a last frame as without. */
export function videoModel(
  said: Said<VideoModel, 'secondsWithLastFrame' | 'ratios' | 'firstFrame' | 'lastFrame' | 'references'>,
): VideoModel {
  const secondsWithLastFrame = said.lastFrame === false ? [] : said.seconds;
  const frames = { firstFrame: true, lastFrame: true, references: 0, secondsWithLastFrame } as const;
  return { kind: 'video', ratios: ['16:9', '9:16'], ...frames, ...said, ...usual(said) };
}

export function textModel(said: Said<TextModel>): TextModel {
  return { kind: 'text', ...said, ...usual(said) };
}

/** US dollars for a million tokens in, and out. */
export function tokenRate(inputUsd: number, outputUsd: number): TextRate {
  const toMicros = (usd: number) => Math.round(usd * 1_000_000);
  return { inputPerMillion: toMicros(inputUsd), outputPerMillion: toMicros(outputUsd) };
}

export function imageModel(said: Said<ImageModel>): ImageModel {
  return { kind: 'image', ...said, ...usual(said) };
}

/** Usually it is current, no number is named, and an operation can be neither stopped nor found. */
function usual({ lifecycle, limits, ways }: { lifecycle?: Lifecycle; limits?: Partial<Limits>; ways?: Partial<Ways> }) {
  return {
    lifecycle: lifecycle ?? CURRENT,
    limits: { ...NO_LIMITS, ...limits },
    ways: { ...NO_WAYS, ...ways },
  };
}
