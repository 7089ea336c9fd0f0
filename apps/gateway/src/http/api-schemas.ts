import { z } from 'zod';
import { editCutSchema, musicViewSchema } from '@shared/contracts/cut';
import { filmListSchema, filmViewSchema, problemSchema, sceneViewSchema } from '@shared/contracts/film';
import { eventListSchema, snapshotSchema, streamEventSchema } from '@shared/contracts/film-stream';
import { createFilmSchema } from '@shared/contracts/order';
import { modelListSchema } from '@shared/contracts/model-list';
import { providerKeyListSchema, providerKeySchema } from '@shared/contracts/provider-keys';
import { editStoryboardSchema, planSchema, takeListSchema } from '@shared/contracts/revisions';
import { storyboardSchema } from '@shared/contracts/storyboard';
import { manifestSchema } from '../cuts/manifest.contract';
import { uploadedReferenceSchema } from '../references/reference.contract';
import { filmCostsSchema } from '../films/film-costs.contract';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The names that contracts have in the OpenAPI document. */
const RESPONSES = {
  Film: filmViewSchema,
  FilmList: filmListSchema,
  Scene: sceneViewSchema,
  FilmCosts: filmCostsSchema,
  StreamEvent: streamEventSchema,
  Snapshot: snapshotSchema,
  EventList: eventListSchema,
  Plan: planSchema,
  TakeList: takeListSchema,
  Manifest: manifestSchema,
  Music: musicViewSchema,
  Reference: uploadedReferenceSchema,
  ModelList: modelListSchema,
  ProviderKey: providerKeySchema,
  ProviderKeyList: providerKeyListSchema,
  Problem: problemSchema,
};
const REQUESTS = {
  EditCut: editCutSchema,
  CreateFilm: createFilmSchema,
  Storyboard: storyboardSchema,
  EditStoryboard: editStoryboardSchema,
};

export type ApiSchemaName = keyof typeof RESPONSES | keyof typeof REQUESTS;

const toRef = (name: string): string => `#/components/schemas/${name}`;

/** `components.schemas` of the document, from the same schemas that check requests. */
export function buildApiSchemas(): Record<string, JsonSchema> {
  return { ...convert(RESPONSES, 'output'), ...convert(REQUESTS, 'input') };
}

/** For Nest's document builder: a contract becomes a reference to its name, any other schema is written in place. */
export function convertSchema(schema: unknown, { schemaType }: { schemaType: 'input' | 'output' }) {
  const named = Object.entries({ ...RESPONSES, ...REQUESTS }).find(([, known]) => known === schema);
  if (named) return { schema: { $ref: toRef(named[0]) } };
  if (!(schema instanceof z.ZodType)) return undefined;
  return { schema: withoutIdentity(z.toJSONSchema(schema, { io: schemaType, override })) };
}

function convert(schemas: Record<string, z.ZodType>, io: 'input' | 'output'): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const converted = z.toJSONSchema(registry, { io, uri: toRef, override }).schemas;
  return Object.fromEntries(Object.entries(converted).map(([name, schema]) => [name, withoutIdentity(schema)]));
}

// Answers may gain fields, so a client must not refuse them; and a time is told well enough by its format.
function override({ jsonSchema, zodSchema }: { jsonSchema: JsonSchema; zodSchema: z.core.$ZodType }): void {
  const isStrict = zodSchema instanceof z.ZodObject && zodSchema.def.catchall !== undefined;
  if (jsonSchema.additionalProperties === false && !isStrict) delete jsonSchema.additionalProperties;
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
}

function withoutIdentity(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema' && key !== '$id'));
}
