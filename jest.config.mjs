const base = {
  rootDir: import.meta.dirname,
  testEnvironment: '<rootDir>/test/node-environment.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json'],
  moduleNameMapper: { '^@shared/(.*)$': '<rootDir>/libs/shared/src/$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.reelwright/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2023',
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/'],
};

// unit: no server, seconds. component: one service or adapter on real servers. e2e: the whole product.
export default {
  // Only ends what hangs: a machine that is busy with other things is no failure.
  testTimeout: 120_000,
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.component\\.spec\\.ts$', '\\.e2e\\.spec\\.ts$'],
    },
    {
      ...base,
      displayName: 'component',
      testMatch: ['**/*.component.spec.ts'],
      globalSetup: '<rootDir>/test/require-servers.mjs',
    },
    {
      ...base,
      displayName: 'e2e',
      testMatch: ['**/*.e2e.spec.ts'],
      globalSetup: '<rootDir>/test/require-servers.mjs',
    },
  ],
};
