import type { EventData, FilmEvent } from '@shared/contracts/events';
import { isFinal } from '@shared/contracts/film';
import type { FilmAttemptEntity } from './film-attempt.entity';
import type { FilmRecord } from './film-record';
import { beginFilm, type FilmStep } from './film-steps';

const STARTED = {
  storyboard: 'storyboard.started',
  keyframe: 'keyframe.started',
  clip: 'clip.started',
  cut: 'cut.started',
  'keyframe-prompt': 'prompt.started',
  'clip-prompt': 'prompt.started',
  'redrawn-keyframe': 'keyframe.started',
} as const;

export function submitAttempt(record: FilmRecord, { data, occurredAt }: FilmEvent<'attempt.submitted'>): FilmStep[] {
  const known = record.attempts.find(({ id }) => id === data.attemptId);
  if (known) return known.revision < data.revision ? carryOver(record, known, data) : [];
  const attempt: FilmAttemptEntity = {
    ...toAttemptFacts(record, data),
    operationId: data.operationId ?? null,
    outcome: null,
    priceMicros: data.heldMicros,
    heldMicros: data.heldMicros,
    capturedMicros: 0,
    error: null,
    submittedAt: new Date(occurredAt),
    settledAt: null,
  };
  const name = STARTED[data.unit.kind];
  return [{ name, record: begun({ ...record, attempts: [...record.attempts, attempt] }, data.revision) }];
}

// It was begun for an older revision, and this one needs the very same.
function carryOver(
  record: FilmRecord,
  known: FilmAttemptEntity,
  { revision, unit }: EventData<'attempt.submitted'>,
): FilmStep[] {
  const attempt = { ...known, revision, unitKind: unit.kind, unitN: unit.n };
  const attempts = record.attempts.map((other) => (other === known ? attempt : other));
  return [{ name: STARTED[unit.kind], record: begun({ ...record, attempts }, revision) }];
}

export function settleAttempt(record: FilmRecord, { data, occurredAt }: FilmEvent<'attempt.settled'>): FilmStep[] {
  const settledAt = new Date(occurredAt);
  const known = record.attempts.find(({ id }) => id === data.attemptId);
  if (known && !isNews(known, data, settledAt)) return [];
  const { outcome, heldMicros, capturedMicros, error } = data;
  const attempt: FilmAttemptEntity = {
    ...toAttemptFacts(record, data),
    operationId: data.operationId ?? known?.operationId ?? null,
    priceMicros: known?.priceMicros ?? null,
    submittedAt: known?.submittedAt ?? null,
    outcome,
    heldMicros,
    capturedMicros,
    error,
    settledAt,
  };
  const attempts = record.attempts.filter(({ id }) => id !== data.attemptId);
  return [{ name: 'cost.updated', record: begun({ ...record, attempts: [...attempts, attempt] }, data.revision) }];
}

/** Still to be replaced by what is known in the end; the earlier in this list, the less is known. */
const PROVISIONAL: readonly string[] = ['unknown', 'overdue'];

// What is known in the end replaces what was not, never the other way about; of two ends the later one counts.
function isNews(known: FilmAttemptEntity, settled: EventData<'attempt.settled'>, settledAt: Date): boolean {
  if (known.outcome === null || known.settledAt === null) return true;
  if (known.outcome === settled.outcome) return settledAt > known.settledAt && differs(known, settled);
  const [before, after] = [PROVISIONAL.indexOf(known.outcome), PROVISIONAL.indexOf(settled.outcome)];
  if (before >= 0 || after >= 0) return before >= 0 && (after < 0 || after > before);
  return settledAt > known.settledAt;
}

function differs(known: FilmAttemptEntity, { heldMicros, capturedMicros }: EventData<'attempt.settled'>): boolean {
  return known.heldMicros !== heldMicros || known.capturedMicros !== capturedMicros;
}

function toAttemptFacts({ film }: FilmRecord, data: EventData<'attempt.submitted' | 'attempt.settled'>) {
  const { attemptId, revision, unit, number, provider, model } = data;
  return { filmId: film.id, id: attemptId, revision, unitKind: unit.kind, unitN: unit.n, number, provider, model };
}

// Money is counted after the end as well, but a film does not begin again; and an older revision's end begins no newer one.
function begun(record: FilmRecord, revision: number): FilmRecord {
  const isOver = isFinal(record.film.status) || revision < record.film.revision;
  return isOver ? record : beginFilm(record);
}
