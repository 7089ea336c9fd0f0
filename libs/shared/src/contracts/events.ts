import { z } from 'zod';
import { ERROR_CODE_NAMES } from './error-codes';
import { errorFactsSchema } from './error-facts';
import { artifactRefSchema } from './artifact';
import { buildOrderShape, unitIdSchema } from './build-order';
import { canonicalJson } from './canonical-json';
import { CUT_FILES, cutSceneSchema, cutSpecSchema, fragmentSchema } from './cut';
import { approvedShape, attemptFacts, poolShape, provenance, providerKeyShape } from './event-shapes';
import { gateSchema } from './gates';
import { deriveId } from './ids';
import { microsSchema } from './money';
import { refusedUnitShape, RUNGS } from './refusals';
import { clipFactsSchema } from './unit';

/** All facts of all films go through one topic, keyed by film: each service sees them in an order in which causes come first. */
export const FILM_TOPIC = 'reelwright.films';
/** Messages that cannot be read or that nobody can handle, with the reason in a header. */
export const DEAD_LETTER_TOPIC = 'reelwright.dead-letters';

export const SERVICES = ['gateway', 'planner', 'keyframer', 'clipper', 'stitcher'] as const;
export type ServiceName = (typeof SERVICES)[number];

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

/** Every event there is. Only additions; a break is a new name. No other file spells an event name. */
export const EVENTS = {
  'film.ordered': { version: 1, schema: z.object(buildOrderShape) },
  /** The next revision of a film: edited, regenerated, retried, rejected. Whatever it leaves as it was is not made again. */
  'film.revised': { version: 1, schema: z.object(buildOrderShape) },
  /** Holds for this revision and all before it. */
  'film.cancel-requested': { version: 1, schema: z.object({ revision }) },
  /** Nobody asks for the film any more: each service drops what it keeps of it. */
  'film.deleted': { version: 1, schema: z.object({}) },
  'gate.opened': { version: 1, schema: z.object({ revision, gate: gateSchema }) },
  /** The same clips are to be cut in another way. Nothing else is made anew. */
  'film.recut-requested': {
    version: 1,
    schema: z.object({ revision, take: z.number().int().positive(), cut: cutSpecSchema }),
  },
  /** Every service says again all that it has said of this film. */
  'film.resync-requested': { version: 1, schema: z.object({ requestedAt: z.iso.datetime() }) },
  /** Planned, and within the budget, but somebody wants to see it first. */
  'storyboard.drafted': { version: 1, schema: z.object(approvedShape) },
  'storyboard.approved': { version: 1, schema: z.object(approvedShape) },
  'storyboard.failed': { version: 1, schema: z.object({ revision, error: errorFactsSchema }) },
  'keyframe.ready': {
    version: 1,
    schema: z.object({
      revision,
      index: z.number().int().nonnegative(),
      artifact: artifactRefSchema,
      attemptId: z.string(),
      ...provenance,
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
      ...provenance,
    }),
  },
  'clip.failed': { version: 1, schema: z.object({ revision, scene: sceneNumber, error: errorFactsSchema }) },
  /** A result that came too late for its revision: kept as a take that can be chosen, and used by none. */
  'take.kept': {
    version: 1,
    schema: z.object({
      unitId: unitIdSchema,
      take: z.number().int().positive(),
      recipe: z.string(),
      inputHash: z.string(),
      artifact: artifactRefSchema,
      facts: clipFactsSchema.nullable(),
      attemptId: z.string(),
    }),
  },
  /** The provider refuses a keyframe or a clip for what it shows or says. */
  'unit.refused': {
    version: 1,
    schema: z.object({
      ...refusedUnitShape,
      attemptId: z.string(),
      error: errorFactsSchema,
      next: z.enum(RUNGS),
      prompt: z.string().nullable().describe('The words to be written anew'),
      keyframe: z.number().int().nonnegative().nullable().describe('Index of the one to be drawn again'),
    }),
  },
  'prompt.softened': {
    version: 1,
    schema: z.object({ ...refusedUnitShape, attemptId: z.string(), artifact: artifactRefSchema }),
  },
  /** The words stay as they are: they could not be written anew. */
  'prompt.kept': { version: 1, schema: z.object({ ...refusedUnitShape, error: errorFactsSchema }) },
  /** Drawn again for a clip that was refused because of it. The film's keyframe stays what it is. */
  'keyframe.redrawn': {
    version: 1,
    schema: z.object({
      revision,
      index: z.number().int().nonnegative(),
      artifact: artifactRefSchema,
      attemptId: z.string(),
    }),
  },
  'keyframe.kept': {
    version: 1,
    schema: z.object({ revision, index: z.number().int().nonnegative(), error: errorFactsSchema }),
  },
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
  /** What an attempt came to. `unknown` and `overdue` keep its price held; a later settling of the same attempt replaces them. */
  'attempt.settled': {
    version: 1,
    schema: z.object({
      ...attemptFacts,
      outcome: z.enum(['stored', 'failed', 'rejected', 'overdue', 'unretrievable', 'unknown', 'cancelled']),
      heldMicros: microsSchema,
      capturedMicros: microsSchema,
      error: errorFactsSchema.nullable(),
    }),
  },
  /** A unit goes on with another model of its film's list, and why: `provider` and `model` are those from here on. Nothing was bought there yet. */
  'unit.switched': {
    version: 1,
    schema: z.object({
      ...attemptFacts,
      from: z.object({ provider: z.string(), model: z.string() }),
      reason: errorFactsSchema,
    }),
  },
  /** The provider said by itself that an operation has ended. What came of it, and at what price, only a poll tells. */
  'operation.notified': {
    version: 1,
    schema: z.object({
      attemptId: z.string(),
      operationId: z.string(),
      outcome: z.enum(['completed', 'failed', 'cancelled', 'requires_action']),
      addressee: z.enum(SERVICES).optional().describe('Whose attempt it is; all hear it where that is not said'),
    }),
  },
  /** Of no film: said under `KEYS_SUBJECT` in the place of one. */
  'provider-key.changed': { version: 1, schema: z.object(providerKeyShape) },
  /** Whether a stage gets an answer from a model under one credential. Of no film: said under `POOLS_SUBJECT` in the place of one. */
  'pool.changed': { version: 1, schema: z.object(poolShape) },
  /** A stage has nothing left in hand of a cancelled film. */
  'stage.cancelled': { version: 1, schema: z.object({ revision, stage: z.enum(SERVICES) }) },
  /** A service could not take in a fact of a film, tried again or not; its dead letters say why. */
  'event.set-aside': {
    version: 1,
    schema: z.object({
      revision,
      service: z.enum(SERVICES),
      name: z.string().describe('Of the event that was set aside'),
      eventId: z.string(),
      times: z.number().int().positive().describe('How-manyth time; it comes again with every resync'),
    }),
  },
} as const satisfies Record<string, { version: number; schema: z.ZodType }>;

export type EventName = keyof typeof EVENTS;
export type EventData<N extends EventName> = z.infer<(typeof EVENTS)[N]['schema']>;
/** As it may be stated: what has a default can be left out. */
export type EventInput<N extends EventName> = z.input<(typeof EVENTS)[N]['schema']>;

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
  data: EventInput<N>;
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
