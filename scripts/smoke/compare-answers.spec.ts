import { describe, expect, it } from '@jest/globals';
import { compareAnswers } from './compare-answers.ts';

const answer = (body: unknown, request = 'POST /v1/videos', status = 200) => ({ request, status, body });

describe('compareAnswers', () => {
  it('finds answers of one shape alike, whatever is in them', () => {
    const real = [answer({ id: 'a', parts: [{ n: 1 }, { n: 2 }] })];
    expect(compareAnswers(real, [answer({ id: 'b', parts: [{ n: 3 }] })])).toEqual([]);
  });

  it('names what only one of them has, by its place', () => {
    const real = [answer({ id: 'a', usage: { tokens: 1 } })];
    expect(compareAnswers(real, [answer({ id: null })])).toEqual([
      '  only the provider: POST /v1/videos → 200 id: string',
      '  only the provider: POST /v1/videos → 200 usage.tokens: number',
      '  only the simulator: POST /v1/videos → 200 id: null',
    ]);
  });

  it('takes the last of several answers to one call', () => {
    const polls = [answer({ status: 'running' }, 'GET /v1/videos/{id}'), answer({ url: 'u' }, 'GET /v1/videos/{id}')];
    expect(compareAnswers(polls, polls.slice(1))).toEqual([]);
  });
});
