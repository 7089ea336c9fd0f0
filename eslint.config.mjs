import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '.reelwright/', '**/*.cjs'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 5],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['**/index', '**/index.js'], message: 'No barrel files: import the exact path.' },
            {
              group: ['@nestjs/common'],
              importNames: ['forwardRef', 'Global'],
              message: 'Modules import what they use.',
            },
          ],
        },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only a config.ts reads the environment.' },
      ],
      '@typescript-eslint/no-restricted-types': 'off',
      // Numbers read well in messages; everything else must be made a string on purpose.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Nest modules are classes without members.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // What is held for as long as a block lasts need not be looked at.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreUsingDeclarations: true }],
      // A handler that has nothing to await still promises.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Use `as const` and a derived type.' },
      ],
    },
  },
  {
    // The environment is read here and nowhere else.
    files: [
      '**/config.ts',
      '**/main.ts',
      'scripts/**',
      'bench/**',
      'test/**',
      '**/*.spec.ts',
      'libs/shared/src/testing/**',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // A describe block is one function; its length says nothing.
    files: ['**/*.spec.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', setTimeout: 'readonly', fetch: 'readonly' },
    },
  },
);
