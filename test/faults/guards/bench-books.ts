import type { GenerationBench } from '@shared/testing/generation-bench';
import { waitFor } from '@shared/testing/wait-for';
import { type Audit, audit } from '../auditor/audit.ts';
import { readBooks } from '../auditor/read-books.ts';
import { readTables } from '../auditor/read-tables.ts';

/** What the auditor finds in one stage and its scripted provider. There is no relay and no gateway: what is theirs is left out. */
export async function auditBench({ db, film, provider, settings }: GenerationBench): Promise<Audit> {
  const { url } = db.options as { url: string };
  const tables = await readTables(url);
  const ofStage = {
    ...tables,
    rows: (schema: string, table: string) => (schema === 'clipper' ? tables.rows('stage', table) : []),
  };
  const entries = provider.accepted.map((id) => {
    const attempt = id.replace('op-', '');
    const row = ofStage.rows('clipper', 'attempts').find((it) => it['id'] === attempt);
    const labels = { attempt, film: film.filmId, unit: `clip-${String(row?.['unit_n'])}` };
    return { id, labels, status: 'completed', costMicros: provider.costMicros };
  });
  const posts = Object.fromEntries(
    provider.submitted.map((id) => [id, provider.submitted.filter((it) => it === id).length]),
  );
  const books = readBooks(ofStage, { entries, posts }, { objects: new Map(), unfinishedUploads: [] });
  return audit({
    ...books,
    outbox: books.outbox.map((row) => ({ ...row, isSent: true })),
    artifacts: [],
    mostInFlight: { scripted: provider.mostInFlight },
    limits: { scripted: settings.maxInFlight },
    unfinishedUploads: [],
    temporaryFiles: [],
    secretsSeen: [],
  });
}

/** Nothing is left to do for any unit. */
export async function waitForSettled({ db }: GenerationBench, timeoutMs = 60_000): Promise<void> {
  await waitFor(
    async () => {
      const open = await db.query<unknown[]>(`SELECT 1 FROM units WHERE status IN ('waiting', 'making')
      UNION ALL SELECT 1 FROM attempts WHERE finished_at IS NULL`);
      return open.length === 0;
    },
    { timeoutMs, what: 'the end of all attempts' },
  );
}
