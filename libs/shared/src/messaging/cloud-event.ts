import { z } from 'zod';
import { EVENTS, type EventName, type FilmEvent, isEventName, SERVICES } from '@shared/contracts/events';
import { buildTraceparent } from './traceparent';

/** CloudEvents 1.0 in the binary binding for Kafka: the envelope in `ce_` headers, the data as the value. */
export interface EncodedEvent {
  key: string;
  value: string;
  headers: Record<string, string>;
}

export interface RawMessage {
  value: Buffer | null;
  headers: Record<string, string>;
}

export type Decoded = { ok: true; event: FilmEvent } | { ok: false; reason: string };

const SOURCE_PREFIX = '/reelwright/';
const MAX_BYTES = 1_048_576;

const headersSchema = z.object({
  ce_specversion: z.literal('1.0'),
  ce_id: z.string().min(1),
  ce_type: z.string(),
  ce_dataversion: z.coerce.number().int(),
  ce_source: z
    .string()
    .transform((source) => source.replace(SOURCE_PREFIX, ''))
    .pipe(z.enum(SERVICES)),
  ce_time: z.iso.datetime(),
  ce_subject: z.string().min(1),
  ce_tenantid: z.string().min(1),
  ce_causationid: z.string().min(1).optional(),
});

export function encodeEvent(event: FilmEvent): EncodedEvent {
  return {
    key: event.filmId,
    value: JSON.stringify(event.data),
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_type: event.name,
      ce_dataversion: String(event.version),
      ce_source: `${SOURCE_PREFIX}${event.source}`,
      ce_time: event.occurredAt,
      ce_subject: event.filmId,
      ce_tenantid: event.tenantId,
      ...(event.causedBy !== null && { ce_causationid: event.causedBy }),
      traceparent: buildTraceparent(event),
    },
  };
}

/** Never throws: what cannot be read comes back with the reason. */
export function decodeEvent({ value, headers }: RawMessage): Decoded {
  const name = headers.ce_type ?? '';
  if (!isEventName(name)) return refuse(`unknown event name ${JSON.stringify(name)}`);
  const envelope = headersSchema.safeParse(headers);
  if (!envelope.success) return refuse(`bad envelope: ${describe(envelope.error)}`);
  if (envelope.data.ce_dataversion !== EVENTS[name].version)
    return refuse(`unknown version ${envelope.data.ce_dataversion} of ${name}`);
  if (value === null) return refuse('no value');
  if (value.length > MAX_BYTES) return refuse(`${value.length} bytes; at most ${MAX_BYTES} are read`);
  return decodeData(name, value, envelope.data);
}

function decodeData(name: EventName, value: Buffer, envelope: z.infer<typeof headersSchema>): Decoded {
  const json = parseJson(value);
  if (json === undefined) return refuse('value is not JSON');
  const data = EVENTS[name].schema.safeParse(json);
  if (!data.success) return refuse(`data do not fit ${name}: ${describe(data.error)}`);
  return {
    ok: true,
    event: {
      id: envelope.ce_id,
      name,
      version: envelope.ce_dataversion,
      occurredAt: envelope.ce_time,
      source: envelope.ce_source,
      tenantId: envelope.ce_tenantid,
      filmId: envelope.ce_subject,
      causedBy: envelope.ce_causationid ?? null,
      data: data.data,
    },
  };
}

function parseJson(value: Buffer): unknown {
  try {
    return JSON.parse(value.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function describe(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}

function refuse(reason: string): Decoded {
  return { ok: false, reason };
}
