import { describe, expect, it } from '@jest/globals';
import { buildEvent, type FilmEvent } from '@shared/contracts/events';
import { type Decoded, decodeEvent, encodeEvent, type RawMessage } from './cloud-event';

const event: FilmEvent = buildEvent(
  {
    name: 'keyframe.failed',
    source: 'keyframer',
    tenantId: 'default',
    filmId: 'film_1',
    causedBy: 'evt_0',
    data: { revision: 1, index: 0, error: { code: 'PROVIDER_REFUSED_CONTENT', message: 'nein – 否' } },
  },
  new Date('2026-11-20T10:00:00Z'),
);

function aMessage({ value, ...headers }: Record<string, string | null> = {}): RawMessage {
  const encoded = encodeEvent(event);
  const all = Object.entries({ ...encoded.headers, ...headers }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  const text = value === undefined ? encoded.value : value;
  return { headers: Object.fromEntries(all), value: text === null ? null : Buffer.from(text) };
}

function reasonOf(decoded: Decoded): string {
  return decoded.ok ? '' : decoded.reason;
}

describe('encodeEvent and decodeEvent', () => {
  it('give back the same event', () => {
    expect(decodeEvent(aMessage())).toEqual({ ok: true, event });
    const first = { ...event, causedBy: null };
    const { headers, value } = encodeEvent(first);
    expect(decodeEvent({ headers, value: Buffer.from(value) })).toEqual({ ok: true, event: first });
  });

  it('write CloudEvents 1.0 in the binary binding, keyed by film', () => {
    const { key, headers } = encodeEvent(event);
    expect(key).toBe('film_1');
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_type: 'keyframe.failed',
      ce_source: '/reelwright/keyframer',
      ce_time: '2026-11-20T10:00:00.000Z',
      ce_subject: 'film_1',
      ce_tenantid: 'default',
      ce_causationid: 'evt_0',
    });
  });

  it('give all events of a film one trace, and each event its own span', () => {
    const { traceparent = '' } = encodeEvent(event).headers;
    const { traceparent: other = '' } = encodeEvent({ ...event, id: 'evt_other' }).headers;
    expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(other.slice(0, 35)).toBe(traceparent.slice(0, 35));
    expect(other).not.toBe(traceparent);
  });

  it.each([
    [{ ce_type: 'film.exploded' }, 'unknown event name "film.exploded"'],
    [{ ce_type: null }, 'unknown event name ""'],
    [{ ce_dataversion: '2' }, 'unknown version 2 of keyframe.failed'],
    [{ ce_source: '/elsewhere' }, 'bad envelope: ce_source'],
    [{ ce_id: null }, 'bad envelope: ce_id'],
    [{ ce_specversion: '0.3' }, 'bad envelope: ce_specversion'],
    [{ value: null }, 'no value'],
    [{ value: '{"revision":' }, 'value is not JSON'],
    [{ value: '{"revision":1,"index":-1}' }, 'data do not fit keyframe.failed: index'],
    [{ value: JSON.stringify('x'.repeat(2_000_000)) }, '2000002 bytes; at most 1048576 are read'],
  ])('names the reason why %j cannot be read', (change, reason) => {
    expect(reasonOf(decodeEvent(aMessage(change as Record<string, string | null>)))).toContain(reason);
  });
});
