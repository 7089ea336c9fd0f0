/** How long operations of one model take: a log-normal distribution, in milliseconds. */
export interface CompletionTimes {
  medianMs: number;
  /** Standard deviation of the logarithm; near zero when every operation takes the same time. */
  sigma: number;
}

export interface PollOptions {
  /** Polls spread over the distribution. More polls, less lag. */
  points: number;
  /** No gap is longer than this, also beyond the distribution, and none is shorter than a twelfth of it. */
  maxGapMs: number;
  /** Whether the provider says of itself when an operation ends: then polls are for the word that is lost, about ten in its length. */
  isTold?: boolean;
}

const Z99 = 2.326;
const MIN_SIGMA = 0.02;
const MIN_SAMPLES = 5;
const MIN_GAP_SHARE = 1 / 12;
/** Of the median, where the provider says when it is done. */
const TOLD_GAP_SHARE = 1 / 10;

export function fromQuantiles(medianMs: number, p99Ms: number): CompletionTimes {
  return { medianMs, sigma: Math.max(MIN_SIGMA, Math.log(p99Ms / medianMs) / Z99) };
}

// Too few samples say less than the prior. The spread is widened a little, because a small sample understates it.
export function learnCompletionTimes(samplesMs: readonly number[], prior: CompletionTimes): CompletionTimes {
  if (samplesMs.length < MIN_SAMPLES) return prior;
  const logs = samplesMs.map((ms) => Math.log(Math.max(1, ms)));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1);
  return { medianMs: Math.exp(mean), sigma: Math.max(MIN_SIGMA, Math.sqrt(variance) * 1.1) };
}

/**
 * Milliseconds from now to the next poll of an operation that is `elapsedMs` old.
 *
 * The least mean lag for a number of polls has them as dense as the square root of the completion density. For a
 * log-normal (mu, sigma) that is again a log-normal, with mu + sigma^2 and sqrt(2) sigma, so the k-th poll is a quantile.
 */
export function nextPollInMs(elapsedMs: number, times: CompletionTimes, options: PollOptions): number {
  const { points, maxGapMs, isTold = false } = options;
  const minGapMs = Math.max(maxGapMs * MIN_GAP_SHARE, isTold ? times.medianMs * TOLD_GAP_SHARE : 0);
  const sigma = Math.SQRT2 * times.sigma;
  const mu = Math.log(times.medianMs) + times.sigma ** 2;
  for (let k = 0; k < points; k++) {
    const at = Math.exp(mu + sigma * normalQuantile((k + 0.5) / points));
    // The first poll may come late: nothing is finished before the fast end of the distribution.
    if (at > elapsedMs)
      return elapsedMs === 0 ? Math.max(1, at) : Math.min(Math.max(at - elapsedMs, minGapMs), maxGapMs);
  }
  return maxGapMs;
}

// Acklam's rational approximation of the inverse normal distribution; relative error below 1.2e-9.
function normalQuantile(p: number): number {
  const a = [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239,
  ];
  const b = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1];
  const c = [
    -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ];
  const d = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1];
  const tail = 0.02425;
  if (p > 1 - tail) return -normalQuantile(1 - p);
  if (p < tail) {
    const q = Math.sqrt(-2 * Math.log(p));
    return polynomial(c, q) / polynomial(d, q);
  }
  const q = p - 0.5;
  return (polynomial(a, q * q) * q) / polynomial(b, q * q);
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
