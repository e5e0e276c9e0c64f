import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { postObservations, type Reading } from '../../../test/support/fhir.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../../../test/support/people.js';
import { until } from '../../../test/support/until.js';
import { evaluations } from '../../platform/telemetry/metrics.js';
import { reportUnjudged } from './report-unjudged.js';
import { addDays, civilDayOf, endOfDay, startOfDay } from '../../metrics/index.js';

const ZONE = 'Europe/Berlin';
const DAYS = 70;
const WORSE_FOR = 21;

let app: TestApp;
/** A second node on the same database. */
let other: TestApp;
let clinician: Person;
let token: string;
let clinicId: string;

beforeAll(async () => {
  app = await createTestApp();
  other = await createTestApp({ database: app.database });
  const clinic = await createClinic(app, 'worker');
  clinicId = clinic.id;
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(async () => {
  await other?.close();
  await app?.close();
});

/** Steps and pain of ten weeks up to yesterday; in the last three everything goes wrong. */
function story(): Reading[] {
  const today = civilDayOf(ZONE, Date.now());
  return Array.from({ length: DAYS }, (_, i) => {
    const day = addDays(today, i - DAYS);
    const start = startOfDay(ZONE, day);
    const worse = i >= DAYS - WORSE_FOR;
    const wobble = ((i * 7919) % 13) - 6;
    const evening = new Date(start + 19 * 3_600_000).toISOString();
    return [
      {
        metric: 'steps' as const,
        value: (worse ? 2600 : 7000) + wobble * 90,
        start: new Date(start).toISOString(),
        end: new Date(endOfDay(ZONE, day)).toISOString(),
      },
      {
        metric: 'painIntensity' as const,
        value: (worse ? 8 : 4) + (i % 3 === 0 ? 1 : 0),
        start: evening,
        device: 'diary',
      },
    ];
  }).flat();
}

const rows = <Row extends object>(sql: string, patientId: string) => app.database.asOwner<Row>(sql, [patientId]);
const count = async (table: string, patientId: string): Promise<number> =>
  Number((await rows<{ n: string }>(`SELECT count(*) AS n FROM ${table} WHERE patient_id = $1`, patientId))[0]!.n);
const due = (patientId: string) =>
  rows<{ attempts: number; wait: number }>(
    'SELECT attempts, extract(epoch FROM next_at - now())::float8 AS wait FROM due_day WHERE patient_id = $1',
    patientId,
  );
/** What waits to be done now; looking again later is no debt. */
const isQuiet = async (patientId: string) => !(await due(patientId)).some((row) => row.wait <= 5 || row.attempts > 0);
const alerts = (patientId: string) =>
  rows<{ kind: string; domain: string; state: string; raised: number }>(
    `SELECT kind, domain, state, (SELECT count(*)::int FROM alert_event e WHERE e.alert_id = a.id AND e.kind = 'raised') AS raised FROM alert a WHERE patient_id = $1`,
    patientId,
  );

const waitUntil = (what: string, holds: () => Promise<boolean>) => until(what, holds, 50_000);

async function expectOneAlert(patientId: string): Promise<void> {
  const raised = await alerts(patientId);
  expect(raised.filter((a) => a.kind === 'deterioration').length).toBeGreaterThanOrEqual(1);
  const concerns = raised.map((a) => `${a.kind} ${a.domain}`);
  expect(new Set(concerns).size).toBe(concerns.length);
  expect(raised.every((a) => a.raised === 1)).toBe(true);
}

describe('from readings to an alert', () => {
  let patientId: string;
  beforeAll(async () => {
    patientId = await registerPatient(clinician);
    await postObservations(app, token, patientId, story());
    await waitUntil('all judged', async () => (await count('trend', patientId)) === 1 && (await isQuiet(patientId)));
  }, 60_000);

  it('has a daily value for each day, a trend and one alert, told to the team once', async () => {
    const days = await rows<{ metric: string; n: number }>(
      'SELECT metric, count(*)::int AS n FROM daily_value WHERE patient_id = $1 GROUP BY metric',
      patientId,
    );
    expect(Object.fromEntries(days.map((d) => [d.metric, d.n]))).toEqual({ steps: DAYS, painIntensity: DAYS });
    await expectOneAlert(patientId);
    const { body: open } = await clinician.agent.get(`/api/v1/alerts?patientId=${patientId}`).expect(200);
    expect(open.items[0]).toMatchObject({ state: 'open', kind: 'deterioration', course: 'worse' });
    const [{ n } = { n: 0 }] = await rows<{ n: number }>(
      `SELECT count(*)::int AS n FROM delivery WHERE patient_id = $1 AND kind = 'alert'`,
      patientId,
    );
    expect(n).toBeGreaterThanOrEqual(1);
    const { body: summary } = await clinician.agent.get(`/api/v1/patients/${patientId}`).expect(200);
    expect(summary).toMatchObject({ course: 'worse', openAlerts: open.items.length });
  });

  it('judges the same readings again without a word', async () => {
    const before = await alerts(patientId);
    await postObservations(app, token, patientId, story());
    await waitUntil('quiet', () => isQuiet(patientId));
    expect(await alerts(patientId)).toEqual(before);
  });

  it('shows it in the series of the patient', async () => {
    const { body } = await clinician.agent.get(`/api/v1/patients/${patientId}/series`).expect(200);
    expect(body.panels.map((p: { metric: string }) => p.metric)).toEqual(['steps', 'painIntensity']);
    expect(body.course).toBe('worse');
    expect(body.panels[0].days).toHaveLength(body.days.length);
    await clinician.agent.get(`/api/v1/patients/${patientId}/series?from=2026-02-30`).expect(422);
    await clinician.agent.get(`/api/v1/patients/${patientId}/series?from=1901-01-01`).expect(422);
  });
});

/** A total of a questionnaire, filled in elsewhere and sent by its LOINC code: from FHIR to the page and the worklist. */
describe('a PHQ-9 every two weeks', () => {
  const today = civilDayOf(ZONE, Date.now());
  const ago = (days: number) => addDays(today, -days);
  const report = (days: number, value: number): Reading => ({
    metric: 'phq9Score',
    value,
    start: new Date(startOfDay(ZONE, ago(days)) + 19 * 3_600_000).toISOString(),
    device: 'survey',
  });
  let patientId: string;
  beforeAll(async () => {
    patientId = await registerPatient(clinician);
    const calm = [71, 57, 43, 29, 15].map((days, i) => report(days, 7 + (i % 2)));
    await postObservations(app, token, patientId, [...calm, report(1, 18)]);
    await waitUntil('all judged', async () => (await count('trend', patientId)) === 1 && (await isQuiet(patientId)));
  }, 60_000);

  it('has a panel with its range, its usual and its change', async () => {
    const { body } = await clinician.agent.get(`/api/v1/patients/${patientId}/series`).expect(200);
    expect(body.panels).toMatchObject([
      {
        metric: 'phq9Score',
        range: [0, 27],
        better: 'down',
        course: 'worse',
        usual: { middle: 7.5, validDays: 4 },
        change: { on: ago(1), interval: [ago(14), ago(1)], level: 18, percent: null },
        meaningful: { absolute: 5, relative: null },
        sentence: { key: 'trend.changed', facts: { metric: 'phq9Score', value: 18, direction: 'up' } },
      },
    ]);
    const states: string[] = body.panels[0].days.map((d: { state: string }) => d.state);
    expect([...new Set(states)]).toEqual(['notYet', 'ok', 'notAsked']);
    expect(states.lastIndexOf('notYet')).toBeLessThan(states.indexOf('ok'));
    expect(body.hint).toBeNull();
  });

  it('is one alert about mood, with its evidence', async () => {
    const { body: open } = await clinician.agent.get(`/api/v1/alerts?patientId=${patientId}`).expect(200);
    expect(open.items).toMatchObject([
      { kind: 'deterioration', domain: 'mood', course: 'worse', tier: expect.any(String) },
    ]);
    const { body: detail } = await clinician.agent.get(`/api/v1/alerts/${open.items[0].id}`).expect(200);
    expect(detail.evidence).toMatchObject({
      metric: 'phq9Score',
      value: 18,
      usual: 7.5,
      sinceInterval: [ago(14), ago(1)],
    });
  });

  it('on paper and entered after nine days is an alert too', async () => {
    const late = await registerPatient(clinician);
    await rows(`UPDATE patient SET created_at = now() - interval '80 days' WHERE id = $1`, late);
    const judged = async () => (await count('trend', late)) === 1 && (await isQuiet(late));
    await postObservations(
      app,
      token,
      late,
      [71, 57, 43, 29, 15].map((days) => report(days, 7)),
    );
    await waitUntil('the calm months judged', judged);
    expect(await alerts(late)).toEqual([]);
    await postObservations(app, token, late, [report(9, 18)]);
    await waitUntil('the late one judged', async () => (await alerts(late)).length > 0);
    expect(await alerts(late)).toMatchObject([{ kind: 'deterioration', domain: 'mood', state: 'open' }]);
  });

  it('refuses a total that cannot be', async () => {
    const sent = postObservations(app, token, patientId, [report(0, 28)]);
    await expect(sent).rejects.toThrow('phq9Score must be 0 to 27');
  });
});

it('steps alone: says what would help', async () => {
  const patientId = await registerPatient(clinician);
  await postObservations(
    app,
    token,
    patientId,
    story().filter((reading) => reading.metric === 'steps'),
  );
  await waitUntil('all judged', async () => (await count('trend', patientId)) === 1 && (await isQuiet(patientId)));
  const { body } = await clinician.agent.get(`/api/v1/patients/${patientId}/series`).expect(200);
  expect(body.hint).toEqual({ key: 'hint.askPain', facts: { metric: 'steps', percent: 15, weeks: 4 } });
}, 60_000);

it('two nodes at once raise one alert', async () => {
  const patientId = await registerPatient(clinician);
  const all = story();
  const parts = Array.from({ length: 7 }, (_, i) => all.slice(i * 20, i * 20 + 20));
  await Promise.all(parts.map((part, i) => postObservations(i % 2 ? other : app, token, patientId, part)));
  await waitUntil('all judged', async () => (await count('trend', patientId)) === 1 && (await isQuiet(patientId)));
  expect(await count('daily_value', patientId)).toBe(2 * DAYS);
  await expectOneAlert(patientId);
}, 60_000);

it('what is on time is news also when the rest of its delivery is judged after it', async () => {
  const patientId = await registerPatient(clinician);
  const all = story();
  const judged = (days: number) =>
    waitUntil(
      `${days} days judged`,
      async () =>
        (await count('daily_value', patientId)) === 2 * days &&
        (await count('trend', patientId)) === 1 &&
        (await isQuiet(patientId)),
    );
  await postObservations(app, token, patientId, all.slice(-20));
  await judged(10);
  expect(await alerts(patientId)).toEqual([]);
  await postObservations(app, token, patientId, all.slice(0, -20));
  await judged(DAYS);
  await expectOneAlert(patientId);
}, 60_000);

it('a patient who receives steadily is judged once a second by each node, and the last reading counts', async () => {
  const patientId = await registerPatient(clinician);
  const done = async () => (await evaluations.get()).values.reduce((sum, { value }) => sum + value, 0);
  const from = startOfDay(ZONE, addDays(civilDayOf(ZONE, Date.now()), -3));
  const before = await done();
  const started = performance.now();
  for (let minute = 0; minute < 60; minute++) {
    const [start, end] = [0, 1].map((i) => new Date(from + (minute + i) * 60_000).toISOString());
    await postObservations(app, token, patientId, [{ metric: 'steps', value: 10, start: start!, end }]);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  await waitUntil('quiet', () => isQuiet(patientId));
  const seconds = (performance.now() - started) / 1000;
  expect((await done()) - before).toBeLessThanOrEqual(2 * (Math.ceil(seconds) + 1));
  const [day] = await rows<{ value: number }>('SELECT value FROM daily_value WHERE patient_id = $1', patientId);
  expect(day!.value).toBe(600);
}, 60_000);

describe('an evaluation that fails at its last step', () => {
  const poison = async (patientId: string) => {
    await app.database.asOwner(`CREATE OR REPLACE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN IF NEW.patient_id = '${patientId}' THEN RAISE EXCEPTION 'poisoned'; END IF; RETURN NEW; END $$`);
    await app.database.asOwner(
      'CREATE TRIGGER poison BEFORE INSERT ON delivery FOR EACH ROW EXECUTE FUNCTION poison()',
    );
  };
  const cure = () => app.database.asOwner('DROP TRIGGER IF EXISTS poison ON delivery');

  /** What each node does once a minute. */
  const sweep = () => app.surroundings.workerDatabase.as.inClinic(clinicId, () => reportUnjudged(clinicId));
  const faults = () =>
    app.database.asOwner(
      `SELECT state, (evidence ->> 'patients')::int AS patients FROM alert WHERE kind = 'chain-fault' AND clinic_id = $1`,
      [clinicId],
    );

  it('leaves nothing half done, is tried again ever later, and holds nobody else up', async () => {
    const [poisoned, healthy] = [await registerPatient(clinician), await registerPatient(clinician)];
    await poison(poisoned);
    try {
      await postObservations(app, token, poisoned, story());
      await waitUntil('first failure', async () => (await due(poisoned)).some((row) => row.attempts >= 1));
      await postObservations(app, token, healthy, story());
      await waitUntil(
        'the other patient',
        async () => (await count('trend', healthy)) === 1 && (await isQuiet(healthy)),
      );
      await expectOneAlert(healthy);

      // Later attempts wait longer still: whoever looks late sees one of those.
      let waiting: Awaited<ReturnType<typeof due>> = [];
      await waitUntil('second failure, and a longer wait', async () => {
        waiting = await due(poisoned);
        return waiting.every((row) => row.attempts >= 2) && Math.max(...waiting.map((row) => row.wait)) > 1.5;
      });
      expect(waiting.length).toBeGreaterThanOrEqual(DAYS);
      for (const table of ['daily_value', 'trend', 'alert', 'delivery'])
        expect([table, await count(table, poisoned)]).toEqual([table, 0]);

      await app.database.asOwner('UPDATE due_day SET attempts = 8, next_at = now() WHERE patient_id = $1', [poisoned]);
      // It is never given up, only tried ever more rarely.
      await waitUntil('an hour until the next try', async () =>
        (await due(poisoned)).every((row) => row.attempts === 9 && row.wait > 3000),
      );
      await sweep();
      expect(await faults()).toEqual([{ state: 'open', patients: 1 }]);
    } finally {
      await cure();
    }
    await app.database.asOwner('UPDATE due_day SET attempts = 1, next_at = now() WHERE patient_id = $1', [poisoned]);
    await waitUntil('cured', async () => (await count('trend', poisoned)) === 1 && (await isQuiet(poisoned)));
    expect(await count('daily_value', poisoned)).toBe(2 * DAYS);
    await expectOneAlert(poisoned);
    await sweep();
    expect(await faults()).toEqual([{ state: 'resolved', patients: 1 }]);
  }, 120_000);
});

it('an unknown patient id in the queue harms nobody', async () => {
  const [clinic] = await app.database.asOwner<{ clinic_id: string }>('SELECT clinic_id FROM clinic LIMIT 1');
  const nobody = randomUUID();
  await app.database.asOwner('INSERT INTO due_day (clinic_id, patient_id, day) VALUES ($1, $2, current_date)', [
    clinic!.clinic_id,
    nobody,
  ]);
  await waitUntil('taken off', async () => (await due(nobody)).length === 0);
}, 60_000);
