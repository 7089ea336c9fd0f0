import { describe, expect, it } from '@jest/globals';
import { buildTimeline, type JoinKind } from '../film-timeline';
import { buildSoundCells, countPackets } from './sound-cells';

const timelineOf = (frames: number[], kind: JoinKind = 'continue') =>
  buildTimeline(
    frames.map((sourceFrames, index) => ({
      scene: { n: index + 1, seconds: 8, join: { kind, seconds: 0.5 } },
      sourceFrames,
    })),
    '24/1',
  );

describe('buildSoundCells', () => {
  it.each<[string, number[], JoinKind]>([
    ['long scenes', [192, 192, 192], 'continue'],
    ['crossfades', [192, 96, 192], 'crossfade'],
    ['scenes too short to have an inside', [192, 3, 2, 192], 'cut'],
    ['one frame', [1], 'cut'],
  ])('holds every packet of a film once: %s', (_, frames, kind) => {
    const timeline = timelineOf(frames, kind);
    for (const music of [null, 'song']) {
      const cells = buildSoundCells(timeline, music);
      expect(cells[0]?.first).toBe(0);
      expect(cells.at(-1)?.end).toBe(countPackets(timeline));
      for (const [index, cell] of cells.entries()) expect(cell.first).toBe(cells[index - 1]?.end ?? 0);
    }
  });

  it('needs one scene for most of its sound, and two only around a join', () => {
    const cells = buildSoundCells(timelineOf([192, 192, 192]), null);
    const alone = cells.filter(({ needs }) => needs.length === 1);
    const share = alone.reduce((sum, { first, end }) => sum + end - first, 0) / (cells.at(-1)?.end ?? 1);
    expect(share).toBeGreaterThan(0.95);
    expect(new Set(cells.map(({ needs }) => needs.join()))).toEqual(new Set(['1', '1,2', '2', '2,3', '3']));
  });

  it('has the same key for the same sound, and another when a neighbour or the music is another', () => {
    const keys = (frames: number[], music: string | null) =>
      buildSoundCells(timelineOf(frames), music).map(({ key }) => key);
    const before = keys([192, 192, 192], null);
    expect(keys([192, 192, 192], null)).toEqual(before);
    expect(keys([192, 192, 97], null).slice(0, 3)).toEqual(before.slice(0, 3));
    expect(before).not.toEqual(expect.arrayContaining(keys([191, 192, 192], null).slice(-2)));
    expect(keys([192, 192, 192], 'a')).not.toEqual(keys([192, 192, 192], 'b'));
    // Music knows of the film's end only where it is faded out.
    const underMusic = keys([192, 192, 192], 'a');
    expect(keys([192, 192, 100], 'a').slice(0, 2)).toEqual(underMusic.slice(0, 2));
    expect(keys([192, 192, 191], 'a').at(-1)).not.toBe(underMusic.at(-1));
  });
});
