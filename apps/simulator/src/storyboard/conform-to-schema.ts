import type { JsonSchema } from '../briefs/brief';

interface Conforming {
  root: JsonSchema;
  /** How deep the schema has been followed, since a schema may contain itself. */
  depth: number;
}

const MOST_DEPTH = 12;

/** A value that the schema allows, as near to the candidate as the schema lets it be. */
export function conformToSchema(schema: JsonSchema, candidate: unknown): unknown {
  return conform(schema, candidate, { root: schema, depth: 0 });
}

function conform(rawSchema: JsonSchema, candidate: unknown, at: Conforming): unknown {
  const schema = resolve(rawSchema, at.root);
  const inside = { ...at, depth: at.depth + 1 };
  if ('const' in schema) return schema['const'];
  const choices = schema['enum'];
  if (Array.isArray(choices)) return choices.includes(candidate) ? candidate : choices[0];
  switch (typeOf(schema)) {
    case 'object':
      return conformObject(schema, candidate, inside);
    case 'array':
      return conformArray(schema, candidate, inside);
    case 'integer':
      return Math.round(conformNumber(schema, candidate));
    case 'number':
      return conformNumber(schema, candidate);
    case 'boolean':
      return typeof candidate === 'boolean' ? candidate : true;
    case 'null':
      return null;
    default:
      return conformString(schema, candidate);
  }
}

function conformObject(schema: JsonSchema, candidate: unknown, at: Conforming): Record<string, unknown> {
  const properties = (schema['properties'] ?? {}) as Record<string, JsonSchema>;
  const required = (schema['required'] ?? []) as string[];
  const given = isRecord(candidate) ? candidate : {};
  const names = Object.keys(properties).filter((name) => at.depth < MOST_DEPTH || required.includes(name));
  return Object.fromEntries(
    names.map((name) => [name, conform(properties[name] ?? {}, given[name] ?? defaultText(name), at)]),
  );
}

function conformArray(schema: JsonSchema, candidate: unknown, at: Conforming): unknown[] {
  const items = (schema['items'] ?? {}) as JsonSchema;
  const given: unknown[] = Array.isArray(candidate) && candidate.length > 0 ? candidate : [candidate];
  const least = Number(schema['minItems'] ?? 0);
  const most = Number(schema['maxItems'] ?? Infinity);
  const length = at.depth >= MOST_DEPTH ? least : Math.min(Math.max(given.length, least), most);
  return Array.from({ length }, (_, index) => conform(items, given[index % given.length], at));
}

function conformNumber(schema: JsonSchema, candidate: unknown): number {
  const step = schema['type'] === 'integer' || schema['type'] === 'INTEGER' ? 1 : Number.EPSILON;
  const least = Number(schema['minimum'] ?? Number(schema['exclusiveMinimum'] ?? -Infinity) + step);
  const most = Number(schema['maximum'] ?? Number(schema['exclusiveMaximum'] ?? Infinity) - step);
  const wanted = typeof candidate === 'number' ? candidate : 1;
  return Math.min(Math.max(wanted, least), most);
}

function conformString(schema: JsonSchema, candidate: unknown): string {
  const text = typeof candidate === 'string' ? candidate : 'Text';
  const most = Number(schema['maxLength'] ?? Infinity);
  return text.slice(0, most).padEnd(Number(schema['minLength'] ?? 0), '.');
}

// Both dialects: JSON Schema's `string` or `['string', 'null']`, and OpenAPI's `STRING`.
function typeOf(schema: JsonSchema): string {
  const type = schema['type'];
  const name: unknown = Array.isArray(type) ? type.find((option) => option !== 'null') : type;
  if (typeof name === 'string') return name.toLowerCase();
  if ('properties' in schema) return 'object';
  return 'items' in schema ? 'array' : 'string';
}

function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const reference = schema['$ref'];
  if (typeof reference === 'string') return resolve(follow(reference, root), root);
  const options = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(options)) {
    const option = (options as JsonSchema[]).find(({ type }) => type !== 'null') ?? {};
    return resolve(option, root);
  }
  const parts = schema['allOf'];
  if (Array.isArray(parts)) return mergeParts((parts as JsonSchema[]).map((part) => resolve(part, root)));
  return schema;
}

function mergeParts(parts: JsonSchema[]): JsonSchema {
  return parts.reduce((merged, part) => ({ ...merged, ...part }), {});
}

function follow(reference: string, root: JsonSchema): JsonSchema {
  const steps = reference.replace(/^#\/?/, '').split('/').filter(Boolean);
  return steps.reduce<JsonSchema>((value, step) => (value[step] ?? {}) as JsonSchema, root);
}

function defaultText(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
  return `Some ${words}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
