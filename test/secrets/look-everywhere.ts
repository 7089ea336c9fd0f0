import { readFile } from 'node:fs/promises';
import type { FilmEvent } from '@shared/contracts/events';
import { encodeEvent } from '@shared/messaging/cloud-event';
import { readTables } from '../faults/auditor/read-tables';
import { SecretHunt } from '../faults/auditor/secret-hunt';
import type { SecretsBench } from './secrets-bench';

export interface Everything {
  hunt: SecretHunt;
  /** How much was looked at, by where. */
  looked: Record<'rows' | 'events' | 'lines' | 'objects' | 'answers', number>;
}

/** Every row, every event as it goes over the bus, every object, every answer of the API and every line of the log. */
export async function lookEverywhere({ films, canaries, lines, answers }: SecretsBench): Promise<Everything> {
  const hunt = new SecretHunt(canaries.hunted);
  const { all } = await readTables(films.databaseUrl);
  const rows = [...all].flatMap(([table, found]) => found.map((row) => ({ table, row })));
  for (const { table, row } of rows) hunt.look(`table ${table}`, JSON.stringify(row));
  const events = rows.filter(({ table }) => table.endsWith('.outbox')).map(({ row }) => row['envelope'] as FilmEvent);
  for (const event of events) hunt.look(`event ${event.name}`, JSON.stringify(encodeEvent(event)));
  const paths = await films.listFiles();
  for (const path of paths) hunt.look(`object ${path}`, await readFile(path));
  for (const line of lines) hunt.look('log', line);
  for (const { where, text } of answers) hunt.look(`answer to ${where}`, text);
  const [{ length: objects }, { length: answered }] = [paths, answers];
  const looked = { rows: rows.length, events: events.length, lines: lines.length, objects, answers: answered };
  return { hunt, looked };
}
