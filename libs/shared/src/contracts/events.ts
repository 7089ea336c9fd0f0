import { z } from 'zod';
import { ERROR_CODE_NAMES } from './error-codes';
import { artifactRefSchema } from './artifact';
import { canonicalJson } from './canonical-json';
import { CUT_FILES, cutSceneSchema, cutSpecSchema, fragmentSchema } from './cut';
import { deriveId } from './ids';
import { microsSchema } from './money';
import { specSchema } from './order';
import { TRANSITIONS } from './storyboard';

/** All facts of all films go through one topic, keyed by film: each service sees them in an order in which causes come first. */
export const FILM_TOPIC = 'reelwright.films';
/** Messages that cannot be read or that nobody can handle, with the reason in a header. */
export const DEAD_LETTER_TOPIC = 'reelwright.dead-letters';

export const SERVICES = ['gateway', 'planner', 'keyframer', 'clipper', 'stitcher'] as const;
export type ServiceName = (typeof SERVICES)[number];

export const UNIT_KINDS = ['storyboard', 'keyframe', 'clip', 'cut'] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** One thing that has to exist. `n`: the keyframe's index from 0, the clip's scene from 1, else 0. */
export const unitSchema = z.object({ kind: z.enum(UNIT_KINDS), n: z.number().int().nonnegative() });
export type Unit = z.infer<typeof unitSchema>;

export const errorFactsSchema = z.object({
  code: z.enum(ERROR_CODE_NAMES),
  message: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
});

const revision = z.number().int().positive();
const sceneNumber = z.number().int().positive();
const take = z
  .number()
  .int()
  .positive()
  .optional()
  .describe('How-manyth cut of this revision; the first when left out');

export const gapSchema = z.object({ scene: sceneNumber, code: z.enum(ERROR_CODE_NAMES), message: z.string() });
export type Gap = z.infer<typeof gapSchema>;

const attemptFacts = {
  attemptId: z.string(),
  unit: unitSchema,
  number: z.number().int().positive().describe('How-manyth attempt at this unit'),
  provider: z.string(),
  model: z.string(),
};

/** What a finished clip is, as measured on its bytes. */
export const clipFactsSchema = z.object({
  durationSeconds: z.number().positive(),
  frames: z.number().int().positive(),
  fps: z.number().positive(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  hasAudio: z.boolean(),
});
export type ClipFacts = z.infer<typeof clipFactsSchema>;

/** Every event there is. Only additions; a break is a new name. No other file spells an event name. */
export const EVENTS = {
  'film.ordered': {
    version: 1,
    schema: z.object({
      revision,
      spec: specSchema,
      prompt: z.string().nullable(),
      storyboard: artifactRefSchema.nullable().describe("The user's own storyboard"),
    }),
  },
  'film.cancel-requested': { version: 1, schema: z.object({ revision }) },
  /** The same clips are to be cut in another way. Nothing else is made anew. */
  'film.recut-requested': {
    version: 1,
    schema: z.object({ revision, take: z.number().int().positive(), cut: cutSpecSchema }),
  },
  /** Every service says again all that it has said of this film. */
  'film.resync-requested': { version: 1, schema: z.object({ requestedAt: z.iso.datetime() }) },
  'storyboard.approved': {
    version: 1,
    schema: z.object({
      revision,
      spec: specSchema,
      storyboard: artifactRefSchema,
      title: z.string(),
      scenes: z.array(
        z.object({
          n: sceneNumber,
          seconds: z.number().int().positive(),
          transition: z.enum(TRANSITIONS),
          description: z.string(),
        }),
      ),
      estimateMicros: microsSchema.describe('Expected cost of the whole film, the storyboard included'),
      allotments: z.object({ keyframer: microsSchema, clipper: microsSchema }).describe('What each stage may spend'),
    }),
  },
  'storyboard.failed': { version: 1, schema: z.object({ revision, error: errorFactsSchema }) },
  'keyframe.ready': {
    version: 1,
    schema: z.object({
      revision,
      index: z.number().int().nonnegative(),
      artifact: artifactRefSchema,
      attemptId: z.string(),
    }),
  },
  'keyframe.failed': {
    version: 1,
    schema: z.object({ revision, index: z.number().int().nonnegative(), error: errorFactsSchema }),
  },
  'clip.ready': {
    version: 1,
    schema: z.object({
      revision,
      scene: sceneNumber,
      artifact: artifactRefSchema,
      facts: clipFactsSchema,
      attemptId: z.string(),
    }),
  },
  'clip.failed': { version: 1, schema: z.object({ revision, scene: sceneNumber, error: errorFactsSchema }) },
  'cut.started': { version: 1, schema: z.object({ revision, take }) },
  /** The beginning of the film can be streamed further than before. Each fragment is said once, in the order of the film. */
  'cut.extended': {
    version: 1,
    schema: z.object({ revision, take, fragments: z.array(fragmentSchema).min(1) }),
  },
  'cut.ready': {
    version: 1,
    schema: z.object({
      revision,
      video: artifactRefSchema,
      poster: artifactRefSchema,
      facts: clipFactsSchema,
      gaps: z.array(gapSchema),
      take,
      scenes: z.array(cutSceneSchema).optional(),
      files: z.partialRecord(z.enum(CUT_FILES), artifactRefSchema).optional(),
    }),
  },
  /** Pictures for looking through the film, made when it is there. */
  'cut.illustrated': {
    version: 1,
    schema: z.object({ revision, take, files: z.partialRecord(z.enum(CUT_FILES), artifactRefSchema) }),
  },
  'cut.failed': {
    version: 1,
    schema: z.object({ revision, error: errorFactsSchema, gaps: z.array(gapSchema), take }),
  },
  /** An attempt's intent is committed: its price is held from here on. */
  'attempt.submitted': { version: 1, schema: z.object({ ...attemptFacts, heldMicros: microsSchema }) },
  /** What an attempt came to. `unknown` keeps its price held; a later settling of the same attempt replaces it. */
  'attempt.settled': {
    version: 1,
    schema: z.object({
      ...attemptFacts,
      outcome: z.enum(['stored', 'failed', 'rejected', 'unretrievable', 'unknown', 'cancelled']),
      heldMicros: microsSchema,
      capturedMicros: microsSchema,
      error: errorFactsSchema.nullable(),
    }),
  },
  /** A stage has nothing left in hand of a cancelled film. */
  'stage.cancelled': { version: 1, schema: z.object({ revision, stage: z.enum(SERVICES) }) },
} as const satisfies Record<string, { version: number; schema: z.ZodType }>;

export type EventName = keyof typeof EVENTS;
export type EventData<N extends EventName> = z.infer<(typeof EVENTS)[N]['schema']>;

/** A fact in the past tense. `id` is derived from what it states, so that saying it again is no second fact. */
export interface FilmEvent<N extends EventName = EventName> {
  id: string;
  name: N;
  version: number;
  /** RFC 3339, UTC. */
  occurredAt: string;
  source: ServiceName;
  tenantId: string;
  filmId: string;
  /** Id of the event that led to this one. */
  causedBy: string | null;
  data: EventData<N>;
}

export interface Statement<N extends EventName> {
  name: N;
  source: ServiceName;
  tenantId: string;
  filmId: string;
  causedBy?: string | null;
  data: EventData<N>;
}

/** Throws a ZodError when the data are not what the catalogue declares: a bug of the sender. */
export function buildEvent<N extends EventName>(statement: Statement<N>, now: Date): FilmEvent<N> {
  const { name, source, tenantId, filmId, causedBy = null } = statement;
  const { version, schema } = EVENTS[name];
  const data = schema.parse(statement.data) as EventData<N>;
  const id = deriveId('evt', name, version, filmId, canonicalJson(data));
  return { id, name, version, occurredAt: now.toISOString(), source, tenantId, filmId, causedBy, data };
}

export function isEventName(name: string): name is EventName {
  return Object.hasOwn(EVENTS, name);
}
