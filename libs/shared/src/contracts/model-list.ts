import { z } from 'zod';
import { errorFactsSchema } from './error-facts';
import { modelListsSchema, MODEL_KINDS } from './models';
import { usdSchema } from './money';
import { RESOLUTIONS } from './order';
import { MAX_SCENES, SCENE_SECONDS } from './storyboard';

/**
 * configured: it can be asked. not-configured: its vendor has no key here. failing: under one of its keys at least nobody gets an
 * answer now. The others are as its lifecycle says.
 */
export const MODEL_HEALTHS = ['configured', 'not-configured', 'failing', 'deprecated', 'retired'] as const;

const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const limit = z.number().int().nullable().describe('null: the vendor names no number');

/** Query of `GET /v1/models`. */
export const listModelsSchema = z.strictObject({
  kind: z.enum(MODEL_KINDS).optional(),
  scenes: whole(1, MAX_SCENES).optional(),
  seconds: whole(SCENE_SECONDS.min, MAX_SCENES * SCENE_SECONDS.max)
    .optional()
    .describe('Length of the whole film'),
  resolution: z.enum(RESOLUTIONS).default('720p'),
});
export type ListModelsQuery = z.infer<typeof listModelsSchema>;

const priceSchema = z.object({
  per: z.enum(['second', 'image', 'million tokens']),
  rates: z.record(z.string(), usdSchema).describe('By size; of text, `input` and `output`'),
  from: z.iso.date(),
  to: z.iso.date().nullable().describe('The first day on which it no longer holds'),
  source: z.string().describe('Where it was read'),
});

/** shut: it is not asked before `until`. on-trial: one request finds out whether it is there again. */
export const OUTAGE_STATES = ['shut', 'on-trial'] as const;

const modelOutageSchema = z.object({
  credential: z.string().describe('The name of the key'),
  state: z.enum(OUTAGE_STATES),
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  reason: errorFactsSchema.pick({ code: true, message: true }),
});

export const modelViewSchema = z.object({
  object: z.literal('model'),
  model: z.string(),
  kind: z.enum(MODEL_KINDS),
  vendor: z.string(),
  default: z.number().int().nullable().describe('1: makes films that name no model; 2 and more: takes its place'),
  health: z.enum(MODEL_HEALTHS),
  outages: z.array(modelOutageSchema).describe('Why it is `failing`, for each key of its vendor'),
  capabilities: z.object({
    sceneSeconds: z.array(z.number()).optional().describe('Lengths that a scene can have'),
    seconds: z.array(z.number()).optional().describe('Lengths without a last frame'),
    resolutions: z.array(z.string()).optional(),
    sizes: z.array(z.string()).optional().describe('Of images'),
    aspectRatios: z.array(z.string()).optional(),
    firstFrame: z.boolean().optional(),
    lastFrame: z.boolean().optional(),
    references: z.number().int().optional().describe('Most images besides the frames'),
    sound: z.enum(['always', 'optional', 'never']).optional(),
    cancel: z.boolean(),
    list: z.boolean(),
    webhook: z.boolean(),
    outputPrefix: z.boolean(),
    idempotencyKey: z.boolean(),
  }),
  price: priceSchema.nullable().describe('As of today; null: it cannot be bought'),
  nextPrice: priceSchema.nullable().describe('Where another one is known'),
  limits: z.object({ perMinute: limit, perDay: limit, inFlight: limit }),
  lifecycle: z.object({
    phase: z.enum(['preview', 'current', 'deprecated', 'retired']),
    on: z.iso.date().nullable().describe('Its last day, or the first after it'),
    successors: z.array(z.string()),
  }),
  warnings: z.array(z.string()).describe('For a person; of models that films are made with'),
  estimate: z
    .object({
      sceneSeconds: z.number().nullable().describe('What it makes that is nearest to what was asked for'),
      usd: usdSchema.nullable().describe('Its part of the film; null: it cannot make it'),
    })
    .nullable()
    .describe('null: none was asked for'),
});
export type ModelView = z.infer<typeof modelViewSchema>;

export const modelListSchema = z.object({
  data: z.array(modelViewSchema),
  nextCursor: z.null(),
  defaults: modelListsSchema.describe('Where an order names none'),
  estimate: z
    .object({
      scenes: z.number().int(),
      seconds: z.number(),
      resolution: z.enum(RESOLUTIONS),
      usd: usdSchema.nullable(),
    })
    .nullable()
    .describe('Of a film of one chain with the first of the defaults, each first attempt successful'),
  warnings: z.array(z.string()),
});
export type ModelList = z.infer<typeof modelListSchema>;
