import { describe, expect, it } from '@jest/globals';
import { readPngNote, writePngNote } from './png-note';
import { renderSvg } from './render-svg';

describe('png note', () => {
  it('is read back from the picture it was written to', async () => {
    const png = await renderSvg(
      '<rect width="1" height="1"/>',
      { x: 0, y: 0, width: 1, height: 1 },
      { width: 2, height: 2 },
    );
    expect(readPngNote(writePngNote(png, { place: 'sea · ü' }))).toEqual({ place: 'sea · ü' });
    expect(readPngNote(png)).toBeNull();
  });

  it('is absent from what is no PNG', () => {
    expect(readPngNote(Buffer.from('no picture'))).toBeNull();
  });
});
