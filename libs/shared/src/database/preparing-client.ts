import { Client, type ClientConfig, type DatabaseError, type QueryConfig, type QueryResult } from 'pg';

type AnyQuery = (...args: unknown[]) => unknown;

/**
 * Each connection keeps what it has prepared, so it is bounded. All services together say about 130 different things in so few
 * words, and some of them for so many rows; what comes beyond is sent whole each time.
 */
const MOST_STATEMENTS = 500;
/** What is longer writes many rows at once, hardly ever as many again, and its plan would take more room than all others. */
const MOST_CHARACTERS = 2_500;
const STATEMENT_GONE = '26000';
const names = new Map<string, string>();

/** How TypeORM begins a transaction. */
const START = 'START TRANSACTION';
const STARTED = { command: 'START', rowCount: null, oid: 0, fields: [], rows: [] } as const satisfies QueryResult;

/**
 * Has the database parse and plan each statement with values once for each connection: of a short statement that is half the
 * time. A new column does no harm to those that name theirs; what a statement returns must not change under it, so none says `*`.
 *
 * What is said before an answer is there does not wait for it, and what is said in one moment goes in one piece. To begin a
 * transaction answers nothing that anybody needs: it goes with the first statement.
 */
export class PreparingClient extends Client {
  private isGathering = false;

  constructor(config?: ClientConfig) {
    super({ ...config, pipeline: true });
    const query = this.query.bind(this) as AnyQuery;
    this.query = ((statement: unknown, values: unknown, ...rest: unknown[]) => {
      this.gather();
      const answer = query(...prepare(statement, values), ...rest);
      return statement === START ? goOnAfter(answer) : answer;
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

// It fails only with its connection, or in a transaction that has failed already: then what follows fails as well.
function goOnAfter(answer: unknown): unknown {
  if (!(answer instanceof Promise)) return answer;
  answer.catch(() => undefined);
  return Promise.resolve(STARTED);
}

function prepare(statement: unknown, values: unknown): unknown[] {
  if (typeof statement !== 'string' || !Array.isArray(values) || values.length === 0) return [statement, values];
  const name = nameOf(statement);
  if (name === null) return [statement, values];
  return [{ name, text: statement, values } satisfies QueryConfig];
}

function nameOf(text: string): string | null {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= MOST_STATEMENTS || text.length > MOST_CHARACTERS) return null;
  const name = `reelwright-${names.size}`;
  names.set(text, name);
  return name;
}
