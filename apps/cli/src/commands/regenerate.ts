import { type Command, optionalText, takePair } from '../command';
import { revise, REVISION_OPTIONS } from './revise';

export const regenerateCommand: Command = {
  usage: 'regenerate ID SCENE [--part clip|start|end] [--scope downstream|only] [--note TEXT] [--dry-run]',
  options: {
    ...REVISION_OPTIONS,
    part: { type: 'string' },
    scope: { type: 'string' },
    note: { type: 'string' },
  },
  run: (invocation) => {
    const { values, positionals } = invocation;
    const [filmId, scene] = takePair(positionals, 'film id and scene');
    const body = {
      part: optionalText(values, 'part'),
      scope: optionalText(values, 'scope'),
      note: optionalText(values, 'note'),
    };
    return revise(invocation, { method: 'POST', filmId, path: `scenes/${encodeURIComponent(scene)}/regenerate`, body });
  },
};
