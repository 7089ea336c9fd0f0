import { createLogger } from '@shared/telemetry/create-logger';
import { entryOf } from '@shared/vendors/known-vendors';
import { VENDORS } from '@shared/vendors/model-capabilities';
import { aServiceAccount } from '../../scripts/smoke/service-account.ts';
import { vendorSettings } from '../providers/vendors-under-test';
import { FilmBench } from '../revisions/film-bench';
import { Canaries } from './canaries';
import { TalkativeVendors } from './talkative-vendors';

const SIMULATOR = { SIMULATOR_MEDIA: 'cached', SIMULATOR_VIDEO_LATENCY: '100', SIMULATOR_FILE_LATENCY: '0' };

/** What ends early: nothing is tried twice, and one vendor's failures keep nobody from asking it again. */
const IMPATIENT = {
  MAX_ATTEMPTS: '1',
  CIRCUIT_FAILURES: '1000',
  OUTAGE_PATIENCE_MS: '1000',
  RESULT_KEPT_MS: '1000',
  UNKNOWN_TIMEOUT_MS: '1000',
  PROVIDER_REQUEST_TIMEOUT_MS: '2000',
  PROVIDER_MAX_IN_FLIGHT: '20',
};

/** The whole product with a secret in every place that takes one, and vendors that repeat whatever they are told. */
export class SecretsBench {
  /** Whatever the API has answered. */
  readonly answers: { where: string; text: string }[] = [];

  private constructor(
    readonly films: FilmBench,
    readonly vendors: TalkativeVendors,
    readonly canaries: Canaries,
    /** Each line that was logged. */
    readonly lines: string[],
  ) {}

  static async start(): Promise<SecretsBench> {
    const canaries = new Canaries();
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const logger = createLogger({ service: 'bench', level: 'trace', destination });
    const started: TalkativeVendors[] = [];
    const plant = async (simulatorUrl: string): Promise<Record<string, string>> => {
      const vendors = await TalkativeVendors.start(simulatorUrl, `ya29.${canaries.plant('bearer token of Vertex')}`);
      started.push(vendors);
      const secrets = plantSettings(canaries, vendors.url);
      // Without a folder or a list of results: with one, what was lost is looked for as long as an operation may take.
      const untraced = { VERTEX_OUTPUT_PREFIX: '', GEMINI_RECALL_URL: '' };
      return { ...vendorSettings(vendors.url), ...secrets, ...IMPATIENT, ...untraced };
    };
    const films = await FilmBench.start(SIMULATOR, plant, logger);
    const [vendors] = started;
    if (!vendors) throw new Error('no vendor was started');
    return new SecretsBench(films, vendors, canaries, lines);
  }

  /** Keeps what comes back: head and body. */
  async ask(method: string, path: string, body?: string): Promise<Response> {
    // Events as a list: a stream of them would go on.
    const headers = { accept: 'application/json', ...(body !== undefined && { 'content-type': 'application/json' }) };
    const init = { method, headers, ...(body !== undefined && { body }) };
    const response = await fetch(this.films.url + path, init);
    const text = await response.clone().text();
    this.answers.push({ where: `${method} ${path}`, text: `${JSON.stringify([...response.headers])} ${text}` });
    return response;
  }

  async stop(): Promise<void> {
    await this.films.stop();
    await this.vendors.close();
  }
}

function plantSettings(canaries: Canaries, url: string): Record<string, string> {
  const account = aServiceAccount(`${url}/vertex/token`);
  const plain = VENDORS.filter((vendor) => vendor !== 'vertex').map((vendor) => entryOf(vendor).settings.key);
  const keys: Record<string, string> = Object.fromEntries(plain.map((key) => [key, canaries.plant(key)]));
  return {
    ...keys,
    VERTEX_CREDENTIALS: canaries.plantAccount('VERTEX_CREDENTIALS', account),
    FAL_KEY: `4f1c2a9e-id:${keys['FAL_KEY'] ?? ''}`,
    WEBHOOK_SECRET: canaries.plant('WEBHOOK_SECRET'),
    GEMINI_WEBHOOK_SECRETS: `whsec_${canaries.plantBase64('GEMINI_WEBHOOK_SECRETS', 32)}`,
    REPLICATE_WEBHOOK_SECRET: `whsec_${canaries.plantBase64('REPLICATE_WEBHOOK_SECRET', 32)}`,
    MASTER_KEY: canaries.plantBase64('MASTER_KEY', 32),
  };
}
