import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { DirectoryStore } from '@shared/artifacts/directory-store';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { toUsd } from '@shared/contracts/money';
import { type Environment, parseConfig } from '@shared/config/parse-config';
import { makeAdapter } from '@shared/vendors/adapters';
import { GeminiImage } from '@shared/vendors/gemini/gemini-image';
import { entryOf } from '@shared/vendors/known-vendors';
import type { Vendor } from '@shared/vendors/model-capabilities';
import {
  addressOf,
  describeModels,
  listCredentials,
  settingOf,
  type VendorEnv,
  vendorEnv,
} from '@shared/vendors/vendor-env';
import { loadSimulatorConfig } from '../../apps/simulator/src/config';
import { startSimulator } from '../../apps/simulator/src/start-simulator';
import { buyUnit } from './buy-unit.ts';
import { listCheapestUnits, type Unit } from './cheapest-units.ts';
import { compareAnswers } from './compare-answers.ts';
import { RecordingProxy } from './recording-proxy.ts';
import { simulatedSettings } from './simulated-settings.ts';

const SIMULATOR_TIME_SCALE = 0.01;

interface Shop {
  vendor: Vendor;
  env: Environment;
  secret: string;
  store: DirectoryStore;
  timeScale: number;
}

/** Buys the cheapest unit of each kind of one vendor, and the same at the simulator; yields what there is to say of it. */
export async function* smokeVendor(vendor: Vendor, env: Environment): AsyncGenerator<string> {
  const settings = parseConfig(z.object(vendorEnv), env);
  const [credential] = listCredentials(settings, vendor);
  if (!credential) {
    yield `${vendor}: skipped, ${settingOf(vendor)} is not set`;
    return;
  }
  const directory = await mkdtemp(join(tmpdir(), 'smoke-'));
  const simulator = await startSimulator(loadSimulatorConfig(simulatorIn(directory)));
  try {
    const store = new DirectoryStore(join(directory, 'store'));
    await store.prepare();
    const frame = await drawFrame(simulator.url, store);
    const models = describeModels(settings).filter((model) => model.vendor === vendor);
    const units = listCheapestUnits(models, frame, new Date());
    if (units.length === 0) yield `${vendor}: nothing can be bought there (${models.map(describe).join(', ')})`;
    const real = { vendor, env, secret: credential.secret, store, timeScale: 1 };
    const simulated = { ...real, ...simulatedAt(vendor, simulator.url, env), timeScale: SIMULATOR_TIME_SCALE };
    for (const unit of units) yield* smokeUnit(unit, real, simulated);
  } finally {
    await simulator.close();
    await rm(directory, { recursive: true, force: true });
  }
}

async function* smokeUnit(unit: Unit, real: Shop, simulated: Shop): AsyncGenerator<string> {
  const { vendor } = real;
  yield `${vendor} ${unit.kind}: buying from ${unit.model}, expected to cost $${toUsd(unit.priceMicros)}`;
  const answered = await buyAt(unit, real);
  const cost = answered.costMicros === null ? 'no known price' : `$${toUsd(answered.costMicros)}`;
  yield `${vendor} ${unit.kind}: ${answered.bytes.length} bytes for ${cost}`;
  const differences = compareAnswers(answered.exchanged, (await buyAt(unit, simulated)).exchanged);
  yield `${vendor} ${unit.kind}: ${differences.length === 0 ? 'answered as the simulator does' : 'answered otherwise than the simulator'}`;
  yield* differences;
}

async function buyAt(unit: Unit, { vendor, env, secret, store, timeScale }: Shop) {
  const proxy = new RecordingProxy(homeOf(vendor, parseConfig(z.object(vendorEnv), env)));
  await proxy.start();
  try {
    const proxied = parseConfig(z.object(vendorEnv), { ...env, [entryOf(vendor).settings.baseUrl]: proxy.url });
    const adapter = makeAdapter(unit.kind, vendor, { env: proxied, secret, store });
    const bought = await buyUnit(adapter, unit.request, timeScale);
    return { ...bought, exchanged: proxy.exchanged };
  } finally {
    await proxy.close();
  }
}

function simulatedAt(vendor: Vendor, url: string, env: Environment): Pick<Shop, 'env' | 'secret'> {
  const settings = simulatedSettings(vendor, url, 'simulator');
  return { env: { ...env, ...settings }, secret: settings[entryOf(vendor).settings.key] ?? '' };
}

// Vertex has an address for each location.
function homeOf(vendor: Vendor, env: VendorEnv): string {
  return addressOf(env, vendor) ?? `https://${env.VERTEX_LOCATION}-aiplatform.googleapis.com`;
}

// A picture that any vendor takes for one, drawn by the simulator.
async function drawFrame(url: string, store: DirectoryStore): Promise<ArtifactRef> {
  const provider = new GeminiImage({ apiKey: 'simulator', baseUrl: url }, store);
  const prompt = 'A lighthouse on a cliff at dusk';
  const request = { model: 'gemini-nano-banana-2.1', prompt, references: [], aspectRatio: '16:9' as const };
  const { bytes } = await buyUnit(provider, request, SIMULATOR_TIME_SCALE);
  return store.put('frame.png', bytes, { mediaType: 'image/png' });
}

function simulatorIn(directory: string): Record<string, string> {
  return {
    SIMULATOR_PORT: '0',
    SIMULATOR_DATA: join(directory, 'simulator'),
    SIMULATOR_TIME_SCALE: String(SIMULATOR_TIME_SCALE),
  };
}

function describe({ model, lifecycle }: { model: string; lifecycle: { phase: string } }): string {
  return `${model} is ${lifecycle.phase}`;
}
