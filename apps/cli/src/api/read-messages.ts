export interface StreamMessage {
  id: string | null;
  event: string;
  data: unknown;
}

/** Server-sent events with JSON data; comments and messages without data are left out. */
export async function* readMessages(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamMessage> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n\r?\n/);
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const message = parseMessage(part);
      if (message !== null) yield message;
    }
  }
}

function parseMessage(text: string): StreamMessage | null {
  const fields = new Map(text.split(/\r?\n/).map(parseField));
  const data = fields.get('data');
  if (data === undefined) return null;
  return { id: fields.get('id') ?? null, event: fields.get('event') ?? 'message', data: JSON.parse(data) };
}

function parseField(line: string): [string, string] {
  const colon = line.indexOf(':');
  return colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')];
}
