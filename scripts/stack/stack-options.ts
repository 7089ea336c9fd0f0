import { STACK_SERVICES, type StackService } from './stack-plan.ts';

const MOST_REPLICAS = 20;

/** Pure: `gateway=2,clipper=3`. */
export function parseReplicas(text: string): Partial<Record<StackService, number>> {
  const entries = text.split(',').filter(Boolean).map(parseReplica);
  return Object.fromEntries(entries);
}

/** Pure: a factor over all waits for providers. */
export function parseTimeScale(text: string): number {
  const scale = Number(text);
  if (text.trim() !== '' && scale > 0 && scale <= 100) return scale;
  throw new Error(`--time-scale takes a number above 0, at most 100; got "${text}".`);
}

/** Pure: which of the given variables are settings of ours and no secrets, by the keys that .env.example lists. */
export function pickSettings(env: NodeJS.ProcessEnv, example: string): Record<string, string> {
  const keys = [...example.matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map(([, key = '']) => key);
  const given = keys.filter((key) => env[key] && !SECRET.test(key)).map((key) => [key, env[key] ?? '']);
  return Object.fromEntries(given) as Record<string, string>;
}

/** Pure: what lets nothing be simulated, by what docker-compose.yml says: a key of any vendor, or one by which keys may be stored. */
export function listKeySettings(compose: string): string[] {
  return [...compose.matchAll(/\$\{(\w+):\+own-provider\}/g)].map(([, name = '']) => name);
}

/** Pure: whether the simulator makes everything. Whoever gives one key gets no film of drawings for it; what lacks a key then does not start. */
export function isSimulated(env: NodeJS.ProcessEnv, compose: string): boolean {
  return ![...listKeySettings(compose), 'MASTER_KEY_FILE', 'GEMINI_BASE_URL'].some((name) => env[name]);
}

const SECRET = /KEY|SECRET|PASSWORD|TOKEN|DATABASE_URL/;

function parseReplica(entry: string): [StackService, number] {
  const [, rawName, rawCount] = /^([a-z]+)=(\d+)$/.exec(entry.trim()) ?? [];
  const name = STACK_SERVICES.find((service) => service === rawName);
  const count = Number(rawCount);
  if (name !== undefined && count >= 1 && count <= MOST_REPLICAS) return [name, count];
  const services = STACK_SERVICES.join(', ');
  throw new Error(`--replicas takes <service>=<1 to ${MOST_REPLICAS}>, of ${services}; got "${entry}".`);
}
