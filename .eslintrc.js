const path = require('node:path');

/**
 * What holds for every package, beside Backstage's own rules that each package extends. ESLint merges
 * this file into theirs, so a rule that Backstage sets (no-restricted-syntax) cannot be set here.
 */
module.exports = {
  root: true,
  ignorePatterns: ['node_modules', 'dist', 'dist-types', 'test-output'],
  plugins: ['import', '@typescript-eslint'],
  parser: '@typescript-eslint/parser',
  parserOptions: { ecmaVersion: 2022, sourceType: 'module' },
  settings: {
    'import/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
    'import/resolver': { node: { extensions: ['.ts', '.tsx', '.js'] } },
  },
  rules: {
    'import/no-cycle': ['error', { ignoreExternal: true }],
    'no-restricted-properties': [
      'error',
      {
        property: 'getOwnServiceCredentials',
        message:
          "The portal's own credentials bypass every person's permissions: they are for tasks, entity providers and collators. In a request use the person's credentials.",
      },
    ],
  },
  overrides: [
    {
      files: ['**/*.{ts,tsx}'],
      rules: {
        '@typescript-eslint/consistent-type-imports': 'error',
      },
    },
    {
      // Rules that need types: what tsconfig.json includes.
      files: [
        'packages/*/src/**/*.{ts,tsx}',
        'packages/*/contract/**/*.ts',
        'plugins/*/src/**/*.{ts,tsx}',
        'packages/*/e2e-tests/**/*.ts',
        'platform-tests/**/*.ts',
      ],
      parserOptions: {
        project: path.join(__dirname, 'tsconfig.json'),
        tsconfigRootDir: __dirname,
      },
      rules: {
        '@typescript-eslint/no-floating-promises': 'error',
      },
    },
    {
      files: ['**/*Task.ts', '**/*Provider.ts', '**/*Collator*.ts'],
      rules: { 'no-restricted-properties': 'off' },
    },
    {
      files: ['**/*.mjs'],
      env: { node: true, es2022: true },
    },
  ],
};
