import { type Command, optionalText, takeOnly } from '../command';
import { revise, REVISION_OPTIONS } from './revise';

export const retryCommand: Command = {
  usage: 'retry ID [--budget USD] [--dry-run] [--wait]',
  options: { ...REVISION_OPTIONS, budget: { type: 'string' } },
  run: (invocation) => {
    const filmId = takeOnly(invocation.positionals, 'film id');
    const body = { budgetUsd: optionalText(invocation.values, 'budget') };
    return revise(invocation, { method: 'POST', filmId, path: 'retry', body });
  },
};
