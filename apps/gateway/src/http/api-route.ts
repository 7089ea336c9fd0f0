import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { ApiSchemaName } from './api-schemas';

interface Answer {
  description: string;
  schema?: ApiSchemaName;
  /** Media types of answers that are no JSON. */
  types?: string[];
  headers?: Record<string, string>;
}

interface RouteFacts {
  operationId: string;
  summary: string;
  answers: Record<number, Answer>;
  /** Statuses of the problems that it can answer, beside those that every route can. */
  problems?: number[];
}

const PROBLEMS: Record<number, string> = {
  400: 'The request cannot be read',
  402: 'It would cost more than the film may',
  404: 'There is no such thing',
  409: 'It stands against what is there',
  413: 'The body is too large',
  415: 'The body is not JSON',
  416: 'None of the bytes asked for exist',
  422: 'A field breaks its rule; `errors` names each',
  503: 'Database or store do not answer; `Retry-After` says when to try again',
};
const ALWAYS = [400, 503];

/** What the OpenAPI document says of a route. */
export function ApiRoute({ operationId, summary, answers, problems = [] }: RouteFacts): MethodDecorator {
  const problemAnswers = [...ALWAYS, ...problems].map((status) => toProblemResponse(status));
  const goodAnswers = Object.entries(answers).map(([status, answer]) => toResponse(Number(status), answer));
  return applyDecorators(ApiOperation({ operationId, summary }), ...goodAnswers, ...problemAnswers);
}

function toResponse(status: number, { description, schema, types, headers = {} }: Answer): MethodDecorator {
  const content = { ...(schema && toContent(['application/json'], toRef(schema))), ...toContent(types ?? [], TEXT) };
  const described = Object.entries(headers).map(([name, text]) => [name, { description: text, schema: TEXT }] as const);
  return ApiResponse({
    status,
    description,
    ...(Object.keys(content).length > 0 && { content }),
    ...(described.length > 0 && { headers: Object.fromEntries(described) }),
  });
}

function toProblemResponse(status: number): MethodDecorator {
  const content = toContent(['application/problem+json'], toRef('Problem'));
  return ApiResponse({ status, description: PROBLEMS[status] ?? 'Problem', content });
}

const TEXT = { type: 'string' } as const;

function toContent(types: string[], schema: { $ref: string } | typeof TEXT) {
  return Object.fromEntries(types.map((type) => [type, { schema: { ...schema } }]));
}

function toRef(name: ApiSchemaName): { $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}
