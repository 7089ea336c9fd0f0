import OpenAI from 'openai';
import type { Complaint } from './classify-exchange';
import type { Came } from './exchange';
import { readJson } from './read-json';
import { toComplaint } from './to-complaint';

export interface OpenAiSettings {
  apiKey: string;
  /** With its version, like `https://api.openai.com/v1`. */
  baseUrl: string;
}

/** The official client, told nothing by the environment. */
export function connectOpenAi({ apiKey, baseUrl: baseURL }: OpenAiSettings, fetch: typeof globalThis.fetch): OpenAI {
  return new OpenAI({ apiKey, baseURL, fetch, maxRetries: 0, organization: null, project: null });
}

/** A header that OpenAI keeps with a request; whoever stands in for it may do the same. */
export function traceHeaders(attemptId: string): Record<string, string> {
  return { 'x-client-request-id': attemptId };
}

/** `{"error":{"message","type","param","code"}}` */
export function readOpenAiComplaint({ status, text }: Extract<Came, { kind: 'answer' }>): Complaint {
  const { message, code } = readOpenAiError(readJson(text)['error']);
  return toComplaint(status, message, {
    isAboutContent: isContentCode(code),
    isExhausted: code === 'insufficient_quota' || code === 'billing_hard_limit_reached',
  });
}

export function readOpenAiError(error: unknown): { message: string; code: string } {
  const { message, code } = (error ?? {}) as { message?: unknown; code?: unknown };
  return {
    message: typeof message === 'string' ? message : 'no message',
    code: typeof code === 'string' ? code : '',
  };
}

export function isContentCode(code: string): boolean {
  return /moderation|content_policy|content_filter/.test(code);
}
