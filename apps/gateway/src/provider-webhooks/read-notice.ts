import { z } from 'zod';
import { type EventData, SERVICES, type ServiceName } from '@shared/contracts/events';

export interface Notice {
  operationId: string;
  outcome: EventData<'operation.notified'>['outcome'];
  /** What our submit sent along; null where it was none of ours. */
  sentAlong: SentAlong | null;
}

export interface SentAlong {
  filmId: string;
  attemptId: string;
  token: string;
  /** Whose attempt it is; null where that was not said. */
  stage: ServiceName | null;
}

const OUTCOMES: Record<string, Notice['outcome']> = {
  'interaction.completed': 'completed',
  'interaction.failed': 'failed',
  'interaction.cancelled': 'cancelled',
  'interaction.requires_action': 'requires_action',
  'video.generated': 'completed',
};

// Google does not say where in the envelope the metadata are: either place will do.
const envelopeSchema = z.looseObject({
  type: z.string(),
  data: z.looseObject({ id: z.string().min(1).max(500), user_metadata: z.unknown().optional() }),
  user_metadata: z.unknown().optional(),
});

const metadataSchema = z.looseObject({
  film: z.string().max(100),
  attempt: z.string().max(100),
  token: z.string().max(200),
  // What is no stage is as good as none: then all hear of it.
  stage: z.enum(SERVICES).nullable().catch(null),
});

/** `unreadable` where it is no envelope; null where it tells of something else than the end of an operation. */
export function readNotice(content: unknown): Notice | 'unreadable' | null {
  const envelope = envelopeSchema.safeParse(content);
  if (!envelope.success) return 'unreadable';
  const { type, data, user_metadata } = envelope.data;
  const outcome = OUTCOMES[type];
  if (outcome === undefined) return null;
  return { operationId: data.id, outcome, sentAlong: readSentAlong(user_metadata ?? data.user_metadata) };
}

/** Null where it is not what a submit of ours sends along. */
export function readSentAlong(metadata: unknown): SentAlong | null {
  const read = metadataSchema.safeParse(metadata);
  if (!read.success) return null;
  const { film: filmId, attempt: attemptId, token, stage } = read.data;
  return { filmId, attemptId, token, stage };
}
