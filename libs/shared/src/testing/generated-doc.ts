import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { format, resolveConfig } from 'prettier';

/** Holds a page under docs/ to what the code says of itself. With WRITE_DOCS set it writes the page first. */
export async function expectGeneratedDoc(name: string, markdown: string): Promise<void> {
  const path = join(import.meta.dirname, '../../../../docs', name);
  const text = await format(markdown, { ...(await resolveConfig(path)), parser: 'markdown' });
  if (process.env['WRITE_DOCS']) await writeFile(path, text);
  expect(await readFile(path, 'utf8').catch(() => '')).toBe(text);
}

export function toMarkdownTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
