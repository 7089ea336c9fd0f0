import type { FilmView, Progress } from '@shared/contracts/film';

const NOTHING: Progress = { total: 0, done: 0, running: 0, failed: 0 };

const ORDER: FilmView['order'] = {
  prompt: 'A fox',
  style: 'cinematic',
  scenes: 4,
  sceneSeconds: 4,
  aspectRatio: '16:9',
  resolution: '720p',
  continuity: 'chain',
  minClips: 3,
  budgetUsd: '25.000000',
  runThrough: 'film',
  references: [],
  keyframes: [],
  onMissingReference: 'textOnly',
  onRefusal: 'soften',
  models: null,
  fallbackOnRefusal: false,
  approve: [],
  metadata: {},
};

const LINKS: FilmView['links'] = {
  self: '/',
  events: '/',
  cancel: '/',
  costs: '/',
  storyboard: '/',
  retry: '/',
  fork: '/',
  approve: '/',
  reject: '/',
  video: null,
  poster: null,
  cut: '/',
  stream: null,
  manifest: null,
  timeline: null,
  contactSheet: null,
  preview: null,
  thumbnails: null,
  captionsVtt: null,
  captionsSrt: null,
};

export interface AFilm {
  title?: string | null;
  progress?: Partial<Record<'storyboard' | 'keyframes' | 'clips' | 'cut', Partial<Progress>>>;
}

/** A film as the API shows it, just ordered unless told otherwise. */
export function aFilm({ title = null, progress = {} }: AFilm = {}): FilmView {
  const of = (stage: keyof typeof progress): Progress => ({ ...NOTHING, ...progress[stage] });
  return {
    id: 'film_1',
    object: 'film',
    createdAt: '2026-01-01T00:00:00.000Z',
    revision: 1,
    status: 'running',
    title,
    finishedAt: null,
    order: ORDER,
    progress: {
      storyboard: of('storyboard'),
      keyframes: of('keyframes'),
      clips: of('clips'),
      cut: of('cut'),
      etaSeconds: null,
    },
    cost: { estimate: null, held: '0.000000', captured: '1.251000', limit: '25.000000' },
    scenes: [],
    gaps: [],
    gate: null,
    videoRevision: null,
    forkedFrom: null,
    cut: { take: 1, transitions: [], loudnessLufs: -16, music: null, captions: 'files' },
    error: null,
    links: LINKS,
  };
}
