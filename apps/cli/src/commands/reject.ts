import { type Command, optionalText, takeOnly } from '../command';
import { CliFailure, EXIT } from '../exit-codes';
import { listOf } from './list-of';
import { revise, REVISION_OPTIONS } from './revise';
import { toScene } from './to-scene';

export const rejectCommand: Command = {
  usage: 'reject ID --notes TEXT [--scene N …]',
  options: { ...REVISION_OPTIONS, notes: { type: 'string' }, scene: { type: 'string', multiple: true, default: [] } },
  run: (invocation) => {
    const { values, positionals } = invocation;
    const filmId = takeOnly(positionals, 'film id');
    const notes = optionalText(values, 'notes');
    if (notes === undefined) throw new CliFailure(EXIT.badInput, 'Say with --notes what is to be different');
    const scenes = listOf(values['scene']).map(toScene);
    const body = { notes, ...(scenes.length > 0 && { scenes }) };
    return revise(invocation, { method: 'POST', filmId, path: 'reject', body });
  },
};
