// npm run bench -- review [--patients 500] [--record]: the team review and the alert economics of a clinic of so many patients
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { record } from './results.mjs';
import { openServer, signIn } from './server.mjs';

const { values } = parseArgs({
  options: { patients: { type: 'string', default: '500' }, record: { type: 'boolean', default: false } },
});
const TIMES = 60;
const SENTENCE = JSON.stringify({ key: 'trend.changed', facts: { metric: 'steps', value: 3600, usual: 5600 } });
const RESULT = JSON.stringify({ headline: { key: 'trend.steady', facts: { metric: 'steps' } }, metrics: {} });
const EVIDENCE = JSON.stringify({ type: 'trend', metric: 'steps', alsoMoved: [] });

/** Everybody with a year of days and two alerts a month, every third of them with something to talk about this week. */
const FILL = [
  `INSERT INTO patient (clinic_id, id, given_name, family_name, created_at)
   SELECT $1::uuid, gen_random_uuid(), 'Bench', 'Person ' || i, now() - interval '400 days' FROM generate_series(1, $2::int) AS i`,
  `INSERT INTO consent (clinic_id, id, patient_id, purpose, status, recorded_by, how, recorded_at)
   SELECT $1, gen_random_uuid(), id, 'monitoring', 'given', 'bench', 'earlier', created_at FROM patient WHERE $2::int > 0`,
  `INSERT INTO daily_value (clinic_id, patient_id, metric, day, value, state, sources)
   SELECT $1, p.id, m, current_date - i, 4000 + (i * 379) % 900, 'ok', '[]' FROM patient p, unnest('{steps,sleepDuration,painIntensity}'::text[]) AS m, generate_series(0, 364) AS i WHERE $2::int > 0`,
  `INSERT INTO trend (clinic_id, patient_id, through, course, result, detector_version, catalogue_version, last_data_at)
   SELECT $1, id, current_date, (ARRAY['worse','steady','improving'])[1 + ascii(id::text) % 3], '${RESULT}', 'bench', 'bench', now() FROM patient WHERE $2::int > 0`,
  `INSERT INTO alert (clinic_id, id, patient_id, producer, kind, domain, key, concern_key, severity, tier, state, since, sentence, evidence, raised_at, resolved_at, outcome)
   SELECT $1, gen_random_uuid(), p.id, 'integration', 'deterioration', 'activity', 'k' || i, 'k' || i, 2, 'today', CASE WHEN i = 0 THEN 'open' ELSE 'resolved' END, current_date,
     '${SENTENCE}', '${EVIDENCE}', now() - (i * 15 + 1) * interval '1 day', CASE WHEN i > 0 THEN now() - (i * 15 - 5) * interval '1 day' END, CASE WHEN i > 0 THEN 'contacted' END
   FROM patient p, generate_series(0, 24) AS i WHERE $2::int > 0 AND (i > 0 OR ascii(p.id::text) % 3 = 0)`,
];

const folder = mkdtempSync(join(tmpdir(), 'stepwell-review-'));
const server = await openServer(folder);
const owner = new pg.Client({ connectionString: server.ownerUrl });
try {
  await owner.connect();
  const { rows: clinics } = await owner.query(`SELECT clinic_id AS id FROM clinic`);
  await owner.query(`SELECT set_config('app.clinic', $1, false)`, [clinics[0].id]);
  for (const sql of FILL) await owner.query(sql, [clinics[0].id, Number(values.patients)]);
  await owner.query('ANALYZE');
  const coordinator = await signIn(server.url, server.coordinator);
  const figures = [];
  for (const [what, path] of [
    ['team review of this week', '/api/v1/weekly-review'],
    ['alert economics of 30 days', '/api/v1/alert-economics'],
    ['alert economics of a year', '/api/v1/alert-economics?days=365'],
  ])
    figures.push([what, ...(await measure(coordinator, path)), '']);
  if (values.record) record(`review --patients ${values.patients}`, figures);
  else console.table(figures);
} finally {
  await owner.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(cookie, path) {
  const took = [];
  let bytes = 0;
  for (let i = 0; i < TIMES; i++) {
    const started = performance.now();
    const response = await fetch(server.url + path, { headers: { cookie } });
    bytes = (await response.text()).length;
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    took.push(performance.now() - started);
  }
  took.sort((a, b) => a - b);
  const at = (share) => took[Math.floor(share * (TIMES - 1))].toFixed(0);
  return [`${Math.round(bytes / 1024)} KB`, `p50 ${at(0.5)} ms, p90 ${at(0.9)} ms`];
}
