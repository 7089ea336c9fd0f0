import { type Command, optionalText, takePair } from '../command';
import { CliFailure, EXIT } from '../exit-codes';
import { revise, REVISION_OPTIONS } from './revise';

export const selectCommand: Command = {
  usage: 'select ID SCENE --sha256 HASH [--part clip|start|end] [--scope downstream|only] [--dry-run]',
  options: {
    ...REVISION_OPTIONS,
    sha256: { type: 'string' },
    part: { type: 'string' },
    scope: { type: 'string' },
  },
  run: (invocation) => {
    const { values, positionals } = invocation;
    const [filmId, scene] = takePair(positionals, 'film id and scene');
    const sha256 = optionalText(values, 'sha256');
    if (sha256 === undefined) {
      const next = `\`reelwright takes ${filmId} ${scene}\` shows what there is`;
      throw new CliFailure(EXIT.badInput, 'Name the take with --sha256', next);
    }
    const body = { sha256, part: optionalText(values, 'part'), scope: optionalText(values, 'scope') };
    return revise(invocation, { method: 'PUT', filmId, path: `scenes/${encodeURIComponent(scene)}/selected`, body });
  },
};
