import { z } from 'zod';
import { AppError } from '@shared/errors/app-error';
import type { Recollection } from '@shared/generation/providers/provider';

const listSchema = z.object({
  entries: z.array(z.object({ id: z.string(), labels: z.record(z.string(), z.string()) })),
});

/** Asks a list of accepted operations for the one that carries the attempt's label. */
export async function recallInteraction(
  listUrl: string,
  attemptId: string,
  signal: AbortSignal,
): Promise<Recollection> {
  const url = new URL(listUrl);
  url.searchParams.set('attempt', attemptId);
  const { entries } = await readList(url, signal);
  const mine = entries.filter(({ labels }) => labels['attempt'] === attemptId);
  if (mine.length > 1) return { kind: 'cannot-tell' };
  return mine[0] === undefined ? { kind: 'never-accepted' } : { kind: 'accepted', operationId: mine[0].id };
}

async function readList(url: URL, signal: AbortSignal): Promise<z.infer<typeof listSchema>> {
  try {
    const response = await fetch(url, { signal });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return listSchema.parse(await response.json());
  } catch (cause) {
    throw new AppError('PROVIDER_UNAVAILABLE', 'the list of accepted operations could not be read', { cause });
  }
}
