module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // `it`, or `it.skip` where a real server lacks the controllers the test is about.
    'jest/no-standalone-expect': [
      'error',
      { additionalTestBlockFunctions: ['withControllers'] },
    ],
  },
});
