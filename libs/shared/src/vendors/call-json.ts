import type { z } from 'zod';
import type { Call } from './vendor-provider';

export interface JsonRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  headers?: Record<string, string>;
  body?: object;
}

/** A call where there is no SDK for it: JSON there and back, undefined where the answer is not of the schema. */
export function callJson<T>(schema: z.ZodType<T>, url: string, request: JsonRequest = {}): Call<T> {
  const { method = 'GET', headers = {}, body } = request;
  const json = body && { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return async (fetch) => {
    const answer = await fetch(url, { method, headers, ...json });
    return schema.safeParse(await answer.json()).data;
  };
}
