import { describe, expect, it } from '@jest/globals';
import { recordingLogger } from '@shared/testing/silent-logger';
import { waitFor } from '@shared/testing/wait-for';
import { Loop } from './loop';

class CountingLoop extends Loop {
  turns = 0;
  onTurn: () => Promise<boolean> = () => Promise.resolve(false);

  async runOnce(): Promise<boolean> {
    this.turns++;
    return this.onTurn();
  }
}

function setup({ idleMs = 60_000 } = {}) {
  const { logger, lines } = recordingLogger();
  const loop = new CountingLoop({
    name: 'count',
    logger,
    idleMs,
  });
  return { loop, lines };
}

describe('Loop', () => {
  it('takes the next turn at once while there may be more', async () => {
    const { loop } = setup();
    loop.onTurn = () => Promise.resolve(loop.turns < 5);
    loop.start();
    await waitFor(() => loop.turns === 5);
    await loop.stop();
    expect(loop.turns).toBe(5);
  });

  it('is woken out of its pause', async () => {
    const { loop } = setup();
    loop.start();
    await waitFor(() => loop.turns === 1);
    loop.wake();
    await waitFor(() => loop.turns === 2);
    await loop.stop();
  });

  it('takes another turn when woken during one', async () => {
    const { loop } = setup();
    const gate = Promise.withResolvers<boolean>();
    loop.onTurn = () => (loop.turns === 1 ? gate.promise : Promise.resolve(false));
    loop.start();
    loop.wake();
    gate.resolve(false);
    await waitFor(() => loop.turns === 2);
    await loop.stop();
  });

  it('stops only when the running turn has ended', async () => {
    const { loop } = setup();
    const gate = Promise.withResolvers<boolean>();
    loop.onTurn = () => gate.promise;
    loop.start();
    let stopped = false;
    const stopping = loop.stop().then(() => (stopped = true));
    await Promise.resolve();
    expect(stopped).toBe(false);
    gate.resolve(true);
    await stopping;
    expect(loop.turns).toBe(1);
  });

  it('may be started and stopped twice, and started again', async () => {
    const { loop } = setup();
    loop.start();
    loop.start();
    await loop.stop();
    await loop.stop();
    const { turns } = loop;
    loop.start();
    await waitFor(() => loop.turns === turns + 1);
    await loop.stop();
  });

  it('logs what a turn threw and tries again', async () => {
    const { loop, lines } = setup();
    loop.onTurn = () => (loop.turns === 1 ? Promise.reject(new Error('no luck')) : Promise.resolve(false));
    loop.start();
    await waitFor(() => loop.turns === 2);
    await loop.stop();
    expect(lines).toMatchObject([{ level: 'error', loop: 'count', msg: 'turn failed', error: { message: 'no luck' } }]);
  });

  it('does not hurry because of a knock while it backs off', async () => {
    const { loop } = setup();
    loop.onTurn = () => Promise.reject(new Error('down'));
    loop.start();
    await waitFor(() => loop.turns === 1);
    for (let i = 0; i < 100; i++) loop.wake();
    await loop.stop();
    expect(loop.turns).toBe(1);
  });

  it('logs nothing when there is nothing to do', async () => {
    const { loop, lines } = setup({ idleMs: 1 });
    loop.start();
    await waitFor(() => loop.turns > 3);
    await loop.stop();
    expect(lines).toEqual([]);
  });
});
