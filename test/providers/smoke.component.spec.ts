import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { SimulatedVendors } from './simulated-vendors';

const NODE = ['--experimental-transform-types', '--no-warnings', '--import', './bench/shared-imports.ts'];

describe('npm run smoke', () => {
  let vendors: SimulatedVendors;
  beforeAll(async () => {
    vendors = await SimulatedVendors.start();
  });
  afterAll(() => vendors.close());

  const smoke = async (provider: string, env: Record<string, string> = {}) => {
    const { PATH = '' } = process.env;
    const run = execa(process.execPath, [...NODE, 'scripts/smoke.ts', '--provider', provider], {
      env: { PATH, ...env },
      extendEnv: false,
      reject: false,
      all: true,
      timeout: 60_000,
    });
    const { exitCode, all } = await run;
    return { exitCode, said: all };
  };

  it('is skipped without a key', async () => {
    expect(await smoke('replicate')).toEqual({
      exitCode: 0,
      said: 'replicate: skipped, REPLICATE_API_TOKEN is not set',
    });
  });

  it('buys the cheapest unit, says what it cost, and finds that the simulator answers like itself', async () => {
    const { exitCode, said } = await smoke('fal', { FAL_KEY: 'id:secret', FAL_BASE_URL: `${vendors.url}/fal` });
    expect([exitCode, said.split('\n')]).toEqual([
      0,
      [
        'fal video: buying from fal-ai/kling-video/v3/standard/image-to-video, expected to cost $0.252000',
        expect.stringMatching(/^fal video: \d+ bytes for \$0\.252000$/),
        'fal video: answered as the simulator does',
      ],
    ]);
  });

  it('fails where nothing comes of it, and shows no key', async () => {
    const { exitCode, said } = await smoke('fal', { FAL_KEY: 'id:planted', FAL_BASE_URL: 'http://127.0.0.1:1' });
    expect(exitCode).toBe(1);
    expect(said).toContain('the submit was ambiguous');
    expect(said).not.toContain('planted');
  });
});
