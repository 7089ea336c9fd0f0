import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { newId } from '@shared/contracts/ids';
import type { Cost, PollOutcome, Provider } from '@shared/generation/providers/provider';

export interface Bought {
  costMicros: Cost;
  bytes: Buffer;
}

const POLL_EVERY_MS = 3000;
const WITHIN_MS = 900_000;

/** One purchase, as the engine makes it: one POST, then questions until it ends, then the bytes. Throws where it came to nothing. */
export async function buyUnit(provider: Provider, request: unknown, timeScale: number): Promise<Bought> {
  const signal = AbortSignal.timeout(WITHIN_MS);
  const attempt = newId('att');
  const body = await provider.compose(request, signal);
  const context = {
    labels: { attempt, unit: 'smoke-1', film: 'film_smoke' },
    idempotencyKey: attempt,
    isStillMine: () => true,
    signal,
  };
  const submitted = await provider.submit(body, context);
  if (submitted.kind === 'completed') return takeIn(provider, submitted, signal);
  if (submitted.kind !== 'accepted') throw new Error(`the submit was ${submitted.kind}: ${submitted.error.message}`);
  for (;;) {
    const outcome = await provider.poll(submitted.operationId, request, signal);
    if (outcome.kind === 'completed') return takeIn(provider, outcome, signal);
    if (outcome.kind === 'failed')
      throw new Error(`operation ${submitted.operationId} failed: ${outcome.error.message}`);
    if (outcome.kind === 'cancelled') throw new Error(`operation ${submitted.operationId} was cancelled`);
    signal.throwIfAborted();
    await wait(POLL_EVERY_MS * timeScale, undefined, { signal });
  }
}

type Finished = Pick<Extract<PollOutcome, { kind: 'completed' }>, 'result' | 'costMicros'>;

async function takeIn(provider: Provider, { result, costMicros }: Finished, signal: AbortSignal): Promise<Bought> {
  if (result.kind === 'inline') return { costMicros, bytes: result.bytes };
  const { stream } = await provider.download(result.address, signal);
  return { costMicros, bytes: await buffer(stream) };
}
