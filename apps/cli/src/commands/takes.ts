import type { TakeList } from '@shared/contracts/revisions';
import { type Command, takePair } from '../command';
import { EXIT } from '../exit-codes';
import { toColumns } from '../terminal/to-columns';
import { filmPath } from './revise';

export const takesCommand: Command = {
  usage: 'takes ID SCENE',
  options: {},
  run: async ({ values, positionals, client, terminal }) => {
    const [filmId, scene] = takePair(positionals, 'film id and scene');
    const takes = await client.json<TakeList>(`${filmPath(filmId)}/scenes/${encodeURIComponent(scene)}/takes`);
    terminal.out(`${values.json === true ? JSON.stringify(takes, null, 2) : renderTakes(takes)}\n`);
    return EXIT.ok;
  },
};

function renderTakes({ data }: TakeList): string {
  if (data.length === 0) return 'No takes yet';
  const rows = data.map(({ part, take, selected, at, sha256 }) => [
    ...[part, String(take), selected ? 'used' : '', at.slice(0, 16).replace('T', ' '), sha256],
  ]);
  return toColumns([['PART', 'TAKE', '', 'MADE', 'SHA-256'], ...rows]);
}
