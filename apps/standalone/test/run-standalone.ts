import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LedgerRow } from '../../simulator/src/ledger/ledger-row';
import type { Operation } from '../../simulator/src/operations/operation';
import { waitFor } from '@shared/testing/wait-for';

const PROGRAM = 'dist/apps/standalone/main.js';
const FAST = { TIME_SCALE: '0.02', GEMINI_API_KEY: '', GEMINI_BASE_URL: '', INIT_CWD: '' };

export interface Run {
  /** All of standard error so far. */
  notes(): string;
  /** Until standard error matches; throws when the process ends without it. */
  untilNoted(pattern: RegExp): Promise<void>;
  kill(): Promise<void>;
  ended: Promise<{ code: number | null; lines: string[] }>;
}

/** The built program, as `npm start` runs it, with a provider that hardly takes its time. */
export function runStandalone(args: string[], env: Record<string, string> = {}): Run {
  // eslint-disable-next-line no-restricted-properties -- the program under test sees the environment of the test
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: { ...process.env, ...FAST, ...env } });
  let output = '';
  let notes = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (notes += chunk.toString()));
  const closed = once(child, 'close');
  return {
    notes: () => notes,
    untilNoted: async (pattern) => {
      const what = `${String(pattern)} on standard error`;
      await waitFor(() => pattern.test(notes) || throwOnEnd(child.exitCode, notes), { timeoutMs: 60_000, what });
    },
    kill: async () => {
      child.kill('SIGKILL');
      await closed;
    },
    ended: closed.then(() => ({ code: child.exitCode, lines: output.trimEnd().split('\n') })),
  };
}

function throwOnEnd(exitCode: number | null, notes: string): false {
  if (exitCode !== null) throw new Error(`ended with ${exitCode}:\n${notes}`);
  return false;
}

/** How often each unit was bought, by the simulator's own books. */
export async function readPurchases(dataDir: string): Promise<Record<string, number>> {
  const units = (await readAccepted(join(dataDir, 'simulator'))).map(({ labels }) => labels['unit'] ?? '?');
  return Object.fromEntries(
    Object.entries(Object.groupBy(units, (unit) => unit)).map(([unit, all]) => [unit, all?.length ?? 0]),
  );
}

/** All that a simulator has accepted, in order. */
export async function readAccepted(simulatorDir: string): Promise<Operation[]> {
  const text = await readFile(join(simulatorDir, 'ledger.jsonl'), 'utf8');
  const rows = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as LedgerRow);
  return rows.flatMap((row) => (row.row === 'accepted' ? [row.operation] : []));
}
