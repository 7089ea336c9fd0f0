import type { Brief } from '../briefs/brief';
import type { Kind } from '../catalogue/models';

/** Gemini has two doors, `interaction` and `content`; every other vendor one, that is called by the first word of its prefix. */
export type Surface = string;

/** How an operation ended; only `completed` costs anything. */
export type Ending = 'completed' | 'refused' | 'failed' | 'cancelled';

/** Text that is spoilt on purpose. */
export type Spoiling = 'max-tokens' | 'invalid-json';

export interface Usage {
  inputTokens: number;
  outputTokens: number;
}

/** Where its end is told, and what is told along with it. */
export interface WebhookConfig {
  uris: string[];
  userMetadata: Record<string, unknown>;
}

/** Work that was accepted, and so will be billed. Nothing in it changes but its end. */
export interface Operation {
  id: string;
  /** Which door it came through. */
  surface: Surface;
  kind: Kind;
  model: string;
  labels: Record<string, string>;
  requestHash: string;
  brief: Brief;
  background: boolean;
  /** What it will come to, decided when it was accepted. */
  verdict: 'completed' | 'refused' | 'failed';
  spoiling: Spoiling | null;
  usage: Usage;
  costMicros: number;
  acceptedAtMs: number;
  readyAtMs: number;
  /** Later additions: rows of older ledgers have none of them. */
  idempotencyKey?: string | undefined;
  webhook?: WebhookConfig | undefined;
  /** `gs://bucket/…/`: under it, its result can be listed. */
  outputPrefix?: string | undefined;
  /** Which input its refusal names. */
  flagged?: string | undefined;
  end: { status: Ending; atMs: number; costMicros: number; message?: string } | null;
}

export type WireStatus = 'queued' | 'in_progress' | 'completed' | 'failed' | 'cancelled' | 'incomplete';

const QUEUED_SHARE = 0.05;

export function wireStatusAt(operation: Operation, nowMs: number): WireStatus {
  const { end, acceptedAtMs, readyAtMs } = operation;
  if (end === null) {
    return nowMs < acceptedAtMs + (readyAtMs - acceptedAtMs) * QUEUED_SHARE ? 'queued' : 'in_progress';
  }
  // A refusal looks like success without what was ordered.
  if (end.status === 'refused') return 'completed';
  if (end.status === 'completed' && operation.spoiling === 'max-tokens') return 'incomplete';
  return end.status;
}

/** The id of the one file that an operation may leave behind: twelve of [a-z0-9]. */
export function fileIdOf(operation: Operation): string {
  return operation.id.slice(-12);
}
