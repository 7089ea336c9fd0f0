type ColumnType = 'text' | 'integer' | 'bigint' | 'double precision' | 'boolean' | 'timestamptz' | 'jsonb';

/** A table whose rows are plain objects: pure functions copy them, and what is the same object has not changed. */
export interface Table<T> {
  name: string;
  /** What tells its rows apart. */
  keys: readonly (keyof T & string)[];
  /** Each is called as its field, in snake case. */
  columns: Record<keyof T & string, ColumnType>;
}

export function listColumns<T>({ columns }: Table<T>): string {
  return Object.keys(columns)
    .map((field) => `${toColumn(field)} AS "${field}"`)
    .join(', ');
}

/** Writes the rows of one JSON array, however many there are, and can be prepared. More to set may follow. */
export function buildUpsert<T>({ name, keys, columns }: Table<T>): string {
  const fields = Object.keys(columns);
  const types = Object.entries(columns).map(([field, type]) => `"${field}" ${String(type)}`);
  const settable = fields.filter((field) => !keys.some((key) => key === field)).map(toColumn);
  return `INSERT INTO ${name} (${fields.map(toColumn).join(', ')})
    SELECT * FROM json_to_recordset($1) AS changed (${types.join(', ')})
    ON CONFLICT (${keys.map(toColumn).join(', ')}) DO UPDATE
    SET ${settable.map((column) => `${column} = excluded.${column}`).join(', ')}`;
}

/** The rows of a JSON array, which knows no times. */
export function withTimes<T extends object>({ columns }: Table<T>, rows: readonly T[]): T[] {
  const times = Object.keys(columns).filter((field) => columns[field as keyof T & string] === 'timestamptz');
  return rows.map((row) => {
    const entries = times.map((field) => [field, toDate(row[field as keyof T] as string | null)] as const);
    return { ...row, ...Object.fromEntries(entries) };
  });
}

// Some are words of SQL.
function toColumn(field: string): string {
  return `"${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}"`;
}

function toDate(time: string | null): Date | null {
  return time === null ? null : new Date(time);
}
