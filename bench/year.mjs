// npm run bench -- year [--patients 500] [--days 365] [--seed 3] [--report docs/reports/year-in-the-clinic.md]: a year of invented people at speed, through detection and the alerts' own books; how often must somebody look, and at what?
// How they live is test/support/year; the test of a year lives fifty of them for sixty days.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import '../scripts/typescript.mjs';
import { record } from './results.mjs';
import { writeReport } from './year/report.mjs';

const { DurableNode } = await import('../test/support/ledger/durable-node.ts');
const { liveYear } = await import('../test/support/year/live-year.ts');

const { values } = parseArgs({
  options: {
    patients: { type: 'string', default: '500' },
    days: { type: 'string', default: '365' },
    seed: { type: 'string', default: '3' },
    report: { type: 'string' },
  },
});
const [patients, days, seed] = [values.patients, values.days, values.seed].map(Number);
const node = await DurableNode.open();
try {
  const asOwner = (sql, parameters) => node.inDatabase(sql, parameters);
  const [{ id: clinicId }] = await asOwner('SELECT clinic_id AS id FROM clinic');
  const started = performance.now();
  const year = await liveYear({
    ownerUrl: node.ownerUrl(),
    asOwner,
    clinicId,
    patients,
    days,
    seed,
    onPatient: (done) => done % 25 === 0 && console.log(`${done} people have lived`),
  });
  const seconds = (performance.now() - started) / 1000;
  const { items, patientDays, heldBack } = year;
  const explained = items.filter(({ because }) => because !== null).length;
  const known = items.filter(({ on }) => on >= '2025-02-03').length;
  record(`year --patients ${patients} --days ${days} --seed ${seed}`, [
    ['looks a patient-day', (items.length / patientDays).toFixed(4), `${patientDays} patient-days`, 'goal ≤ 0.05'],
    ['looks', String(items.length), '', `${known} after the first four weeks`],
    ['with something true behind them', `${((100 * explained) / items.length).toFixed(1)} %`, '', 'by the story'],
    ['held back', JSON.stringify(heldBack).replaceAll('"', ''), '', 'concerns, each with its reason'],
    ['days lived a second', String(Math.round(patientDays / seconds)), `${seconds.toFixed(0)} s`, ''],
  ]);
  if (values.report) writeFileSync(values.report, writeReport(year, { patients, days, seed }));
} finally {
  await node.close();
}
process.exit(0);
