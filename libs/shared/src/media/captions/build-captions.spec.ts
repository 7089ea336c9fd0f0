import { describe, expect, it } from '@jest/globals';
import { buildTimeline } from '../film-timeline';
import { buildSrt, buildVtt, toTime } from './build-captions';
import { buildCues } from './build-cues';
import type { CaptionLine } from './caption-line';

const timeline = buildTimeline(
  [1, 2].map((n) => ({ scene: { n, seconds: 4, join: { kind: 'cut', seconds: 0 } }, sourceFrames: 96 })),
  '24/1',
);
const cuesOf = (...lines: CaptionLine[]) => buildCues(timeline, [{ n: 2, lines }]);

describe('buildCues', () => {
  it.each<[string, CaptionLine[], [number, number][]]>([
    ['one line lasts as long as its scene', [{ text: 'Yes.' }], [[4, 8]]],
    [
      'lines share a scene by their length',
      [{ text: 'ab' }, { text: 'abcdef' }],
      [
        [4, 5],
        [5, 8],
      ],
    ],
    ['times are those of the scene', [{ text: 'a', startSeconds: 1, endSeconds: 2.5 }], [[5, 6.5]]],
    ['no line outlasts its scene', [{ text: 'a', startSeconds: 3, endSeconds: 30 }], [[7, 8]]],
    ['no line is too short to be seen', [{ text: 'a', startSeconds: 1, endSeconds: 1 }], [[5, 5.5]]],
    [
      'no two lines are there at once',
      [
        { text: 'a', startSeconds: 0, endSeconds: 3 },
        { text: 'b', startSeconds: 2, endSeconds: 4 },
      ],
      [
        [4, 6],
        [6, 8],
      ],
    ],
    ['an empty line is none', [{ text: ' ' }], []],
  ])('%s', (_, lines, times) => {
    expect(cuesOf(...lines).map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds])).toEqual(times);
  });
});

describe('the files of captions', () => {
  const cues = cuesOf({ speaker: 'Ada', text: '1 < 2\n\n00:00:00.000 --> {\\b1}' });

  it('hold text and never commands', () => {
    expect(buildVtt(cues)).toBe('WEBVTT\n\n00:00:04.000 --> 00:00:08.000\nAda: 1 &lt; 2 00:00:00.000 --&gt; {\\b1}\n');
    expect(buildSrt(cues)).toBe('1\n00:00:04,000 --> 00:00:08,000\nAda: 1 ‹ 2 00:00:00.000 → (\\b1)\n');
  });

  it('tell hours and thousandths', () => {
    expect(toTime(3_723.0049, '.')).toBe('01:02:03.005');
    expect(toTime(0.9996, ',')).toBe('00:00:01,000');
  });
});
