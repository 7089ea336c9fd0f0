import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildTimeline, JOIN_KINDS } from '../film-timeline';
import { buildSrt, buildVtt, toTime } from './build-captions';
import { buildCues } from './build-cues';
import type { CaptionLine } from './caption-line';

const timeline = buildTimeline(
  [1, 2].map((n) => ({ scene: { n, seconds: 4, join: { kind: 'cut', seconds: 0 } }, sourceFrames: 96 })),
  '24/1',
);
const PLACE = { min: 0, max: 20, noNaN: true };
const isSaid = ({ text }: CaptionLine) => text.trim() !== '';
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
    [
      'two short last lines begin one after the other',
      [{ text: 'x'.repeat(98) }, { text: 'a' }, { text: 'b' }],
      [
        [4, 7],
        [7, 7.5],
        [7.5, 8],
      ],
    ],
    [
      'lines that are to begin at once begin one after the other',
      [
        { text: 'a', startSeconds: 1, endSeconds: 2 },
        { text: 'b', startSeconds: 1, endSeconds: 2 },
      ],
      [
        [5, 5.5],
        [5.5, 6],
      ],
    ],
    [
      'a line that begins before the one named before it comes first',
      [
        { text: 'a', startSeconds: 2, endSeconds: 3 },
        { text: 'b', startSeconds: 0, endSeconds: 1 },
      ],
      [
        [4, 5],
        [6, 7],
      ],
    ],
    [
      'more lines than can be read share the scene',
      Array.from({ length: 16 }, () => ({ text: 'a', startSeconds: 3 })),
      Array.from({ length: 16 }, (_, i): [number, number] => [4 + i / 4, 4.25 + i / 4]),
    ],
    ['an empty line is none', [{ text: ' ' }], []],
  ])('%s', (_, lines, times) => {
    expect(cuesOf(...lines).map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds])).toEqual(times);
  });
});

const aLine = fc.record(
  { text: fc.string({ minLength: 1, maxLength: 90 }), startSeconds: fc.double(PLACE), endSeconds: fc.double(PLACE) },
  { requiredKeys: ['text'] },
);
const aScene = fc.record({
  seconds: fc.integer({ min: 3, max: 15 }),
  kind: fc.constantFrom(...JOIN_KINDS),
  joinSeconds: fc.double({ min: 0.1, max: 1.4, noNaN: true }),
  lines: fc.array(aLine, { maxLength: 8 }),
});

describe('the cues of any film', () => {
  it('lie each within its scene, and begin after the one before them has ended', () => {
    fc.assert(
      fc.property(fc.array(aScene, { minLength: 1, maxLength: 6 }), (scenes) => {
        const film = buildTimeline(
          scenes.map(({ seconds, kind, joinSeconds }, i) => ({
            scene: { n: i + 1, seconds, join: { kind, seconds: joinSeconds } },
            sourceFrames: seconds * 24,
          })),
          '24/1',
        );
        const spoken = scenes.map(({ lines }, i) => ({ n: i + 1, lines }));
        const cues = buildCues(film, spoken);
        expect(cues).toHaveLength(scenes.flatMap(({ lines }) => lines.filter(isSaid)).length);
        let last = 0;
        for (const { startSeconds, seconds, n } of film.scenes) {
          const own = cues.splice(0, (spoken[n - 1]?.lines ?? []).filter(isSaid).length);
          for (const cue of own) {
            const [start, end] = [cue.startSeconds, cue.endSeconds].map((time) => Math.round(time * 1000));
            expect(start).toBeGreaterThanOrEqual(Math.max(last, Math.round(startSeconds * 1000)));
            expect(end).toBeGreaterThan(start ?? Infinity);
            expect(end).toBeLessThanOrEqual(Math.round((startSeconds + seconds) * 1000));
            last = end ?? 0;
          }
        }
      }),
    );
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
