import { describe, expect, it } from '@jest/globals';
import { parsePostmasterFile } from './postmaster-file.ts';

describe('parsePostmasterFile', () => {
  it.each([
    [
      'a running server',
      '4711\n/data\n1790000000\n5544\n/data\n127.0.0.1\n  1234  5\nready   \n',
      { pid: 4711, port: 5544, socketDir: '/data' },
    ],
    [
      'a running server without a socket file',
      '4711\n/data\n1790000000\n5544\n\n127.0.0.1\n  1234  5\nready   \n',
      { pid: 4711, port: 5544, socketDir: null },
    ],
    ['a server that is starting', '4711\n/data\n1790000000\n5544\n', { pid: 4711, port: 5544, socketDir: null }],
    ['a file cut short', '4711\n/data\n', null],
    ['a process in single-user mode, which has a negative pid', '-4711\n/data\n1790000000\n0\n', null],
    ['an empty file', '', null],
  ])('reads %s', (_, text, expected) => {
    expect(parsePostmasterFile(text)).toEqual(expected);
  });
});
