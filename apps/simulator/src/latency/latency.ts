import { z } from 'zod';

/** How long work takes, in milliseconds before the time scale. */
export type Latency = { form: 'fixed'; ms: number } | { form: 'lognormal'; medianMs: number; p99Ms: number };

// The 99th percentile of the standard normal distribution.
const Z_99 = 2.3263;

/** `1200` is fixed; `lognormal:35000:300000` is median and 99th percentile. */
export const latencySchema = z.string().transform((rawLatency, context): Latency => {
  const latency = parseLatency(rawLatency);
  if (latency !== null) return latency;
  context.addIssue(`expected milliseconds or lognormal:<median>:<p99>, got "${rawLatency}"`);
  return z.NEVER;
});

export function parseLatency(rawLatency: string): Latency | null {
  if (/^\d+$/.test(rawLatency)) return { form: 'fixed', ms: Number(rawLatency) };
  const [, rawMedian, rawP99] = /^lognormal:(\d+):(\d+)$/.exec(rawLatency) ?? [];
  const medianMs = Number(rawMedian);
  const p99Ms = Number(rawP99);
  if (!(medianMs > 0 && p99Ms >= medianMs)) return null;
  return { form: 'lognormal', medianMs, p99Ms };
}

/** `random` yields numbers in [0, 1). */
export function drawLatencyMs(latency: Latency, random: () => number): number {
  if (latency.form === 'fixed') return latency.ms;
  const sigma = Math.log(latency.p99Ms / latency.medianMs) / Z_99;
  return latency.medianMs * Math.exp(sigma * drawNormal(random));
}

// Box and Muller's transform.
function drawNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
