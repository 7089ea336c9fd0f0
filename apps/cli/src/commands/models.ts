import type { ModelList } from '@shared/contracts/model-list';
import { type Command, optionalText } from '../command';
import { EXIT } from '../exit-codes';
import { renderModels } from '../terminal/render-models';

export const modelsCommand: Command = {
  usage: 'models [--kind text|image|video] [--seconds S] [--scenes N] [--resolution R]',
  options: {
    kind: { type: 'string' },
    seconds: { type: 'string' },
    scenes: { type: 'string' },
    resolution: { type: 'string' },
  },
  run: async ({ values, client, terminal }) => {
    const query = new URLSearchParams();
    for (const name of ['kind', 'seconds', 'scenes', 'resolution']) {
      const value = optionalText(values, name);
      if (value !== undefined) query.set(name, value);
    }
    const models = await client.json<ModelList>(`/v1/models?${query.toString()}`);
    terminal.out(`${values.json === true ? JSON.stringify(models, null, 2) : renderModels(models)}\n`);
    return EXIT.ok;
  },
};
