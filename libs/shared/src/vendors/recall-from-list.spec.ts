import { describe, expect, it } from '@jest/globals';
import { newId } from '@shared/contracts/ids';
import { type ListPage, recallFromList } from './recall-from-list';

const attempt = newId('att');
const HOUR_MS = 3_600_000;

function aPage(attempts: (string | null | undefined)[], { next = null as string | null, ageMs = 0 } = {}): ListPage {
  const createdAt = new Date(Date.now() - ageMs);
  return { next, entries: attempts.map((attemptId, i) => ({ operationId: `op_${i}`, attemptId, createdAt })) };
}

const old = aPage(['att_old'], { next: 'older', ageMs: HOUR_MS });

describe('recallFromList', () => {
  it.each([
    ['the one entry that is ours', [aPage([null, attempt])], { kind: 'accepted', operationId: 'op_1' }],
    ['nothing in an empty list', [aPage([])], { kind: 'never-accepted' }],
    ['nothing among others', [aPage(['att_other', null])], { kind: 'never-accepted' }],
    ['no proof where an entry does not show whose it is', [aPage([undefined])], { kind: 'cannot-tell' }],
    ['the one that is ours among those that do not show it', [aPage([undefined, attempt])], { kind: 'accepted' }],
    ['no evidence in two entries', [aPage([attempt, attempt])], { kind: 'cannot-tell' }],
    ['an entry on a later page', [aPage([null], { next: '2' }), aPage([attempt])], { kind: 'accepted' }],
    ['an end where all is older than the attempt', [old], { kind: 'never-accepted' }],
    ['no evidence in a list without end', [aPage([null], { next: 'more' })], { kind: 'cannot-tell' }],
  ])('finds %s', async (_, pages, expected) => {
    let asked = 0;
    const recollection = await recallFromList(attempt, async () => pages[Math.min(asked++, pages.length - 1)] ?? old);
    expect(recollection).toMatchObject(expected);
  });
});
