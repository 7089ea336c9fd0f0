import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

const CHECKOUT_DIR = resolve(import.meta.dirname, '../..');

export function readText(path: string): string {
  return readFileSync(join(CHECKOUT_DIR, path), 'utf8');
}

export function isThere(path: string): boolean {
  return existsSync(join(CHECKOUT_DIR, path));
}

export function readYaml(path: string): unknown {
  return parse(readText(path), { merge: true });
}

export function readYamlDocuments(path: string): unknown[] {
  return parseAllDocuments(readText(path), { merge: true }).map((document) => document.toJS() as unknown);
}
