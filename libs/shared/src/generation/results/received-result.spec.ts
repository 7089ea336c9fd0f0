import { access, readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { AnsweredResult } from './received-result';

it('makes a file of what came in an answer for whoever needs one, and takes it away with the result', async () => {
  const paths: string[] = [];
  {
    await using result = new AnsweredResult(Buffer.from('a video'));
    paths.push(await result.toFile(), await result.toFile());
    expect(await readFile(paths[1] ?? '', 'utf8')).toBe('a video');
  }
  expect(new Set(paths).size).toBe(1);
  await expect(access(paths[0] ?? '')).rejects.toThrow('ENOENT');
});
