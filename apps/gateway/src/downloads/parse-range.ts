import type { ByteRange } from '@shared/artifacts/artifact-store';

export type RangeWish = { kind: 'whole' } | { kind: 'part'; range: Required<ByteRange> } | { kind: 'unsatisfiable' };

const WHOLE: RangeWish = { kind: 'whole' };

/** What a Range header asks of so many bytes. Several ranges and what is no range are ignored, as RFC 9110 allows. */
export function parseRange(header: string | undefined, totalBytes: number): RangeWish {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  if (!match) return WHOLE;
  const [, first = '', last = ''] = match;
  if (first === '') return last === '' ? WHOLE : lastBytes(Number(last), totalBytes);
  const start = Number(first);
  const end = last === '' ? totalBytes - 1 : Math.min(Number(last), totalBytes - 1);
  if (last !== '' && Number(last) < start) return WHOLE;
  return start < totalBytes ? { kind: 'part', range: { start, end } } : { kind: 'unsatisfiable' };
}

function lastBytes(count: number, totalBytes: number): RangeWish {
  if (count === 0 || totalBytes === 0) return { kind: 'unsatisfiable' };
  return { kind: 'part', range: { start: Math.max(0, totalBytes - count), end: totalBytes - 1 } };
}
