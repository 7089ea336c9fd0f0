import { describe, expect, it } from '@jest/globals';
import { loadSimulatorConfig } from './config';

describe('loadSimulatorConfig', () => {
  it('needs nothing to be set', () => {
    const config = loadSimulatorConfig({});
    expect(config).toMatchObject({ host: '127.0.0.1', port: 8090, timeScale: 1, media: 'rendered', admin: false });
    expect(config.latency.video).toEqual({ form: 'lognormal', medianMs: 35_000, p99Ms: 300_000 });
  });

  it('reads limits for all models and for one', () => {
    const { maxInFlight } = loadSimulatorConfig({ SIMULATOR_MAX_IN_FLIGHT: 'gemini-omni-1.2-flash=2,5' });
    expect(maxInFlight).toEqual({ 'gemini-omni-1.2-flash': 2, '*': 5 });
  });

  it('reads faults and fills in what they leave out', () => {
    const { faults } = loadSimulatorConfig({ SIMULATOR_FAULTS: '[{"fault":"503"}]' });
    expect(faults).toEqual([{ fault: '503', match: { operation: 'submit' }, times: 1, delayMs: 0 }]);
  });

  it('names every bad variable in one error', () => {
    const bad = { SIMULATOR_PORT: 'x', SIMULATOR_TEXT_LATENCY: 'soon', SIMULATOR_FAULTS: '[{"fault":"odd"}]' };
    const load = () => loadSimulatorConfig(bad);
    for (const name of Object.keys(bad)) expect(load).toThrow(name);
  });
});
