// npm run check: everything that needs no database. --fast leaves the unit tests out.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../bin/node24.mjs';
import { jest } from './jest.mjs';
import { step, tool } from './steps.mjs';

const cache = join(root, 'node_modules/.cache');
const incremental = (name) => ['--incremental', '--tsBuildInfoFile', join(cache, `${name}.tsbuildinfo`)];
const STEPS = [
  [
    'format',
    tool('prettier/bin/prettier.cjs'),
    ['--check', '--log-level', 'warn', '--cache', '--cache-location', join(cache, 'prettier-check'), '.'],
  ],
  ['lint', tool('oxlint/bin/oxlint'), []],
  ['types', tool('typescript-native/bin/tsc'), ['-p', 'tsconfig.json', ...incremental('server')]],
  ['types of tests', tool('typescript-native/bin/tsc'), ['-p', 'test/tsconfig.json', ...incremental('test')]],
  ['types of web', tool('typescript-native/bin/tsc'), ['-p', 'web/tsconfig.json', ...incremental('web')]],
  [
    'dependencies',
    tool('dependency-cruiser/bin/dependency-cruiser.mjs'),
    ['src', 'web', '--config', '.dependency-cruiser.cjs', '--output-type', 'err-long'],
  ],
  ['dead code', tool('knip/bin/knip.js'), []],
  ['gates', join(root, 'scripts/gates.mjs'), []],
];

/** All steps but the unit tests, also when an early one fails: one round of corrections, not six. Two at a time: each keeps one core busy. */
export async function checkSteps() {
  const count = { passed: 0, failed: 0 };
  const left = [...STEPS];
  const lane = async () => {
    for (let next = left.shift(); next; next = left.shift()) count[(await step(...next)) ? 'passed' : 'failed']++;
  };
  await Promise.all([lane(), lane()]);
  return count;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { failed } = await checkSteps();
  const unit = process.argv.includes('--fast') ? { failed: 0 } : await jest('unit tests', ['unit']);
  process.exit(failed + unit.failed > 0 ? 1 : 0);
}
