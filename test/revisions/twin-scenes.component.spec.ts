import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aStoryboardOf } from '@shared/testing/a-build';
import { FilmBench } from './film-bench';

describe('a film that shows the same scene twice', () => {
  let bench: FilmBench;
  beforeAll(async () => {
    bench = await FilmBench.start();
  });
  afterAll(() => bench.stop());

  const orderTwins = (words: string) => {
    const [scene, between] = aStoryboardOf(['cut', 'cut']).scenes.map((one) => ({ ...one, seconds: 3 }));
    const twin = { ...scene, description: words, motionPrompt: words };
    const storyboard = { ...aStoryboardOf(['cut', 'cut', 'cut']), scenes: [twin, between, twin] };
    return bench.order({ storyboard, minClips: 1 });
  };

  it('has it made once', async () => {
    const { id } = await orderTwins('The tide comes in');
    const { scenes, status } = await bench.ended(id);
    expect(status).toBe('succeeded');
    expect(scenes[2]?.clip.sha256).toBe(scenes[0]?.clip.sha256);
    expect(await bench.bought(id)).toHaveLength(2 * 3);
  });

  it('has it asked in other words for the second, where that was refused after it had failed for the first', async () => {
    await bench.setFaults(
      { match: { kind: 'video', operation: 'submit' }, fault: '400', times: 1 },
      { match: { kind: 'video', operation: 'submit' }, fault: 'blocked-input', times: 1 },
    );
    const { id } = await orderTwins('The tide stands still');
    const { scenes, status } = await bench.ended(id);
    expect(status).toBe('partial');
    expect(scenes.map(({ clip }) => clip.status)).toEqual(['failed', 'ready', 'ready']);
  });

  it('has it tried for the second, too, where it came to nothing for the first', async () => {
    await bench.setFaults({ match: { kind: 'video' }, fault: 'blocked-input', times: 100 });
    const { id } = await orderTwins('The tide goes out');
    const { scenes, status, gaps } = await bench.ended(id);
    expect(status).toBe('partial');
    expect(scenes.map(({ clip }) => clip.status)).toEqual(['failed', 'ready', 'failed']);
    expect(gaps.map(({ scene }) => scene)).toEqual([1, 3]);
  });
});
