import type { ArtifactRef } from '../../../libs/shared/src/contracts/artifact.ts';
import type { AttemptRow, Books, CutRow, FilmRow, LedgerRow, OutboxRow, Purchase } from './books.ts';
import type { Row, Tables } from './read-tables.ts';
import type { StoreContents } from './read-store.ts';

const BUYERS = ['planner', 'keyframer', 'clipper'];
const SERVICES = ['gateway', ...BUYERS, 'stitcher'];

/** The simulator's books, as `GET /simulator/ledger` has them. */
export interface ProviderBooks {
  entries: { id: string; labels: Record<string, string>; status: string; costMicros: number }[];
  posts: Record<string, number>;
}

type OfTables = Omit<Books, 'mostInFlight' | 'limits' | 'unfinishedUploads' | 'temporaryFiles' | 'secretsSeen'>;

/** Pure: what the rows of all services, the provider and the store say, side by side. */
export function readBooks(tables: Tables, provider: ProviderBooks, store: StoreContents): OfTables {
  const attempts = BUYERS.flatMap((stage) =>
    tables.rows(stage, 'attempts').map((row) => toAttempt(stage, row, tables.nowMs)),
  );
  return {
    films: tables.rows('gateway', 'films').map((row) => toFilm(row, tables.rows('gateway', 'film_attempts'))),
    filmEvents: tables.rows('gateway', 'film_events').map(({ film_id: filmId, seq, event }) => ({
      filmId: String(filmId),
      seq: Number(seq),
      name: String((event as Row)['name']),
    })),
    attempts,
    ledger: BUYERS.flatMap((stage) => toLedger(stage, tables.rows(stage, 'ledger'), attempts)),
    allotments: BUYERS.flatMap((stage) =>
      tables.rows(stage, 'allotments').map((row) => ({
        stage,
        filmId: String(row['film_id']),
        revision: Number(row['revision']),
        limitMicros: Number(row['limit_micros']),
      })),
    ),
    outbox: SERVICES.flatMap((service) => inOrder(tables.rows(service, 'outbox')).map((row) => toOutbox(service, row))),
    cuts: tables.rows('stitcher', 'cuts').map((row) => toCut(row, tables.nowMs)),
    deadLetters: SERVICES.flatMap((service) =>
      tables.rows(service, 'dead_letters').map(({ reason }) => ({ service, reason: String(reason) })),
    ),
    purchases: provider.entries.map(toPurchase),
    posts: provider.posts,
    artifacts: listRefs(tables).map((ref) => ({ ref, found: store.objects.get(ref.key) ?? null })),
  };
}

function toFilm(row: Row, attempts: Row[]): FilmRow {
  const own = attempts.filter((attempt) => attempt['film_id'] === row['id']);
  const sum = (column: string): number => own.reduce((micros, attempt) => micros + Number(attempt[column]), 0);
  return {
    id: String(row['id']),
    status: String(row['status']),
    lastSeq: Number(row['last_seq']),
    capturedMicros: sum('captured_micros'),
    heldMicros: sum('held_micros'),
    parked: (row['parked'] as unknown[]).length,
    error: row['error'] === null && row['status'] === 'succeeded' ? null : JSON.stringify([row['error'], row['gaps']]),
  };
}

function toAttempt(stage: string, row: Row, nowMs: number): AttemptRow {
  return {
    stage,
    id: String(row['id']),
    filmId: String(row['film_id']),
    revision: Number(row['revision']),
    unit: `${String(row['unit_kind'])}-${String(row['unit_n'])}`,
    number: Number(row['number']),
    status: row['status'] as AttemptRow['status'],
    priceMicros: Number(row['price_micros']),
    capturedMicros: Number(row['captured_micros']),
    operationId: row['operation_id'] as string | null,
    createdAtMs: toMs(row['created_at']) ?? 0,
    finishedAtMs: toMs(row['finished_at']),
    leaseLeftMs: leftOf(row, nowMs),
  };
}

function toLedger(stage: string, rows: Row[], attempts: AttemptRow[]): LedgerRow[] {
  const revisions = new Map(attempts.map(({ id, revision }) => [id, revision]));
  return inOrder(rows).map((row) => ({
    stage,
    attemptId: String(row['attempt_id']),
    filmId: String(row['film_id']),
    revision: revisions.get(String(row['attempt_id'])) ?? 0,
    change: row['change'] as LedgerRow['change'],
    micros: Number(row['micros']),
  }));
}

function toOutbox(service: string, row: Row): OutboxRow {
  const { data } = row['envelope'] as { data: Row };
  return { service, name: String(row['name']), filmId: String(row['film_id']), data, isSent: row['sent_at'] !== null };
}

function toCut(row: Row, nowMs: number): CutRow {
  return { filmId: String(row['film_id']), status: String(row['status']), leaseLeftMs: leftOf(row, nowMs) };
}

function toPurchase({ id, labels, status, costMicros }: ProviderBooks['entries'][number]): Purchase {
  const { film = '', unit = '', attempt = '' } = labels;
  return { id, filmId: film, unit, attemptId: attempt, status, costMicros };
}

function listRefs(tables: Tables): ArtifactRef[] {
  const stored = BUYERS.flatMap((stage) => tables.rows(stage, 'attempts')).filter(({ status }) => status === 'stored');
  const cuts = tables.rows('stitcher', 'cuts').filter(({ status }) => status === 'ready');
  const films = tables.rows('gateway', 'films');
  const takes = tables.rows('clipper', 'takes');
  const refs = [
    ...stored.map(({ artifact }) => artifact),
    ...takes.map(({ facts }) => (facts as { sound?: ArtifactRef } | null)?.sound),
    ...[...cuts, ...films].flatMap(({ video, poster }) => [video, poster]),
  ];
  return refs.filter((ref) => ref !== null && ref !== undefined) as ArtifactRef[];
}

function inOrder(rows: Row[]): Row[] {
  return rows.toSorted((a, b) => Number(a['id']) - Number(b['id']));
}

function leftOf(row: Row, nowMs: number): number | null {
  const untilMs = toMs(row['lease_until']);
  return untilMs === null ? null : Math.round(untilMs - nowMs);
}

function toMs(time: unknown): number | null {
  return typeof time === 'string' ? Date.parse(time) : null;
}
