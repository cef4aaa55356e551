module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // `it`, or `it.skip` where a target lacks the part the check is about.
    'jest/no-standalone-expect': [
      'error',
      {
        additionalTestBlockFunctions: [
          'withArgo',
          'withComposition',
          'withControllers',
          'withSql',
          'withWorkloads',
        ],
      },
    ],
  },
  overrides: [
    {
      // The contract is one suite; its checks are declared in many files.
      files: ['contract/checks/**/*.ts', 'contract/support/**/*.ts'],
      rules: { 'jest/no-export': 'off' },
    },
    {
      // Declares checks that are given to it.
      files: ['contract/support/target.ts'],
      rules: {
        'jest/expect-expect': 'off',
        'jest/no-disabled-tests': 'off',
        'jest/valid-title': 'off',
      },
    },
  ],
});
