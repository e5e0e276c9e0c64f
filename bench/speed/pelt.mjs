import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { inventCase } from './invented.mjs';

/**
 * Times of `ruptures` PELT on the invented patients' series, in µs: { version, l2: { series, day }, rbf: { series, day } }.
 * Python is STEPWELL_PYTHON, else python3 on the PATH.
 *
 * @returns { reason } when it cannot be measured here
 */
export function timePelt(patients) {
  const lines = Array.from({ length: patients }, (_, i) => inventCase(i).days).flatMap(
    ({ steps, sleep_min, nrs, peg }) =>
      [steps.map((value) => value && Math.log(value)), sleep_min, nrs, peg].map((values) =>
        JSON.stringify(values.filter((value) => value !== null)),
      ),
  );
  const python = process.env.STEPWELL_PYTHON || 'python3';
  const { status, stdout, stderr } = spawnSync(python, [join(import.meta.dirname, 'pelt.py')], {
    input: lines.join('\n'),
    encoding: 'utf8',
    timeout: 600_000,
  });
  if (status !== 0) return { reason: `${python} did not answer: ${stderr?.trim().split('\n').at(-1) || 'not found'}` };
  const answer = JSON.parse(stdout);
  return answer.missing ? { reason: `${python} has no ${answer.missing}; pip install ruptures` } : answer;
}
