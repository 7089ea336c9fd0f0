import { describe, expect, it } from '@jest/globals';
import { clipFactsSchema } from '@shared/contracts/unit';
import { aClip } from '@shared/testing/a-clip';
import { toClipFacts } from './to-clip-facts';

describe('toClipFacts', () => {
  it('tells what the event of a ready clip declares', () => {
    const facts = toClipFacts(aClip(), true);
    const picture = { durationSeconds: 4, frames: 96, fps: 24, width: 1280, height: 720 };
    expect(facts).toEqual({ ...picture, hasAudio: true, isCopyable: true });
    expect(clipFactsSchema.parse(facts)).toEqual(facts);
  });

  it('counts the frames that are there', () => {
    const facts = toClipFacts(aClip({ frames: 96, packets: 90, audio: null }), false);
    expect(facts).toMatchObject({ frames: 90, hasAudio: false });
  });
});
