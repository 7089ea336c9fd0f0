import { type Command, optionalText, takeOnly } from '../command';
import { MODEL_NAME_OPTIONS, toModelNames } from './model-options';
import { revise, REVISION_OPTIONS } from './revise';

export const retryCommand: Command = {
  usage: 'retry ID [--budget USD] [--video-model NAME[,NAME]] [--dry-run] [--wait]',
  options: { ...REVISION_OPTIONS, ...MODEL_NAME_OPTIONS, budget: { type: 'string' } },
  run: (invocation) => {
    const filmId = takeOnly(invocation.positionals, 'film id');
    const body = { budgetUsd: optionalText(invocation.values, 'budget'), ...toModelNames(invocation.values) };
    return revise(invocation, { method: 'POST', filmId, path: 'retry', body });
  },
};
