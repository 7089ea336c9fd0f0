import { describe, expect, it } from '@jest/globals';
import { parseArguments, UsageError } from './parse-arguments';

function faultsOf(argv: string[]): string[] {
  try {
    parseArguments(argv);
  } catch (error) {
    if (error instanceof UsageError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('parseArguments', () => {
  it('takes nothing at all', () => {
    expect(parseArguments([])).toEqual({ prompt: null, film: {}, dataDir: null, port: null, once: false, help: false });
  });

  it('reads a prompt and every option, in any order', () => {
    const film = '--scenes=12 --scene-seconds 3 --style anime --aspect-ratio 9:16 --resolution 360p'.split(' ');
    expect(parseArguments([...film, 'a fox', '--data', 'd', '--port', '9000', '--once'])).toEqual({
      prompt: 'a fox',
      film: { scenes: 12, sceneSeconds: 3, style: 'anime', aspectRatio: '9:16', resolution: '360p' },
      dataDir: 'd',
      port: 9000,
      once: true,
      help: false,
    });
  });

  it('takes what follows -- as the prompt', () => {
    expect(parseArguments(['--', '--once']).prompt).toBe('--once');
  });

  it.each([
    [['--scenes', '0'], '--scenes: must be a whole number from 1 to 60 (received "0")'],
    [['--scenes', '61'], '--scenes: must be a whole number from 1 to 60 (received "61")'],
    [['--scenes', '1e1'], '--scenes: must be a whole number from 1 to 60 (received "1e1")'],
    [['--scenes', '-3'], '--scenes: must be a whole number from 1 to 60 (received "-3")'],
    [['--scenes', '--once'], '--scenes: must be a whole number from 1 to 60 (received "--once")'],
    [['--scene-seconds', '2.5'], '--scene-seconds: must be a whole number from 3 to 15 (received "2.5")'],
    [['--aspect-ratio', '4:3'], '--aspect-ratio: must be one of 16:9, 9:16 (received "4:3")'],
    [['--port', '70000'], '--port: must be a whole number from 1 to 65535 (received "70000")'],
    [['--port'], '--port: needs a value'],
    [['--data='], '--data: needs a value'],
    [['--once=yes'], '--once: takes no value (received "yes")'],
    [['--scene', '3'], '--scene: there is no such argument; --help lists them'],
    [['--scenes', '3', '--scenes', '4'], '--scenes: may be given once'],
    [['a', 'fox'], 'prompt: must be one argument, put it in quotes (received 2: "a fox")'],
    [['   '], 'prompt: must be text of 1 to 8000 characters that are not all blank (received "   ")'],
  ])('refuses %j by argument, rule and value', (argv, fault) => {
    expect(faultsOf(argv)[0]).toBe(fault);
  });

  it('names the styles there are', () => {
    expect(faultsOf(['--style', 'baroque'])[0]).toMatch(
      /^--style: must be one of cinematic, .*\(received "baroque"\)$/,
    );
  });

  it('tells all faults at once', () => {
    expect(faultsOf(['--scenes', 'x', '--resolution', '8k', '--bogus'])).toHaveLength(3);
  });
});
