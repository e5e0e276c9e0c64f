// npm run bench -- faults [--only F17,F18] [--rounds 1] [--seed n] [--report docs/reports/faults.md]: F2, F5, F17–F23 and F27–F30 of the table of faults, played long; is what must be 0 really 0, and how far are we from each limit?
// The faults themselves are test/support/faults; the tests of faults play a few of each.
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import '../scripts/typescript.mjs';
import startPostgres from '../test/support/global-setup.mjs';
import stopPostgres from '../test/support/global-teardown.mjs';
import { writeReport } from './faults/report.mjs';
import { record } from './results.mjs';

// What is broken on purpose would fill the screen with errors.
process.env.LOG_LEVEL ??= 'fatal';
const { SCENARIOS } = await import('./faults/scenarios.mjs');
const { makeRandom } = await import('../test/support/random.ts');

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    report: { type: 'string' },
  },
});
const wanted = values.only?.split(',');
const unknown = wanted?.filter((fault) => !SCENARIOS.some((one) => one.fault === fault)) ?? [];
if (unknown.length > 0) throw new Error(`No such fault here: ${unknown.join(', ')}.`);
const factor = Number(values.rounds);
const tools = {
  random: makeRandom(Number(values.seed)),
  /** So many rounds, by what was asked for. */
  times: (count) => Math.max(1, Math.round(count * factor)),
  say: (words) => console.log(`      ${words}`),
};

const played = [];
await startPostgres();
try {
  for (const scenario of SCENARIOS.filter(({ fault }) => wanted?.includes(fault) ?? true)) {
    const begun = performance.now();
    const figures = await scenario
      .play(tools)
      .catch((error) => [
        { what: 'could not be played to its end', seen: String(error.message).split('\n')[0], isBroken: true },
      ]);
    const seconds = Math.round((performance.now() - begun) / 1000);
    played.push({ ...scenario, figures, seconds });
    for (const { what, seen, limit = '', isBroken } of figures)
      console.log(`${isBroken ? 'BROKEN' : 'ok    '} ${scenario.fault} ${what}: ${seen} ${limit}`);
  }
} finally {
  await stopPostgres();
}
const asked = [values.only && `--only ${values.only}`, factor !== 1 && `--rounds ${factor}`, `--seed ${values.seed}`];
const command = `faults ${asked.filter(Boolean).join(' ')}`;
record(command, [
  ...played.flatMap(({ fault, figures, seconds }) =>
    figures.map(({ what, seen, limit = '' }, i) => [`${fault} ${what}`, seen, i === 0 ? `${seconds} s` : '', limit]),
  ),
  ['load average at the end', loadavg()[0].toFixed(1), '', 'cores: see above'],
]);
if (values.report) writeFileSync(values.report, writeReport(played, command));
const broken = played.flatMap(({ figures }) => figures.filter(({ isBroken }) => isBroken));
process.exit(broken.length > 0 ? 1 : 0);
