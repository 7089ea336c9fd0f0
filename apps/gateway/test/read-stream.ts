import type { StreamEvent } from '@shared/contracts/film-stream';

export interface StreamMessage {
  id: string | null;
  event: string;
  data: unknown;
}

/** A film's stream as a client reads it. */
export async function* readStream(url: string, headers: Record<string, string> = {}): AsyncGenerator<StreamMessage> {
  const abort = new AbortController();
  const response = await fetch(url, { headers: { accept: 'text/event-stream', ...headers }, signal: abort.signal });
  if (response.status !== 200 || !response.body) throw new Error(`${response.status}: ${await response.text()}`);
  try {
    let rest = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      const parts = (rest + chunk).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const message = parseMessage(part);
        if (message) yield message;
      }
    }
  } finally {
    abort.abort();
  }
}

export async function collect(messages: AsyncIterable<StreamMessage>, count = Infinity): Promise<StreamMessage[]> {
  const collected: StreamMessage[] = [];
  for await (const message of messages) {
    collected.push(message);
    if (collected.length >= count) break;
  }
  return collected;
}

export function toEvent({ data }: StreamMessage): StreamEvent {
  return data as StreamEvent;
}

function parseMessage(text: string): StreamMessage | null {
  const fields = new Map(
    text.split('\n').map((line) => {
      const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
      return [name, value] as const;
    }),
  );
  const data = fields.get('data');
  if (data === undefined) return null;
  return { id: fields.get('id') ?? null, event: fields.get('event') ?? 'message', data: JSON.parse(data) };
}
