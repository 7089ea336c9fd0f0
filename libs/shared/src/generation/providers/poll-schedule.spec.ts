import { describe, expect, it } from '@jest/globals';
import { type CompletionTimes, fromQuantiles, learnCompletionTimes, nextPollInMs } from './poll-schedule';

const options = { points: 22, maxGapMs: 12_000 };

// A seeded generator, so that the figures below are the same in every run.
function logNormalSamples(count: number, { medianMs, sigma }: CompletionTimes): number[] {
  let state = 42;
  const uniform = () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
  return Array.from({ length: count }, () => {
    const z = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    return medianMs * Math.exp(sigma * z);
  });
}

function pollUntilDone(durationMs: number, times: CompletionTimes, isTold = false): { polls: number; lagMs: number } {
  let elapsedMs = 0;
  let polls = 0;
  while (elapsedMs < durationMs) {
    elapsedMs += nextPollInMs(elapsedMs, times, { ...options, isTold });
    polls++;
  }
  return { polls, lagMs: elapsedMs - durationMs };
}

describe('the poll schedule', () => {
  it('spends at most 36 seconds of lag times polls on operations of 75 s median', () => {
    const times = { medianMs: 75_000, sigma: 0.453 };
    const runs = logNormalSamples(20_000, times).map((duration) => pollUntilDone(duration, times));
    const mean = (pick: (run: (typeof runs)[number]) => number) =>
      runs.reduce((sum, run) => sum + pick(run), 0) / runs.length;
    expect((mean((run) => run.lagMs) / 1000) * mean((run) => run.polls)).toBeLessThanOrEqual(36);
    expect(runs.filter((run) => run.polls <= 20).length / runs.length).toBeGreaterThanOrEqual(0.94);
  });

  it('detects an operation of constant duration within a second once it has learned, and asks no faster than that', () => {
    const learned = learnCompletionTimes([60_000, 60_001, 59_999, 60_000, 60_002], fromQuantiles(12_000, 40_000));
    const { polls, lagMs } = pollUntilDone(60_000, learned);
    expect(lagMs).toBeLessThanOrEqual(1000);
    expect(polls).toBeLessThanOrEqual(5);
  });

  it('asks a provider that says when it is done once before that, and finds out within a tenth where its word is lost', () => {
    const learned = learnCompletionTimes([60_000, 60_001, 59_999, 60_000, 60_002], fromQuantiles(12_000, 40_000));
    expect(pollUntilDone(60_000, learned, true).polls).toBe(2);
    expect(pollUntilDone(60_000, learned, true).lagMs).toBeLessThanOrEqual(6000);
  });

  it('keeps the prior while there are too few samples', () => {
    const prior = fromQuantiles(35_000, 300_000);
    expect(learnCompletionTimes([1, 2, 3, 4], prior)).toBe(prior);
  });

  it('goes on at the longest gap beyond the distribution', () => {
    expect(nextPollInMs(10_000_000, fromQuantiles(1000, 2000), options)).toBe(12_000);
  });

  it('never asks to poll in the past', () => {
    const times = fromQuantiles(35_000, 300_000);
    for (const elapsed of [0, 1, 34_999, 35_000, 1e9]) expect(nextPollInMs(elapsed, times, options)).toBeGreaterThan(0);
  });
});
