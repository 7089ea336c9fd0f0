import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { CliFailure, EXIT } from '../exit-codes';
import type { ApiClient } from './api-client';

/** What the API is to be told of an image: an https address as it is, or the id of the file that is uploaded for it. */
export async function toImageSource(client: ApiClient, pathOrUrl: string): Promise<string> {
  if (/^https?:\/\//.test(pathOrUrl) || /^ref_[0-9a-f]{32}$/.test(pathOrUrl)) return pathOrUrl;
  const body = new FormData();
  body.set('file', new Blob([new Uint8Array(await readImage(pathOrUrl))]), basename(pathOrUrl));
  const { id } = await client.json<{ id: string }>('/v1/references', { method: 'POST', body });
  return id;
}

async function readImage(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliFailure(EXIT.badInput, `Cannot read the image ${path}: ${reason}`, 'Give a PNG, JPEG or WebP file');
  }
}
