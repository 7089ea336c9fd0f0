import type { AttemptRepository } from '../attempts/attempt-repository';
import { type CompletionTimes, learnCompletionTimes } from '../providers/poll-schedule';
import type { Pool } from './pool';

const LEARN_AGAIN_AFTER_MS = 1000;

/** How long the operations of each pool take, by those of its last ones. */
export class LearnedTimes {
  private readonly known = new Map<string, { times: CompletionTimes; learnAgainAt: number }>();

  constructor(private readonly attempts: AttemptRepository) {}

  async of({ name, completionTimes: prior }: Pool): Promise<CompletionTimes> {
    const known = this.known.get(name);
    if (known && performance.now() < known.learnAgainAt) return known.times;
    // What was learned before will do: an operation that was just accepted must not be lost over this.
    const samples = await this.attempts.recentCompletionsMs(name).catch(() => null);
    const times = samples ? learnCompletionTimes(samples, prior) : (known?.times ?? prior);
    this.known.set(name, { times, learnAgainAt: performance.now() + LEARN_AGAIN_AFTER_MS });
    return times;
  }
}
