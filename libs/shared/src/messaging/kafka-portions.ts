import { decodeEvent } from './cloud-event';
import { type Arrival, type DeadLetter, MOST_ARRIVALS } from './event-bus';
import { readHeaders } from './kafka-headers';
import type { EachBatchPayload } from './patched-kafkajs';

type Batch = EachBatchPayload['batch'];
type Message = Batch['messages'][number];

/** Neighbours in a partition that are handed over at once: events of one film, or one message that nobody can read. */
export type Portion = { lastOffset: string } & ({ arrivals: Arrival[] } | { letter: DeadLetter });

export function toPortions({ topic, partition, messages }: Batch): Portion[] {
  const portions: Portion[] = [];
  for (const message of messages) {
    const read = readMessage(message, `${topic}/${partition}@${message.offset}`);
    const last = portions.at(-1);
    if ('letter' in read) portions.push({ lastOffset: message.offset, letter: read.letter });
    else if (last && 'arrivals' in last && takes(last.arrivals, read.arrival)) {
      last.arrivals.push(read.arrival);
      last.lastOffset = message.offset;
    } else portions.push({ lastOffset: message.offset, arrivals: [read.arrival] });
  }
  return portions;
}

function takes(arrivals: readonly Arrival[], { event }: Arrival): boolean {
  return arrivals.length < MOST_ARRIVALS && arrivals[0]?.event.filmId === event.filmId;
}

function readMessage(
  { value, headers: rawHeaders }: Message,
  origin: string,
): { arrival: Arrival } | { letter: DeadLetter } {
  const headers = readHeaders(rawHeaders);
  const decoded = decodeEvent({ value, headers });
  if (decoded.ok) return { arrival: { event: decoded.event, origin } };
  const { ce_id: eventId = null, ce_subject: filmId = null } = headers;
  return { letter: { reason: decoded.reason, origin, eventId, filmId, headers, body: value } };
}
