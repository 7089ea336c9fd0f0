import { decodeTime } from 'ulid';

/** When an attempt was planned: its id says it. Of one that does not, the beginning of time. */
export function plannedAt(attemptId: string): Date {
  try {
    return new Date(decodeTime(attemptId.replace(/^att_/, '').toUpperCase()));
  } catch {
    return new Date(0);
  }
}
