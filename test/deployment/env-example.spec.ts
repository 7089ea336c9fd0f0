import { describe, expect, it } from '@jest/globals';
import { clipperConfigSchema } from '../../apps/clipper/src/config';
import { gatewayConfigSchema } from '../../apps/gateway/src/config';
import { keyframerConfigSchema } from '../../apps/keyframer/src/config';
import { plannerConfigSchema } from '../../apps/planner/src/config';
import { stitcherConfigSchema } from '../../apps/stitcher/src/config';
import { readText } from './read-checkout';

const SCHEMAS = [
  gatewayConfigSchema,
  plannerConfigSchema,
  keyframerConfigSchema,
  clipperConfigSchema,
  stitcherConfigSchema,
];

function listDocumented(): Set<string> {
  return new Set([...readText('.env.example').matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map(([, key = '']) => key));
}

function listUsedByCompose(): string[] {
  return [...readText('docker-compose.yml').matchAll(/\$\{([A-Z][A-Z0-9_]+)/g)].map(([, key = '']) => key);
}

function listOfSimulator(): string[] {
  return [...readText('apps/simulator/src/config.ts').matchAll(/^ {2}(SIMULATOR_[A-Z_]+):/gm)].map(
    ([, key = '']) => key,
  );
}

describe('.env.example', () => {
  it('documents every setting of every service', () => {
    const documented = listDocumented();
    const settings = SCHEMAS.flatMap((schema) => Object.keys(schema.shape));
    expect(settings.filter((key) => !documented.has(key))).toEqual([]);
  });

  it('documents what docker-compose.yml and the simulator read', () => {
    const documented = listDocumented();
    expect(listOfSimulator()).not.toHaveLength(0);
    expect([...listUsedByCompose(), ...listOfSimulator()].filter((key) => !documented.has(key))).toEqual([]);
  });

  it('documents nothing that nobody reads', () => {
    const read = [
      ...SCHEMAS.flatMap((schema) => Object.keys(schema.shape)),
      ...listUsedByCompose(),
      ...listOfSimulator(),
    ];
    expect([...listDocumented()].filter((key) => !read.includes(key))).toEqual([]);
  });
});
