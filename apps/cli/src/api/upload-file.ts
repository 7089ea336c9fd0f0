import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { CliFailure, EXIT } from '../exit-codes';
import type { ApiClient } from './api-client';

export interface FileToUpload {
  path: string;
  route: '/v1/references' | '/v1/music';
  /** What it is, and of which kinds it may be. */
  what: string;
  kinds: string;
}

/** The id under which the API keeps the file from now on. */
export async function uploadFile(client: ApiClient, { path, route, what, kinds }: FileToUpload): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliFailure(EXIT.badInput, `Cannot read the ${what} ${path}: ${reason}`, `Give a ${kinds} file`);
  });
  const body = new FormData();
  body.set('file', new Blob([new Uint8Array(bytes)]), basename(path));
  const { id } = await client.json<{ id: string }>(route, { method: 'POST', body });
  return id;
}
