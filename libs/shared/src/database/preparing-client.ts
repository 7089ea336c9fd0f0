import { Client, type ClientConfig, type DatabaseError, type QueryConfig } from 'pg';

type AnyQuery = (...args: unknown[]) => unknown;
type TimedQuery = QueryConfig & { query_timeout: number };

/**
 * Each connection keeps what it has prepared, so it is bounded. All services together say about 130 different things in so few
 * words, and some of them for so many rows; what comes beyond is sent whole each time.
 */
const MOST_STATEMENTS = 500;
/** What is longer writes many rows at once, hardly ever as many again, and its plan would take more room than all others. */
const MOST_CHARACTERS = 2_500;
const STATEMENT_GONE = '26000';
const names = new Map<string, string>();

/** Longer than the database lets a statement take: who is not answered by then has lost the connection and was not told. */
const ANSWER_TIMEOUT_MS = 60_000;
const ENDS_OF_TRANSACTIONS = ['START TRANSACTION', 'COMMIT', 'ROLLBACK'];

/**
 * Has the database parse and plan each statement with values once for each connection: of a short statement that is half the
 * time. A new column does no harm to those that name theirs; what a statement returns must not change under it, so none says `*`.
 *
 * What is said before an answer is there does not wait for it, and what is said in one moment goes in one piece.
 */
export class PreparingClient extends Client {
  private isGathering = false;

  constructor(config?: ClientConfig) {
    super({ ...config, pipeline: true });
    const query = this.query.bind(this) as AnyQuery;
    this.query = ((statement: unknown, values: unknown, ...rest: unknown[]) => {
      this.gather();
      return query(...prepare(statement, values), ...rest);
    }) as typeof this.query;
    // Whoever took one away (DEALLOCATE, DISCARD, a pooler between us) took others, too, and pg goes on naming them: the pool makes
    // another connection in place of one that has ended.
    this.connection.on('errorMessage', ({ code }: DatabaseError) => {
      if (code === STATEMENT_GONE) void this.end();
    });
  }

  private gather(): void {
    if (this.isGathering) return;
    const { stream } = this.connection;
    this.isGathering = true;
    stream.cork();
    process.nextTick(() => {
      this.isGathering = false;
      stream.uncork();
    });
  }
}

function prepare(statement: unknown, values: unknown): unknown[] {
  if (typeof statement !== 'string') return [statement, values];
  // What has no values, as a migration, takes its time.
  if (ENDS_OF_TRANSACTIONS.includes(statement))
    return [{ text: statement, query_timeout: ANSWER_TIMEOUT_MS } satisfies TimedQuery];
  if (!Array.isArray(values) || values.length === 0) return [statement, values];
  const name = nameOf(statement) ?? undefined;
  return [{ name, text: statement, values, query_timeout: ANSWER_TIMEOUT_MS } satisfies TimedQuery];
}

function nameOf(text: string): string | null {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= MOST_STATEMENTS || text.length > MOST_CHARACTERS) return null;
  const name = `reelwright-${names.size}`;
  names.set(text, name);
  return name;
}
