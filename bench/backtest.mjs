// npm run bench -- backtest [--patients 500] [--days 365] [--seed 3]: a clinic's stored year played again by another rule; how long, how much memory?
// The people are those of `bench -- year`, as stored days; they have no alerts, so every item is one that was never raised.
import { parseArgs } from 'node:util';
import '../scripts/typescript.mjs';
import { record } from './results.mjs';

const { DurableNode } = await import('../test/support/ledger/durable-node.ts');
const { makeCrowd } = await import('../test/support/crowd.ts');
const { storePatient } = await import('../test/support/year/live-stored-year.ts');
const { Database } = await import('../src/platform/database/database.ts');
const { BackTestRunner } = await import('../src/modules/backtest/backtest-runner.ts');
const repository = await import('../src/modules/backtest/backtest.repository.ts');
const { DEFAULT_RULES } = await import('../src/modules/alerts/index.ts');
const { addDays, civilDayOf } = await import('../src/metrics/index.ts');

const { values } = parseArgs({
  options: {
    patients: { type: 'string', default: '500' },
    days: { type: 'string', default: '365' },
    seed: { type: 'string', default: '3' },
  },
});
const [patients, days, seed] = [values.patients, values.days, values.seed].map(Number);
const node = await DurableNode.open();
try {
  const asOwner = (sql, parameters) => node.inDatabase(sql, parameters);
  const [{ id: clinicId }] = await asOwner('SELECT clinic_id AS id FROM clinic');
  const [nurse] = await makeCrowd(asOwner, clinicId, 1, 'coordinator');
  const to = addDays(civilDayOf('Etc/GMT+12', Date.now()), -1);
  const firstDay = addDays(to, 1 - days);
  for (let n = 0; n < patients; n++) await storePatient(asOwner, { clinicId, days, firstDay, seed }, n);
  const app = await Database.open(node.ownerUrl(), 'stepwell_app', 2);
  const runner = new BackTestRunner(app);
  const id = crypto.randomUUID();
  const settings = { ...DEFAULT_RULES.deterioration, on: false };
  const change = { of: 'rule', kind: 'deterioration', domain: null, scope: { of: 'clinic' }, settings };
  await app.inClinic(clinicId, () =>
    repository.insertBackTest({ id, change, by: nurse.personId, from: addDays(to, -363), to }),
  );
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  let most = 0;
  do most = Math.max(most, process.memoryUsage().rss);
  while ((await runner.step(clinicId, id)) === 'more');
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const { tally } = await app.inClinic(clinicId, () => repository.findBackTest(id));
  await app.close();
  record(`backtest --patients ${patients} --days ${days} --seed ${seed}`, [
    ['a back-test', `${seconds.toFixed(0)} s`, `${tally.patientDays} patient-days`, 'rests as long as it works'],
    ['processor', `${((user + system) / 1e6).toFixed(0)} s`, '', 'of one core, PostgreSQL apart'],
    ['memory at most', `${(most / 2 ** 20).toFixed(0)} MiB`, '', 'the whole process'],
    [
      'items',
      `${tally.before.items} before, ${tally.after.items} after`,
      `${tally.vanishes} vanish, ${tally.appears} appear`,
      '',
    ],
  ]);
} finally {
  await node.close();
}
process.exit(0);
