import { z } from 'zod';
import { type AttemptWebhooks, toAttemptWebhooks } from '@shared/webhooks/attempt-webhooks';
import type { WebhookEnv } from '@shared/webhooks/webhook-env';
import type { Pool } from './pool';
import type { CompletionTimes } from '../providers/poll-schedule';

/** How one stage uses its providers. Times are of the real provider; `TIME_SCALE` shortens them all for a simulated one. */
export interface EngineSettings {
  /** Attempts at one unit that count. */
  maxAttempts: number;
  /** Upper bound of the wait before the second attempt; doubled for each after it, and drawn from 0 up to it. */
  retryBaseMs: number;
  /** An operation that is not settled by then is overdue: its unit fails, its id is kept. */
  operationTimeoutMs: number;
  /** How long after that an operation is still waited for while it can't be asked after. */
  outagePatienceMs: number;
  /** A unit that the provider's limits have kept waiting for longer than this fails. */
  quotaPatienceMs: number;
  /** A result that comes later than this is no longer asked for. */
  resultKeptMs: number;
  /** After this an unknown submit is ended by `unknownPolicy`. */
  unknownTimeoutMs: number;
  unknownPolicy: 'fail' | 'resubmit';
  /** So many failures of a vendor, one after the other, shut one of its models to all. */
  circuitFailures: number;
  /** For how long at first. */
  circuitPauseMs: number;
  pollPoints: number;
  pollMaxGapMs: number;
  /** Longest time for one POST or one poll. */
  requestTimeoutMs: number;
  /** Longest time for fetching one result; then it is begun anew. */
  resultTimeoutMs: number;
  /** Longest time without a byte while one result is fetched. */
  resultStallMs: number;
  /** A result larger than this is refused. */
  maxResultBytes: number;
  /** What lets the provider tell of the end of an operation; null: it is only asked. */
  webhooks: AttemptWebhooks | null;
}

const positive = (fallback: number) => z.coerce.number().positive().default(fallback);
const count = (fallback: number) => z.coerce.number().int().positive().default(fallback);

export interface EngineDefaults {
  maxInFlight: number;
  maxPerMinute: number;
  submitGapMs: number;
  maxAttempts: number;
}

/** Environment keys of the engine, the same in each stage that buys; the defaults are the stage's. */
export function engineEnv(defaults: EngineDefaults) {
  return {
    /** Operations of one model under one credential in flight, over all replicas. */
    PROVIDER_MAX_IN_FLIGHT: count(defaults.maxInFlight),
    /** Submits to one model under one credential in any minute, over all replicas. */
    PROVIDER_MAX_PER_MINUTE: count(defaults.maxPerMinute),
    /** Milliseconds between two submits; 0: none. */
    PROVIDER_SUBMIT_GAP_MS: z.coerce.number().nonnegative().default(defaults.submitGapMs),
    /** Attempts at one unit; rate limits do not count. */
    MAX_ATTEMPTS: count(defaults.maxAttempts),
    /** Upper bound in milliseconds of the wait before the second attempt; doubles with each further one. */
    RETRY_BASE_MS: positive(2000),
    /** Milliseconds after which an operation is overdue, and its unit fails. */
    OPERATION_TIMEOUT_MS: positive(1_800_000),
    /** Milliseconds after that for which an outage of the provider is waited for. */
    OUTAGE_PATIENCE_MS: positive(3_600_000),
    /** Milliseconds after which a unit that is only ever answered with a limit fails. More than a day: a quota of the day comes back. */
    QUOTA_PATIENCE_MS: positive(93_600_000),
    /** Milliseconds for which an overdue operation is still asked for: providers keep their results for a day or two. */
    RESULT_KEPT_MS: positive(86_400_000),
    /** Milliseconds after which an unknown submit is ended by UNKNOWN_POLICY. */
    UNKNOWN_TIMEOUT_MS: positive(600_000),
    /** `fail`: the unit fails. `resubmit`: it is bought again, if the budget holds a second price. */
    UNKNOWN_POLICY: z.enum(['fail', 'resubmit']).default('fail'),
    /** So many failures of a vendor, one after the other, shut one of its models to all; then one at a time tries again. */
    CIRCUIT_FAILURES: count(3),
    /** Milliseconds for which it is shut at first; twice as long after each try that fails, up to 32 times. */
    CIRCUIT_PAUSE_MS: positive(30_000),
    /** Polls spread over the expected completion times of a model. */
    POLL_POINTS: count(22),
    /** Longest gap between two polls, in milliseconds. */
    POLL_MAX_GAP_MS: positive(12_000),
    /** Milliseconds for one POST or poll. */
    PROVIDER_REQUEST_TIMEOUT_MS: positive(60_000),
    /** Milliseconds for fetching one result; then it is begun anew. */
    RESULT_TIMEOUT_MS: positive(600_000),
    /** Milliseconds without a byte after which fetching a result is begun anew. */
    RESULT_STALL_TIMEOUT_MS: positive(30_000),
    /** A result larger than this many bytes is refused. */
    MAX_RESULT_BYTES: count(2_000_000_000),
  };
}

export type EngineEnv = z.infer<z.ZodObject<ReturnType<typeof engineEnv>>>;

type ScaledEnv = EngineEnv & { TIME_SCALE: number };

/** What a stage allows to each pool. */
export function toPoolLimits(
  env: ScaledEnv,
  completionTimes: CompletionTimes,
): Pick<Pool, 'maxInFlight' | 'maxPerMinute' | 'submitGapMs' | 'completionTimes'> {
  const scale = env.TIME_SCALE;
  return {
    maxInFlight: env.PROVIDER_MAX_IN_FLIGHT,
    maxPerMinute: Math.max(1, env.PROVIDER_MAX_PER_MINUTE / scale),
    submitGapMs: env.PROVIDER_SUBMIT_GAP_MS * scale,
    completionTimes: { ...completionTimes, medianMs: completionTimes.medianMs * scale },
  };
}

export function toEngineSettings(env: ScaledEnv & WebhookEnv): EngineSettings {
  const scale = env.TIME_SCALE;
  return {
    maxAttempts: env.MAX_ATTEMPTS,
    retryBaseMs: env.RETRY_BASE_MS * scale,
    operationTimeoutMs: env.OPERATION_TIMEOUT_MS * scale,
    outagePatienceMs: env.OUTAGE_PATIENCE_MS * scale,
    quotaPatienceMs: env.QUOTA_PATIENCE_MS * scale,
    resultKeptMs: env.RESULT_KEPT_MS * scale,
    // A request that may still be on its way is not yet known to have been lost.
    unknownTimeoutMs: Math.max(env.UNKNOWN_TIMEOUT_MS * scale, env.PROVIDER_REQUEST_TIMEOUT_MS),
    unknownPolicy: env.UNKNOWN_POLICY,
    circuitFailures: env.CIRCUIT_FAILURES,
    circuitPauseMs: env.CIRCUIT_PAUSE_MS * scale,
    pollPoints: env.POLL_POINTS,
    pollMaxGapMs: env.POLL_MAX_GAP_MS * scale,
    requestTimeoutMs: env.PROVIDER_REQUEST_TIMEOUT_MS,
    resultTimeoutMs: env.RESULT_TIMEOUT_MS,
    resultStallMs: env.RESULT_STALL_TIMEOUT_MS,
    maxResultBytes: env.MAX_RESULT_BYTES,
    webhooks: toAttemptWebhooks(env),
  };
}
