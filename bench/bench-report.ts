export interface BenchReport {
  /** The figures, one object a line of the table. */
  rows: readonly object[];
  /** For people. */
  table: string;
  svg?: string;
}

/** Rows of equal keys as aligned columns under their names. */
export function toTable(rows: readonly object[]): string {
  const names = Object.keys(rows[0] ?? {});
  const cells = [names, ...rows.map((row) => Object.values(row).map((value) => toCell(value)))];
  const widths = names.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells.map((line) => line.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ')).join('\n');
}

function toCell(value: unknown): string {
  if (value === null || value === undefined) return '-';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
