import { describe, expect, it } from '@jest/globals';
import { runRecorded } from '../test/run-recorded';

describe('the command line', () => {
  it.each([
    ['no command', [], 2, /order a film/],
    ['help', ['help'], 0, /Exit codes: 0 done/],
    ['help of a command', ['create', '--help'], 0, /reelwright create/],
  ])('answers %s', async (_, args, code, text) => {
    const recorded = await runRecorded(args);
    expect(recorded.code).toBe(code);
    expect(recorded.out).toMatch(text);
  });

  it.each([
    ['an unknown command', ['paint'], /no command "paint"/],
    ['an unknown option', ['list', '--colour', 'red'], /Unknown option '--colour'/],
    ['a missing prompt', ['create'], /exactly one prompt/],
    ['a prompt without quotes', ['create', 'a', 'lighthouse'], /exactly one prompt .* not 2/],
    ['a number that is none', ['create', 'x', '--scenes', 'six'], /--scenes takes a number, not "six"/],
    ['metadata without a value', ['create', 'x', '--metadata', 'k'], /key=value/],
    ['a storyboard that is not there', ['create', '--storyboard', '/nowhere.json'], /Cannot read the storyboard/],
    ['a bad address', ['list', '--api', 'nowhere'], /no address of an API/],
    ['a bad timeout', ['create', 'x', '--timeout', '0'], /--timeout takes seconds/],
    ['a cut that is as before', ['recut', 'film_1'], /Say what is to change/],
    ['a transition without a scene', ['recut', 'film_1', '--transition', 'fade'], /--transition takes .*2=fade/],
    ['a level of no music', ['recut', 'film_1', '--music-gain=-6'], /for the music that --music names/],
    ['music that is not there', ['recut', 'film_1', '--music', '/nowhere.mp3'], /Cannot read the music/],
    ['a missing id', ['status'], /exactly one film id/],
  ])('refuses %s with exit code 2', async (_, args, text) => {
    const { code, err } = await runRecorded(args);
    expect(err).toMatch(text);
    expect(code).toBe(2);
  });

  it('says what to do when nobody answers', async () => {
    const { code, err } = await runRecorded(['list']);
    expect(code).toBe(4);
    expect(err).toMatch(/Cannot reach the API at http:\/\/127\.0\.0\.1:9.*\nIs it running\? `npm start`/);
  });
});
