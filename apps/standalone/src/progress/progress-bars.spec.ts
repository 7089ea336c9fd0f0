import { describe, expect, it } from '@jest/globals';
import { aFilm } from '../../test/a-film';
import { buildBar, buildProgressBars } from './progress-bars';

const PROGRESS = {
  storyboard: { total: 1, done: 1 },
  keyframes: { total: 6, done: 3, running: 1 },
  clips: { total: 4, failed: 1 },
};

function draw(width: number, isSimulated = true): string[] {
  return buildProgressBars(aFilm({ title: 'The Fox', progress: PROGRESS }), { width, elapsedMs: 65_400, isSimulated });
}

describe('buildProgressBars', () => {
  it('draws a bar for each stage between the title and the time', () => {
    expect(draw(48)).toEqual([
      '  The Fox · 4 × 4 s, cinematic, 720p',
      '  storyboard  ████████████  1/1',
      '  keyframes   ██████▒▒░░░░  3/6 1 running',
      '  clips       ×××░░░░░░░░░  0/4 1 failed',
      '  cut         ░░░░░░░░░░░░  0/?',
      '  1:05 · simulated, costs nothing',
    ]);
  });

  it('says what was spent, and what may be, where it is real money', () => {
    expect(draw(80, false).at(-1)).toBe('  1:05 · $1.25 of at most $25.00');
  });

  it.each([20, 40, 80, 200])('stays within %d columns, or a line would wrap and be left behind', (width) => {
    for (const line of draw(width)) expect(line.length).toBeLessThan(width);
  });
});

describe('buildBar', () => {
  it.each([
    [{ total: 0, done: 0, running: 0, failed: 0 }, '░░░░░░░░'],
    [{ total: 3, done: 1, running: 1, failed: 1 }, '███××▒▒▒'],
    [{ total: 60, done: 59, running: 1, failed: 0 }, '████████'],
    [{ total: 4, done: 4, running: 0, failed: 0 }, '████████'],
  ])('of %j is always as wide as asked', (progress, bar) => {
    expect(buildBar(progress, 8)).toBe(bar);
  });
});
