import { describe, expect, it } from '@jest/globals';
import { buildMovieHeader } from './build-movie-header';
import type { FilmTrack } from './film-track';

const track = (handler: 'vide' | 'soun', timescale: number, seconds: number): FilmTrack => ({
  ...{ handler, timescale, descriptions: [], samples: [], skip: 0, length: seconds * timescale },
  size: { width: 640, height: 360 },
});

/** Seconds by the box of that name: its unit comes from the film's header. */
function secondsIn(header: Buffer, name: string, offset: number): number {
  const unit = header.readUInt32BE(header.indexOf('mvhd') + 16);
  return header.readUInt32BE(header.indexOf(name) + offset) / unit;
}

describe('buildMovieHeader', () => {
  it.each([
    ['24 frames a second', 10_008],
    ['29.97 frames a second', 30_000],
    ['60 frames a second', 60_000],
  ])('tells the length of fifteen minutes at %s', (_, timescale) => {
    const tracks = [track('vide', timescale, 900), track('soun', 48_000, 900)];
    const header = buildMovieHeader(tracks.map((each) => ({ track: each, chunks: [] })));
    expect(secondsIn(header, 'mvhd', 20)).toBe(900);
    expect(secondsIn(header, 'tkhd', 24)).toBe(900);
    expect(secondsIn(header, 'elst', 12)).toBe(900);
  });
});
