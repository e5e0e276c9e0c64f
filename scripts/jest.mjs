// Runs jest projects and counts what came of each test.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, step, tool } from './steps.mjs';

/**
 * @param args - more for jest, such as --runInBand
 * @param show - stream jest's own report instead of one line
 */
export async function jest(name, projects, { args = [], show = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-jest-'));
  const file = join(folder, 'result.json');
  const all = ['--selectProjects', ...projects, '--json', `--outputFile=${file}`, ...args];
  const options = { flags: ['--import', './test/support/jest/register.mjs', '--no-warnings'], show: false };
  const started = Date.now();
  const script = tool('jest/bin/jest.js');
  try {
    const passed = show
      ? (await run(script, all, { ...options, show: ['ignore', 'ignore', 'inherit'] })).code === 0
      : await step(name, script, [...all, '--silent', '--reporters=default'], options);
    if (show) console.log(`${name}: ${Math.round((Date.now() - started) / 1000)} s`);
    const found = JSON.parse(readFileSync(file, 'utf8'));
    const broken = found.numRuntimeErrorTestSuites;
    const counted = found.numFailedTests + broken;
    return {
      passed: found.numPassedTests,
      // A run can fail without a failed test: leaked handles, a global setup.
      failed: passed ? counted : Math.max(1, counted),
      skipped: found.numPendingTests + found.numTodoTests,
    };
  } catch (error) {
    console.log(`${name}: jest gave no result (${error.message})`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
