import { join } from 'node:path';
import { downloadFile } from '@shared/gemini/files';
import { fetchResult } from '@shared/generation/results/fetch-result';

// A process that does nothing else: fetches a result of 50 MB, then a larger one, and says what more memory that took.
const [, , baseUrl = '', directory = '', maxBytes] = process.argv;

async function fetchUpTo(bytes: number): Promise<string> {
  const limits = { maxBytes: bytes, totalMs: 60_000, stallMs: 10_000 };
  const provider = {
    download: (from: string, signal: AbortSignal) => downloadFile(from, { apiKey: 'key', baseUrl }, signal),
  };
  const address = `${baseUrl}/?fault=flood`;
  const signal = new AbortController().signal;
  const fetching = fetchResult({ address, provider, path: join(directory, 'result') }, limits, signal);
  return fetching.then(
    () => 'fetched',
    (error: unknown) => (error as Error).message,
  );
}

await fetchUpTo(50_000_000);
const warmKb = process.resourceUsage().maxRSS;
const message = await fetchUpTo(Number(maxBytes));
process.stdout.write(JSON.stringify({ message, grownMb: (process.resourceUsage().maxRSS - warmKb) / 1024 }));
