import { z } from 'zod';
import { cutViewSchema } from './cut';
import { errorFactsSchema } from './error-facts';
import { gapSchema } from './events';
import { imageRules } from './film-images';
import { historyEntrySchema } from './refusals';
import { gateRules, gateSchema } from './gates';
import { modelListsSchema, modelRules } from './models';
import { usdSchema } from './money';
import { ASPECT_RATIOS, CONTINUITIES, RESOLUTIONS, STYLES } from './order';
import { causeSchema } from './revisions';
import { TRANSITIONS } from './storyboard';

/**
 * queued: ordered, nobody has begun. running: some unit is being made. waiting: at a gate.
 * cancelling: nothing new is bought, what is in flight settles. The other four are final.
 */
export const FILM_STATUSES = [
  'queued',
  'running',
  'waiting',
  'cancelling',
  'succeeded',
  'partial',
  'failed',
  'cancelled',
] as const;
export type FilmStatus = (typeof FILM_STATUSES)[number];

export const FINAL_FILM_STATUSES = ['succeeded', 'partial', 'failed', 'cancelled'] as const satisfies FilmStatus[];

export function isFinal(status: FilmStatus): boolean {
  return (FINAL_FILM_STATUSES as readonly FilmStatus[]).includes(status);
}

/** pending: its inputs do not exist yet. running: an attempt is under way. */
export const PART_STATUSES = ['pending', 'running', 'ready', 'failed'] as const;
export type PartStatus = (typeof PART_STATUSES)[number];

const status = z.enum(PART_STATUSES);
const sha256 = z.string().nullable();
const link = z.string().nullable().describe('Address relative to the API, once there is something to read');
const time = z.iso.datetime();

export const progressSchema = z.object({
  total: z.number().int(),
  done: z.number().int(),
  running: z.number().int(),
  failed: z.number().int(),
});
export type Progress = z.infer<typeof progressSchema>;

/** Why what there was is not what has to be. */
export const stalenessSchema = z.object({
  why: z.string().describe('For a person'),
  causes: z.array(causeSchema),
});
export type Staleness = z.infer<typeof stalenessSchema>;

const history = {
  take: z.number().int().describe('The how-manyth deliberate generation'),
  pinned: z.boolean().describe('Chosen by hand: kept until something that it is made from is changed'),
  stale: stalenessSchema.nullable().describe('Why it is made anew; null where it is not'),
};

export const keyframeViewSchema = z.object({
  index: z.number().int(),
  status,
  source: z
    .enum(['generated', 'inherited', 'given'])
    .describe('inherited: the same bytes as the end of the scene before; given: an image of the user'),
  sha256,
  link,
  ...history,
});

export const clipViewSchema = z.object({
  status,
  sha256,
  bytes: z.number().int().nullable(),
  durationSeconds: z.number().nullable(),
  link,
  ...history,
});

export const sceneViewSchema = z.object({
  n: z.number().int(),
  id: z.string().describe('Stays with the scene when it is moved'),
  status,
  description: z.string(),
  seconds: z.number().int(),
  transition: z.enum(TRANSITIONS),
  start: keyframeViewSchema,
  end: keyframeViewSchema,
  clip: clipViewSchema,
  error: errorFactsSchema.nullable(),
  why: z.string().nullable().describe('Why the scene has failed or is made anew, in one line; null where all is well'),
  warnings: z.array(z.string()).describe('What could not be done as it was ordered: images that it is made without'),
  history: z.array(historyEntrySchema).describe('What was refused of it, and what was tried then'),
  takes: z.string().describe('Address of everything that was ever made for it'),
});
export type SceneView = z.infer<typeof sceneViewSchema>;

export const orderViewSchema = z.object({
  prompt: z.string().nullable(),
  style: z.enum(STYLES),
  scenes: z.number().int(),
  sceneSeconds: z.number().int(),
  aspectRatio: z.enum(ASPECT_RATIOS),
  resolution: z.enum(RESOLUTIONS),
  continuity: z.enum(CONTINUITIES),
  minClips: z.number().int(),
  ...imageRules,
  ...gateRules,
  models: modelListsSchema
    .nullable()
    .describe('All that may be used, in their order; null: films from before it was kept'),
  fallbackOnRefusal: modelRules.fallbackOnRefusal,
  budgetUsd: usdSchema,
  metadata: z.record(z.string(), z.string()),
});

/** What of a film can change: carried whole by every event of its stream. */
export const filmStateSchema = z.object({
  revision: z.number().int(),
  status: z.enum(FILM_STATUSES),
  title: z.string().nullable(),
  order: orderViewSchema,
  finishedAt: time.nullable(),
  progress: z.object({
    storyboard: progressSchema,
    keyframes: progressSchema,
    clips: progressSchema,
    cut: progressSchema,
    etaSeconds: z.number().int().nullable().describe('As of the last event'),
  }),
  cost: z.object({ estimate: usdSchema.nullable(), held: usdSchema, captured: usdSchema, limit: usdSchema }),
  gaps: z.array(gapSchema),
  gate: gateSchema.nullable().describe('Where a waiting film waits: approve or reject it'),
  videoRevision: z.number().int().nullable().describe('The revision that video and poster show'),
  cut: cutViewSchema,
  error: errorFactsSchema.nullable(),
  links: z.object({
    self: z.string(),
    events: z.string(),
    cancel: z.string(),
    costs: z.string(),
    storyboard: z.string().describe('GET to read it, PATCH to change it'),
    retry: z.string(),
    fork: z.string(),
    approve: z.string(),
    reject: z.string(),
    video: link,
    poster: link,
    cut: z.string().describe('PATCH to cut the same clips in another way'),
    stream: link.describe('HLS playlist, which grows while later scenes are still being made'),
    manifest: link,
    timeline: link.describe('OpenTimelineIO'),
    contactSheet: link,
    preview: link,
    thumbnails: link.describe('WebVTT of pictures for a time line'),
    captionsVtt: link,
    captionsSrt: link,
  }),
});
export type FilmState = z.infer<typeof filmStateSchema>;

export const filmViewSchema = filmStateSchema.extend({
  id: z.string(),
  object: z.literal('film'),
  createdAt: time,
  forkedFrom: z.string().nullable(),
  scenes: z.array(sceneViewSchema),
});
export type FilmView = z.infer<typeof filmViewSchema>;

export const filmListSchema = z.object({ data: z.array(filmViewSchema), nextCursor: z.string().nullable() });

/** RFC 9457. `errors` names field, rule and value for bad input. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  hint: z.string().describe('What the reader can do'),
  instance: z.string().optional(),
  code: z.string(),
  retryable: z.boolean(),
  errors: z
    .array(
      z.object({
        field: z.string(),
        rule: z.string(),
        value: z.unknown(),
        models: z.array(z.string()).optional().describe('Those that could do it'),
      }),
    )
    .optional(),
});
export type Problem = z.infer<typeof problemSchema>;
