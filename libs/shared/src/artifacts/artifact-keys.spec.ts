import { describe, expect, it } from '@jest/globals';
import { artifactKeys } from './artifact-keys';
import { throwOnBadKey } from './throw-on-bad-key';

const owner = { tenantId: 'tnt_1', filmId: 'film_2' };

describe('artifactKeys', () => {
  it.each([
    [artifactKeys.film(owner), 't/tnt_1/films/film_2'],
    [artifactKeys.order(owner), 't/tnt_1/films/film_2/orders/film_2.json'],
    [artifactKeys.storyboard(owner, 'att_3'), 't/tnt_1/films/film_2/storyboard/att_3.json'],
    [artifactKeys.keyframe(owner, 'att_3'), 't/tnt_1/films/film_2/keyframes/att_3.png'],
    [artifactKeys.clip(owner, 'att_3'), 't/tnt_1/films/film_2/clips/att_3.mp4'],
    [artifactKeys.cut(owner, 'cut_4'), 't/tnt_1/films/film_2/cuts/cut_4.mp4'],
    [artifactKeys.poster(owner, 'cut_4'), 't/tnt_1/films/film_2/cuts/cut_4.jpg'],
  ])('builds %s', (key, expected) => {
    expect(key).toBe(expected);
    expect(() => {
      throwOnBadKey(key);
    }).not.toThrow();
  });

  it.each(['', '..', 'a/b', 'a.b', 'a\nb'])('refuses the id %j, which could leave its folder', (id) => {
    expect(() => artifactKeys.clip({ ...owner, tenantId: id }, 'att_3')).toThrow('artifact key');
    expect(() => artifactKeys.clip(owner, id)).toThrow('artifact key');
  });
});
