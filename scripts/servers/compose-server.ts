import { CHECKOUT_DIR } from './checkout.ts';
import type { ComposeConfig } from './compose-addresses.ts';
import type { ManagedServer } from './managed-server.ts';
import { report } from './progress.ts';
import { runCommand, tryCommand } from './run-command.ts';
import type { ServerAddresses } from './server-addresses.ts';

export interface ComposeRecipe<N extends 'kafka' | 'minio'> {
  name: N;
  toAddress(config: ComposeConfig): ServerAddresses[N];
  probe(address: ServerAddresses[N]): Promise<void>;
}

export async function dockerAnswers(): Promise<boolean> {
  return (await tryCommand('docker', ['info'])) !== null;
}

/** A service of the project's own docker-compose.yml, on the ports that it publishes. */
export function buildComposeServer<N extends 'kafka' | 'minio'>(recipe: ComposeRecipe<N>): ManagedServer<N> {
  return {
    async up() {
      const config = JSON.parse(await compose('config', '--format', 'json')) as ComposeConfig;
      const address = recipe.toAddress(config);
      const runningId = await compose('ps', '--quiet', '--status', 'running', recipe.name);
      const adopted = runningId.trim() !== '' && (await answers(recipe, address));
      if (!adopted) {
        report(recipe.name, 'starting in Docker');
        await compose('up', '--detach', '--wait', '--no-deps', recipe.name);
        await recipe.probe(address);
      }
      return { address, adopted };
    },
    async stop({ kill }) {
      await compose(kill ? 'kill' : 'stop', recipe.name);
    },
  };
}

async function answers<N extends 'kafka' | 'minio'>(
  recipe: ComposeRecipe<N>,
  address: ServerAddresses[N],
): Promise<boolean> {
  return recipe.probe(address).then(
    () => true,
    () => false,
  );
}

async function compose(...args: string[]): Promise<string> {
  return runCommand('docker', ['compose', ...args], { cwd: CHECKOUT_DIR });
}
