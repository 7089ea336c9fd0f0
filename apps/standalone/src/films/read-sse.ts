export interface SseMessage {
  id: string | null;
  event: string;
  data: string;
}

/** Server-sent events of one response, in order; comments are skipped. */
export async function* readSse(body: ReadableStream<Uint8Array>): AsyncGenerator<SseMessage> {
  let buffer = '';
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    const blocks = (buffer + text).split(/\r?\n\r?\n/);
    buffer = blocks.pop() ?? '';
    for (const block of blocks) {
      const message = parseSseBlock(block);
      if (message !== null) yield message;
    }
  }
}

/** Pure: one block of fields; null when it holds no data. */
export function parseSseBlock(block: string): SseMessage | null {
  const fields = block.split(/\r?\n/).map((line) => /^([^:]+):? ?(.*)$/.exec(line) ?? []);
  const valuesOf = (name: string) => fields.flatMap(([, key, value]) => (key === name ? [value ?? ''] : []));
  const data = valuesOf('data');
  if (data.length === 0) return null;
  return { id: valuesOf('id').at(-1) ?? null, event: valuesOf('event').at(-1) ?? 'message', data: data.join('\n') };
}
