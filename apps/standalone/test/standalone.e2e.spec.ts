import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { loadSimulatorConfig } from '../../simulator/src/config';
import { startSimulator } from '../../simulator/src/start-simulator';
import { stopEmbeddedPostgres } from '../src/embedded-postgres/start-embedded-postgres';
import { readAccepted, readPurchases, runStandalone } from './run-standalone';

const run = promisify(execFile);
const TWO_SCENES = ['--scenes', '2', '--scene-seconds', '3', '--resolution', '360p', '--once'];
const EACH_UNIT_ONCE = {
  'storyboard-0': 1,
  'keyframe-0': 1,
  'keyframe-1': 1,
  'keyframe-2': 1,
  'clip-1': 1,
  'clip-2': 1,
};

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) {
    await stopEmbeddedPostgres(join(folder, 'postgres'));
    await rm(folder, { recursive: true });
  }
});

async function setup(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'reelwright-standalone-'));
  folders.push(dataDir);
  return dataDir;
}

const FAL = 'fal-ai/kling-video/v3/standard/image-to-video';

/** In the place of real vendors. */
async function startVendors() {
  const folder = await mkdtemp(join(tmpdir(), 'reelwright-vendors-'));
  folders.push(folder);
  const settings = {
    SIMULATOR_PORT: '0',
    SIMULATOR_DATA: folder,
    SIMULATOR_MEDIA: 'cached',
    SIMULATOR_TIME_SCALE: '0.02',
  };
  const simulator = await startSimulator(loadSimulatorConfig(settings));
  return { url: simulator.url, folder, close: () => simulator.close() };
}

async function probe(path: string): Promise<{ streams: Record<string, unknown>[]; seconds: number }> {
  const { stdout } = await run('ffprobe', ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', path]);
  const { streams, format } = JSON.parse(stdout) as {
    streams: Record<string, unknown>[];
    format: { duration: string };
  };
  return { streams, seconds: Number(format.duration) };
}

describe('npm start', () => {
  it('makes a film of a prompt, and with --once ends with the path of its MP4', async () => {
    const dataDir = await setup();
    const { code, lines } = await runStandalone(['A fox in the snow', '--data', dataDir, ...TWO_SCENES]).ended;
    expect(code).toBe(0);
    const { streams, seconds } = await probe(lines.at(-1) ?? '');
    expect(streams).toMatchObject([
      { codec_name: 'h264', width: 640, height: 360, avg_frame_rate: '24/1' },
      { codec_name: 'aac' },
    ]);
    expect(Math.abs(seconds - 6)).toBeLessThan(2 / 24);
    expect(await readPurchases(dataDir)).toEqual(EACH_UNIT_ONCE);
  }, 120_000);

  it('goes on after kill -9 at any stage, and buys nothing twice', async () => {
    const dataDir = await setup();
    const args = ['--data', dataDir, ...TWO_SCENES];
    for (const moment of [/Reelwright is at/, /storyboard: 1 of 1/, /keyframes: 2 of 3/, /clips: 1 of 2/]) {
      const killed = runStandalone(args);
      await killed.untilNoted(moment);
      await killed.kill();
    }
    const { code, lines } = await runStandalone(args).ended;
    expect(code).toBe(0);
    expect((await probe(lines.at(-1) ?? '')).streams).toHaveLength(2);
    expect(await readPurchases(dataDir)).toEqual(EACH_UNIT_ONCE);
  }, 240_000);

  it('says of data that is in use who uses it, and changes nothing', async () => {
    const dataDir = await setup();
    const first = runStandalone(['--data', dataDir]);
    await first.untilNoted(/Reelwright is at (\S+)/);
    const url = /Reelwright is at (\S+)/.exec(first.notes())?.[1] ?? '?';
    const second = runStandalone(['--data', dataDir]);
    expect((await second.ended).code).toBe(0);
    expect(second.notes()).toContain(`serves ${url}`);
    await first.kill();
  }, 120_000);

  it('makes a film by the models and keys in the settings, simulates nothing, and keeps it apart', async () => {
    const vendors = await startVendors();
    const dataDir = await setup();
    const env = { GEMINI_BASE_URL: vendors.url, FAL_KEY: 'id:k', FAL_BASE_URL: `${vendors.url}/fal`, VIDEO_MODEL: FAL };
    const args = ['A fox in the snow', '--data', dataDir, '--scenes', '2', '--scene-seconds', '3', '--once'];
    const made = runStandalone(args, env);
    const { code, lines } = await made.ended;
    await vendors.close();
    expect(code).toBe(0);
    expect(made.notes()).toContain(`clips by ${FAL} (fal).`);
    expect((await probe(lines.at(-1) ?? '')).streams).toMatchObject([{ width: 1280, height: 720 }, {}]);
    const models = (await readAccepted(vendors.folder)).map(({ model }) => model);
    expect(models.toSorted()).toEqual(
      [FAL, FAL, ...Array<string>(3).fill('gemini-nano-banana-2.1'), 'gemini-3.8-flash'].toSorted(),
    );
    const simulated = runStandalone(['--data', dataDir]);
    expect((await simulated.ended).code).toBe(2);
    expect(simulated.notes()).toContain(`${dataDir} holds films of paid vendors`);
  }, 120_000);

  it('starts nothing with a key for clips alone, and says what is missing', async () => {
    const refused = runStandalone(['A fox in the snow', '--once'], { FAL_KEY: 'id:planted-secret', VIDEO_MODEL: FAL });
    expect((await refused.ended).code).toBe(2);
    expect(refused.notes()).toContain('nothing is simulated; there is none for text, images:');
    expect(refused.notes()).not.toContain('planted-secret');
  }, 30_000);

  it('refuses what it can not do before it starts anything', async () => {
    const { code, lines } = await runStandalone(['--scenes', '61']).ended;
    expect({ code, lines }).toEqual({ code: 2, lines: [''] });
  }, 30_000);
});
