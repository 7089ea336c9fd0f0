import { describe, expect, it } from '@jest/globals';
import { filmFileName } from './film-file-name';

describe('filmFileName', () => {
  it.each([
    ['The Fox & the Moon!', 'the-fox-the-moon-film_1.mp4'],
    ['../../etc/passwd', 'etc-passwd-film_1.mp4'],
    ['Été à Łódź', 'ete-a-łodz-film_1.mp4'],
    ['狐と月', '狐と月-film_1.mp4'],
    ['…', 'film-film_1.mp4'],
    [null, 'film-film_1.mp4'],
  ])('of %j is %s', (title, name) => {
    expect(filmFileName({ id: 'film_1', title })).toBe(name);
  });

  it('is short enough for every file system, whatever the script', () => {
    expect(Buffer.byteLength(filmFileName({ id: 'film_1', title: '狐'.repeat(120) }))).toBeLessThan(255);
  });
});
