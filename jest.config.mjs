const common = { runner: ['jest-light-runner', { runtime: 'child_process' }], transform: {} };
const withDatabase = {
  ...common,
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};

/**
 * unit: pure, no database. integration: real PostgreSQL. e2e: whole app, real sockets, real browser.
 * Specs run in bare Node, started with `--import ./test/support/jest/register.mjs`; those of one process share its modules.
 */
export default {
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/src/**/*.spec.ts',
        '<rootDir>/web/src/**/*.spec.ts',
        '<rootDir>/{bench,scripts}/**/*.spec.mjs',
      ],
      testPathIgnorePatterns: ['\\.int\\.spec\\.ts$'],
    },
    {
      ...withDatabase,
      displayName: 'integration',
      testMatch: ['<rootDir>/src/**/*.int.spec.ts', '<rootDir>/test/{int,alone}/**/*.int.spec.ts'],
    },
    { ...withDatabase, displayName: 'e2e', testMatch: ['<rootDir>/test/{e2e,alone}/**/*.e2e.spec.ts'] },
  ],
};
