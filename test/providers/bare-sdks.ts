/* eslint-disable @typescript-eslint/no-deprecated -- OpenAI's own service has ended; gateways still speak its wire */
import { createFalClient } from '@fal-ai/client';
import { GoogleGenAI } from '@google/genai';
import OpenAI from 'openai';
import Replicate from 'replicate';

export interface BareSdk {
  /** One paid POST, by whose attempt it can be counted at the simulator. */
  call: (at: { url: string; attempt: string; prompt: string; timeoutMs: number }) => Promise<unknown>;
  /** Whether it can be told how long to wait. */
  timesOut: boolean;
}

const KEY = 'id:secret';

/** The official SDKs as they come: nothing is set but key, address and, where there is such a setting, the time-out. */
export const BARE_SDKS: Record<string, BareSdk> = {
  '`interactions.create`, Google': {
    timesOut: true,
    call: ({ url, attempt, prompt, timeoutMs: timeout }) => {
      const ai = new GoogleGenAI({ apiKey: KEY, apiVersion: 'v1beta', httpOptions: { baseUrl: url, fetch: homely } });
      const body = { model: 'gemini-3.8-flash', input: prompt, background: true as const, labels: { attempt } };
      return ai.interactions.create(body, { timeout });
    },
  },
  '`chat.completions.create`, OpenAI': {
    timesOut: true,
    call: ({ prompt: content, ...at }) =>
      openAi(at).chat.completions.create({ model: 'qwen3-32b', messages: [{ role: 'user', content }] }),
  },
  '`images.generate`, OpenAI': {
    timesOut: true,
    call: ({ prompt, ...at }) => openAi(at).images.generate({ model: 'flux-2', prompt }),
  },
  '`videos.create`, OpenAI': {
    timesOut: true,
    call: ({ prompt, ...at }) => openAi(at).videos.create({ model: 'sora-2', prompt }),
  },
  '`predictions.create`, Replicate': {
    timesOut: false,
    call: ({ url, attempt, prompt }) =>
      new Replicate({ auth: KEY, baseUrl: `${url}/replicate/v1` }).predictions.create({
        model: 'google/veo-3.1-fast',
        input: { prompt },
        webhook: webhookOf(attempt),
      }),
  },
  '`queue.submit`, fal': {
    timesOut: false,
    call: ({ url, attempt, prompt }) =>
      falAt(url).queue.submit<string>('fal-ai/kling-video/v3/standard/image-to-video', {
        input: { prompt, image_url: PIXEL },
        webhookUrl: webhookOf(attempt),
      }),
  },
};

function openAi({ url, attempt, timeoutMs: timeout }: { url: string; attempt: string; timeoutMs: number }): OpenAI {
  const defaultHeaders = { 'x-client-request-id': attempt };
  return new OpenAI({ apiKey: KEY, baseURL: `${url}/openai/v1`, timeout, defaultHeaders });
}

// Jest's fetch throws the TypeErrors of another realm, by which this SDK would not know a lost connection.
const homely: typeof fetch = (...asked) =>
  fetch(...asked).catch((error: unknown) => {
    const { name, message, cause } = error as Error;
    throw name === 'TypeError' ? new TypeError(message, { cause }) : error;
  });

// It knows one host only.
function falAt(url: string) {
  const elsewhere: typeof fetch = (input, init) => {
    const { pathname, search } = new URL(new Request(input).url);
    return fetch(`${url}/fal${pathname}${search}`, init);
  };
  return createFalClient({ credentials: KEY, fetch: elsewhere });
}

const webhookOf = (attempt: string): string => `https://films.example/hook?attempt=${attempt}`;

const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGM4YaMBAAL8AS3/gzpXAAAAAElFTkSuQmCC';
