/** Imports point one way: contracts <- errors <- other shared folders <- apps. */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'contracts-import-nothing-of-ours',
      severity: 'error',
      from: { path: '^libs/shared/src/contracts', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(libs|apps)/', pathNot: '^libs/shared/src/contracts' },
    },
    {
      name: 'errors-import-contracts-only',
      severity: 'error',
      from: { path: '^libs/shared/src/errors' },
      to: { path: '^(libs|apps)/', pathNot: '^libs/shared/src/(contracts|errors)' },
    },
    { name: 'shared-imports-no-app', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    {
      name: 'no-app-imports-another',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/standalone/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'one-file-imports-kafkajs',
      severity: 'error',
      from: { path: '^(apps|libs|scripts)/', pathNot: '^libs/shared/src/messaging/patched-kafkajs\\.ts$' },
      to: { path: 'node_modules/kafkajs' },
    },
    {
      name: 'production-imports-no-test-code',
      severity: 'error',
      from: { path: '^(apps/[^/]+/src|libs/)', pathNot: '(\\.spec\\.ts$|^libs/shared/src/testing/)' },
      to: { path: '^(libs/shared/src/testing/|apps/[^/]+/test/|test/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.mjs', '.js', '.json'] },
  },
};
