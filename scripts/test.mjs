// npm test: build, check, then every test. The last line says `N passed, N failed`, check steps counted as tests.
import { join } from 'node:path';
import { root } from '../bin/node24.mjs';
import { checkSteps } from './check.mjs';
import { jest } from './jest.mjs';
import { step } from './steps.mjs';

const pathsBelow = (...folders) => folders.map((folder) => `--testPathPatterns=^${RegExp.escape(join(root, folder))}/`);

const started = Date.now();
const built = await step('build', join(root, 'scripts/build.mjs'), ['--if-missing', '--web']);
const results = [
  { passed: built ? 1 : 0, failed: built ? 0 : 1 },
  await checkSteps(),
  await jest('unit tests', ['unit'], { args: ['--maxWorkers=2'], show: true }),
  await jest('integration tests', ['integration'], {
    args: ['--maxWorkers=2', ...pathsBelow('src', 'test/int')],
    show: true,
  }),
  await jest('stories in a browser', ['e2e'], {
    args: ['--maxWorkers=2', ...pathsBelow('test/e2e')],
    show: true,
  }),
  // One at a time: these kill and time things, or hold a call over a media server.
  // One project a run: the light runner tidies up after its only process once per project, and fails the second time.
  await jest('integration tests that run alone', ['integration'], {
    args: ['--maxWorkers=1', ...pathsBelow('test/alone')],
    show: true,
  }),
  await jest('stories that run alone', ['e2e'], {
    args: ['--maxWorkers=1', ...pathsBelow('test/alone')],
    show: true,
  }),
];
const sum = (what) => results.reduce((total, result) => total + (result[what] ?? 0), 0);
const skipped = sum('skipped');
console.log(`All of it took ${Math.round((Date.now() - started) / 1000)} s.`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exitCode = sum('failed') > 0 ? 1 : 0;
