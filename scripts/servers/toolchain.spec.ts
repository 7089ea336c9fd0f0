import { describe, expect, it } from '@jest/globals';
import { isGoAtLeast, parseJavaMajor } from './toolchain.ts';

describe('parseJavaMajor', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['openjdk version "21" 2023-09-19', 21],
    ['java version "1.8.0_392"', 8],
    ['sh: 1: java: not found', 0],
  ])('reads %s', (text, major) => {
    expect(parseJavaMajor(text)).toBe(major);
  });
});

describe('isGoAtLeast', () => {
  it.each([
    ['go version go1.26.8 linux/amd64', true],
    ['go version go1.24rc1 linux/amd64', true],
    ['go version go1.19.8 linux/amd64', false],
    ['go version go2.0 linux/amd64', true],
    ['', false],
  ])('judges "%s" against 1.24', (text, expected) => {
    expect(isGoAtLeast(text, 1.24)).toBe(expected);
  });
});
