import type { z } from 'zod';
import type { filmListSchema } from '@shared/contracts/film';
import { type Command, optionalText } from '../command';
import { EXIT } from '../exit-codes';
import { renderTable } from '../terminal/render-film';

export const listCommand: Command = {
  usage: 'list [--status pending|complete|failed|…] [--limit N] [--cursor C]',
  options: { status: { type: 'string' }, limit: { type: 'string' }, cursor: { type: 'string' } },
  run: async ({ values, client, terminal }) => {
    const query = new URLSearchParams();
    for (const name of ['status', 'limit', 'cursor']) {
      const value = optionalText(values, name);
      if (value !== undefined) query.set(name, value);
    }
    const page = await client.json<z.infer<typeof filmListSchema>>(`/v1/films?${query.toString()}`);
    terminal.out(`${values.json === true ? JSON.stringify(page, null, 2) : renderTable(page.data)}\n`);
    if (page.nextCursor !== null && values.json !== true) {
      terminal.err(`There are more: reelwright list --cursor ${page.nextCursor}\n`);
    }
    return EXIT.ok;
  },
};
