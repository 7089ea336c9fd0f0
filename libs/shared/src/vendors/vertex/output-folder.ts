import { z } from 'zod';
import { AppError } from '@shared/errors/app-error';
import { isPublicHost, openResult, unretrievable } from '../open-result';
import type { ServiceAccountClient } from './service-account';

const listingSchema = z.object({ items: z.array(z.object({ name: z.string() })).default([]) });
const GOOGLES = /\.(googleapis|googleusercontent)\.com$/;

export interface OutputFolderOptions {
  /** `gs://bucket/folder/` */
  prefix: string;
  storageUrl: string;
  client: ServiceAccountClient;
}

/** Where Veo puts what it made, one folder for each attempt, read through the JSON API of Google Cloud Storage. */
export class OutputFolder {
  constructor(private readonly options: OutputFolderOptions) {}

  prefixOf(attemptId: string): string {
    return `${this.options.prefix}${attemptId}/`;
  }

  /** The videos of one attempt, as `gs://` addresses. */
  async list(attemptId: string, signal: AbortSignal): Promise<string[]> {
    const { bucket, name } = splitAddress(this.prefixOf(attemptId));
    const url = new URL(`${this.options.storageUrl}/storage/v1/b/${bucket}/o`);
    url.searchParams.set('prefix', name);
    const headers = await this.options.client.getRequestHeaders();
    const { items } = await readListing(url, headers, signal);
    return items.filter((item) => item.name.endsWith('.mp4')).map((item) => `gs://${bucket}/${item.name}`);
  }

  async open(address: string, signal: AbortSignal): ReturnType<typeof openResult> {
    if (!address.startsWith(this.options.prefix)) throw unretrievable(`is not in our folder: ${address.slice(0, 200)}`);
    const { bucket, name } = splitAddress(address);
    const object = `${this.options.storageUrl}/storage/v1/b/${bucket}/o/${encodeURIComponent(name)}`;
    const headers = Object.fromEntries(await this.options.client.getRequestHeaders());
    const mayFollow = (target: URL) => isPublicHost(target, GOOGLES);
    return openResult({ url: new URL(`${object}?alt=media`), headers, mayFollow, signal });
  }
}

function splitAddress(address: string): { bucket: string; name: string } {
  const [, bucket = '', name = ''] = /^gs:\/\/([^/]+)\/(.*)$/.exec(address) ?? [];
  return { bucket, name };
}

async function readListing(url: URL, headers: Headers, signal: AbortSignal): Promise<z.infer<typeof listingSchema>> {
  try {
    const response = await fetch(url, { headers, signal });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return listingSchema.parse(await response.json());
  } catch (cause) {
    throw new AppError('PROVIDER_UNAVAILABLE', 'the folder of results could not be listed', { cause });
  }
}
