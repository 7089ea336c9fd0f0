import { z } from 'zod';
import { AppError } from '@shared/errors/app-error';
import type { Recollection } from '@shared/generation/providers/provider';

/** Where the provider puts results, one folder for each attempt, and where that can be listed. */
export interface OutputSettings {
  /** `gs://bucket/folder/` */
  prefix: string;
  /** Base address of the JSON API of Google Cloud Storage. */
  storageUrl: string;
}

const listingSchema = z.object({ items: z.array(z.object({ name: z.string() })).default([]) });

export function outputPrefixOf(attemptId: string, { prefix }: OutputSettings): string {
  return `${prefix.replace(/\/*$/, '/')}${attemptId}/`;
}

/** Results lie in a folder that is named after their operation. None there proves nothing while it may still be at work. */
export async function recallOutput(
  attemptId: string,
  settings: OutputSettings,
  signal: AbortSignal,
): Promise<Recollection> {
  const [, bucket = '', folder = ''] = /^gs:\/\/([^/]+)\/(.*)$/.exec(outputPrefixOf(attemptId, settings)) ?? [];
  const url = new URL(`${settings.storageUrl}/storage/v1/b/${bucket}/o`);
  url.searchParams.set('prefix', folder);
  const { items } = await readListing(url, signal);
  const operations = new Set(items.map(({ name }) => name.slice(folder.length).split('/')[0] ?? ''));
  const [operationId, other] = [...operations].filter(Boolean);
  if (other !== undefined) return { kind: 'cannot-tell' };
  return operationId === undefined ? { kind: 'nothing-yet' } : { kind: 'accepted', operationId };
}

async function readListing(url: URL, signal: AbortSignal): Promise<z.infer<typeof listingSchema>> {
  try {
    const response = await fetch(url, { signal });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return listingSchema.parse(await response.json());
  } catch (cause) {
    throw new AppError('PROVIDER_UNAVAILABLE', 'the folder of results could not be listed', { cause });
  }
}
