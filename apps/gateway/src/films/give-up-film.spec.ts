import { describe, expect, it } from '@jest/globals';
import { buildEvent, type FilmEvent } from '@shared/contracts/events';
import type { FilmStatus } from '@shared/contracts/film';
import { aFilm, FILM_ID } from '../../test/film-builders';
import { patchFilm } from './film-steps';
import { giveUpFilm } from './give-up-film';

function aSetback(revision = 1): FilmEvent<'event.set-aside'> {
  const data = { revision, service: 'stitcher', name: 'clip.ready', eventId: 'evt_1', times: 7 } as const;
  const statement = { name: 'event.set-aside', source: 'stitcher', tenantId: 't', filmId: FILM_ID, data } as const;
  return buildEvent(statement, new Date('2026-01-02T00:00:00Z'));
}

const aFilmThatIs = (status: FilmStatus) => ({ ...aFilm(), film: { ...aFilm().film, status } });

describe('giveUpFilm', () => {
  it.each<FilmStatus>(['queued', 'running', 'waiting', 'cancelling'])(
    'ends a %s film and says where to look',
    (status) => {
      const [step] = giveUpFilm(aFilmThatIs(status), aSetback());
      expect(step).toMatchObject({
        name: 'film.failed',
        record: {
          film: {
            status: 'failed',
            finishedAt: new Date('2026-01-02T00:00:00Z'),
            error: {
              code: 'INTERNAL',
              message:
                'The stitcher could not take in clip.ready, which it was told 7 times; its dead letter evt_1 says why',
            },
          },
        },
      });
    },
  );

  it.each<FilmStatus>(['succeeded', 'partial', 'failed', 'cancelled'])('leaves a %s film as it is', (status) => {
    expect(giveUpFilm(aFilmThatIs(status), aSetback())).toEqual([]);
  });

  it('does not end a revision for what was said of an older one', () => {
    const record = patchFilm(aFilmThatIs('running'), { revision: 2 });
    expect(giveUpFilm(record, aSetback(1))).toEqual([]);
    expect(giveUpFilm(record, aSetback(2))).toHaveLength(1);
  });
});
