import { describe, expect, it } from '@jest/globals';
import type { CutClip } from './cut-clips';
import { decideCut } from './decide-cut';

const artifact = { key: 'k', sha256: '0'.repeat(64), bytes: 1, mediaType: 'video/mp4' };

function ready(scene: number): CutClip {
  return { scene, artifact, facts: null, error: null };
}

function failed(scene: number): CutClip {
  const error = { code: 'PROVIDER_REFUSED_CONTENT', message: 'no such thing', details: { hidden: true } } as const;
  return { scene, artifact: null, facts: null, error };
}

const gap = (scene: number) => ({ scene, code: 'PROVIDER_REFUSED_CONTENT', message: 'no such thing' });

describe('decideCut', () => {
  it.each([
    ['nothing is heard yet', []],
    ['a scene is open, however many are ready', [ready(1), ready(3)]],
    ['all others failed', [failed(1), failed(2)]],
    ['the third clip is of a scene that the film does not have', [ready(1), ready(2), ready(4)]],
  ])('waits when %s', (_, clips) => {
    expect(decideCut({ scenes: 3, minClips: 1 }, clips)).toEqual({ kind: 'collecting' });
  });

  it('stitches when all are ready', () => {
    expect(decideCut({ scenes: 2, minClips: 2 }, [ready(1), ready(2)])).toEqual({ kind: 'stitch', gaps: [] });
  });

  it('stitches with gaps when enough are ready', () => {
    const decision = decideCut({ scenes: 4, minClips: 2 }, [ready(1), failed(2), failed(3), ready(4)]);
    expect(decision).toEqual({ kind: 'stitch', gaps: [gap(2), gap(3)] });
  });

  it('asks of a short film no more clips than it has scenes', () => {
    expect(decideCut({ scenes: 2, minClips: 3 }, [ready(1), ready(2)])).toMatchObject({ kind: 'stitch' });
  });

  it('makes no film of nothing, whatever the order says', () => {
    expect(decideCut({ scenes: 1, minClips: 0 }, [failed(1)])).toMatchObject({ kind: 'fail' });
  });

  it('fails with both counts and the first causes when too few are ready', () => {
    const clips = [failed(1), failed(2), ready(3), failed(4), failed(5)];
    const decision = decideCut({ scenes: 5, minClips: 2 }, clips);
    const cause = 'PROVIDER_REFUSED_CONTENT, no such thing';
    expect(decision).toEqual({
      kind: 'fail',
      gaps: [gap(1), gap(2), gap(4), gap(5)],
      error: {
        code: 'TOO_FEW_CLIPS',
        message: `1 of 5 clips are ready and at least 2 are needed (scene 1: ${cause}; scene 2: ${cause}; scene 4: ${cause}; and 1 more)`,
        details: { ready: 1, needed: 2, scenes: 5 },
      },
    });
  });

  it('says that the budget was the cause, with its sums and both counts', () => {
    const details = { currentUsd: '1.000000', estimateUsd: '0.500000', limitUsd: '1.200000' };
    const error = { code: 'BUDGET_EXCEEDED' as const, message: 'too much', details };
    expect(decideCut({ scenes: 2, minClips: 2 }, [ready(1), { ...failed(2), error }])).toMatchObject({
      kind: 'fail',
      error: { code: 'BUDGET_EXCEEDED', details: { ...details, ready: 1, needed: 2, scenes: 2 } },
    });
  });
});
