import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readMessages, type StreamMessage } from './read-messages';

const TEXT =
  ': heartbeat\n\nid: 1\nevent: snapshot\ndata: {"a":"☀"}\n\nretry: 500\n\nid: 2\ndata: 7\n\nid: 3\ndata: {"ha';

async function readAll(chunks: Uint8Array[]): Promise<StreamMessage[]> {
  const messages: StreamMessage[] = [];
  for await (const message of readMessages(ReadableStream.from(chunks))) messages.push(message);
  return messages;
}

describe('readMessages', () => {
  it('reads the same however the bytes are cut', async () => {
    const bytes = new TextEncoder().encode(TEXT);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 8 }), async (cuts) => {
        const ends = [...cuts.sort((a, b) => a - b), bytes.length];
        const chunks = ends.map((end, i) => bytes.slice(ends[i - 1] ?? 0, end));
        expect(await readAll(chunks)).toEqual([
          { id: '1', event: 'snapshot', data: { a: '☀' } },
          { id: '2', event: 'message', data: 7 },
        ]);
      }),
    );
  });
});
