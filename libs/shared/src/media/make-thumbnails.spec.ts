import { describe, expect, it } from '@jest/globals';
import { chooseMoments } from './make-preview';
import { buildThumbnailVtt, planThumbnails } from './make-thumbnails';

describe('planThumbnails', () => {
  it.each([
    [0.5, { stepSeconds: 1, count: 1, columns: 1, rows: 1 }],
    [12, { stepSeconds: 1, count: 12, columns: 10, rows: 2 }],
    [480, { stepSeconds: 5, count: 96, columns: 10, rows: 10 }],
  ])('takes at most a hundred of %d seconds', (seconds, plan) => {
    expect(planThumbnails(seconds)).toEqual(plan);
  });
});

describe('buildThumbnailVtt', () => {
  it('says which part of the picture belongs to which seconds, to the end of the film', () => {
    const sprite = { width: 1600, height: 180 };
    const vtt = buildThumbnailVtt(planThumbnails(11.5), { seconds: 11.5, spriteName: 's.jpg', sprite });
    const cues = vtt.split('\n\n');
    expect(cues[0]).toBe('WEBVTT');
    expect(cues[1]).toBe('00:00:00.000 --> 00:00:01.000\ns.jpg#xywh=0,0,160,90');
    expect(cues.at(-1)).toBe('00:00:11.000 --> 00:00:11.500\ns.jpg#xywh=160,90,160,90\n');
  });
});

describe('chooseMoments', () => {
  it('shows a short film whole and of a long one a second of each sixth', () => {
    expect(chooseMoments(4)).toEqual({ startsAt: [0], momentSeconds: 4 });
    expect(chooseMoments(60)).toEqual({ startsAt: [4.5, 14.5, 24.5, 34.5, 44.5, 54.5], momentSeconds: 1 });
  });
});
