import { type Command, takeOnly } from '../command';
import { revise, REVISION_OPTIONS } from './revise';

export const forkCommand: Command = {
  usage: 'fork ID [--dry-run] [--wait]',
  options: REVISION_OPTIONS,
  run: (invocation) => {
    const filmId = takeOnly(invocation.positionals, 'film id');
    return revise(invocation, { method: 'POST', filmId, path: 'fork', body: {} });
  },
};
