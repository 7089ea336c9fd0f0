import { open } from 'node:fs/promises';
import type { FleetMember } from './fleet.ts';

/** What is looked for is said at the start. */
const FIRST_BYTES = 65_536;

export interface LogNews {
  /** It answers and works. */
  isServing: boolean;
  /** Under this name its worker leases; null in services that buy nothing, and before it has begun. */
  owner: string | null;
}

/** What a process has said since it began. */
export async function readLogNews({ logFile, logFrom }: Pick<FleetMember, 'logFile' | 'logFrom'>): Promise<LogNews> {
  const file = await open(logFile);
  try {
    const { size } = await file.stat();
    const length = Math.min(FIRST_BYTES, Math.max(0, size - logFrom));
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, logFrom);
    const text = buffer.toString('utf8');
    const begun = text.split('\n').find((line) => line.includes('"msg":"worker begins"'));
    return { isServing: text.includes('"msg":"serving"'), owner: /"owner":"(\w+)"/.exec(begun ?? '')?.[1] ?? null };
  } finally {
    await file.close();
  }
}
