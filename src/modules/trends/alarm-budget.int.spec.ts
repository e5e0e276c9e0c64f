import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { postObservations, type Reading } from '../../../test/support/fhir.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../../../test/support/people.js';
import { until } from '../../../test/support/until.js';
import { stepwell } from '../../../test/support/stepwell.js';
import { COMMANDS } from '../../cli/commands.js';
import { DETECTOR_VERSION, findThreshold, toConfidence } from '../../detection/index.js';
import { addDays, civilDayOf, endOfDay, startOfDay } from '../../metrics/index.js';
import { query } from '../../platform/database/database.js';
import { isSettled } from './calibration-due.repository.js';
import { CalibrationWorker } from './calibration-worker.js';

const ZONE = 'Europe/Berlin';
const DAYS = 150;
/** Both lie in the last 90 days; the second still lasts. */
const FALLS = [
  { from: 75, to: 100 },
  { from: 132, to: DAYS },
];

let app: TestApp;
/** A second node on the same database. */
let other: TestApp;
let admin: Person;
let clinician: Person;
let fallen: string;
let steady: string;
let clinicId: string;

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  app.database.asOwner<Row>(sql, parameters);
const calibrations = () =>
  rows<{ id: string; threshold: number; budget: number; judged: number; patients: number; effective_on: string }>(
    'SELECT id, threshold, budget, judged, patients, effective_on::text FROM alarm_calibration ORDER BY id',
  );
const setting = async () => (await clinician.agent.get('/api/v1/clinic/detection').expect(200)).body;
const put = (person: Person, body: object) => person.agent.put('/api/v1/clinic/detection').send(body);
const makeDue = () => rows("UPDATE calibration_due SET next_at = now() - interval '1 s'");
const notToday = (id: string) =>
  rows(
    `INSERT INTO calibration_due (clinic_id, next_at, detector_version) VALUES ($1, now() + interval '1 day', $2)
     ON CONFLICT (clinic_id, detector_version) DO UPDATE SET next_at = excluded.next_at`,
    [id, DETECTOR_VERSION],
  );
/** As if only the first lesson had been. */
const keepFirst = async () => {
  await rows('DELETE FROM alarm_calibration WHERE id > (SELECT min(id) FROM alarm_calibration)');
  await notToday(clinicId);
};
/** Nobody can write a calibration of the clinic while `work` runs. */
async function whileLocked(id: string, work: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: app.database.ownerUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock(731005, hashtext($1))', [id]);
    await work();
  } finally {
    await client.end();
  }
}
const sweep = (node: TestApp) => node.nest.get(CalibrationWorker).sweep();

function story(seed: number, falls: readonly { from: number; to: number }[]): Reading[] {
  const today = civilDayOf(ZONE, Date.now());
  return Array.from({ length: DAYS }, (_, i) => {
    const day = addDays(today, i - DAYS);
    const start = startOfDay(ZONE, day);
    const worse = falls.some(({ from, to }) => i >= from && i < to);
    const wobble = (((i + seed) * 7919) % 13) - 6;
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
        start: new Date(start + 19 * 3_600_000).toISOString(),
        device: 'diary',
      },
    ];
  }).flat();
}

const waitUntil = (what: string, holds: () => Promise<boolean>) => until(what, holds, 60_000);
const trendOf = async (patientId: string) =>
  (
    await rows<{ calibration_id: string | null; at: Date }>(
      'SELECT calibration_id, computed_at AS at FROM trend WHERE patient_id = $1',
      [patientId],
    )
  )[0];
const openAlerts = (patientId: string) =>
  rows<{ id: string; version: number; since: string; calibrationId: number | null; score: number }>(
    `SELECT id, version, since::text, (evidence ->> 'calibrationId')::int AS "calibrationId", (evidence ->> 'scoreAtRaising')::float8 AS score
     FROM alert WHERE patient_id = $1 AND kind = 'deterioration' AND state <> 'resolved'`,
    [patientId],
  );

async function judgeAgain(patientId: string): Promise<void> {
  const before = await trendOf(patientId);
  await rows('INSERT INTO due_day (clinic_id, patient_id, day, judge) VALUES ($1, $2, current_date, true)', [
    clinicId,
    patientId,
  ]);
  await waitUntil('judged again', async () => (await trendOf(patientId))!.at.getTime() > before!.at.getTime());
}

beforeAll(async () => {
  app = await createTestApp();
  other = await createTestApp({ database: app.database });
  const clinic = await createClinic(app, 'budget');
  ({ admin, id: clinicId } = clinic);
  clinician = await inviteAndAccept(app, admin, { role: 'clinician' });
  const token = await tokenFor(app, clinic.id);
  // The nodes sweep by themselves too, each minute: not before the tests say so.
  await notToday(clinicId);
  fallen = await registerPatient(clinician, { familyName: 'Nomenclator' });
  steady = await registerPatient(clinician);
  await postObservations(app, token, fallen, story(0, FALLS));
  await postObservations(app, token, steady, story(5, []));
  await waitUntil('both judged', async () => {
    return (await trendOf(steady)) !== undefined && (await openAlerts(fallen)).length > 0;
  });
}, 180_000);
afterAll(async () => {
  await other?.close();
  await app?.close();
});

describe('a clinic that has never said anything', () => {
  it('has the default budget and is judged by the detector’s own threshold', async () => {
    expect(await setting()).toMatchObject({
      budgetPerPatientMonth: 0.1,
      range: { least: 0.02, most: 0.5 },
      patients: 2,
      detectorVersion: DETECTOR_VERSION,
      calibration: null,
      lookBack: null,
      history: [],
    });
    expect((await trendOf(fallen))!.calibration_id).toBeNull();
    expect((await openAlerts(fallen))[0]!.calibrationId).toBeNull();
  });
});

describe('the weekly calibration', () => {
  it('is made once, however many nodes try at once', async () => {
    await makeDue();
    await Promise.all([sweep(app), sweep(other), sweep(app), sweep(other)]);
    const made = await calibrations();
    expect(made).toHaveLength(1);
    expect(made[0]).toMatchObject({ budget: 0.1, patients: 2, judged: 0 });
    // Five patient-months hardly move what fifty hold.
    expect(Math.abs(made[0]!.threshold - findThreshold(0.1))).toBeLessThan(0.4);
    await Promise.all([sweep(app), sweep(other)]);
    expect(await calibrations()).toHaveLength(1);
    const [{ days } = { days: 0 }] = await rows<{ days: number }>(
      'SELECT extract(epoch FROM next_at - now())::float8 / 86400 AS days FROM calibration_due',
    );
    // With so little to learn from it looks again tomorrow.
    expect(days).toBeGreaterThan(0.9);
    expect(days).toBeLessThanOrEqual(1);
  }, 60_000);

  it('waits while a history is coming in', async () => {
    await rows(
      `INSERT INTO due_day (clinic_id, patient_id, day, next_at) VALUES ($1, $2, current_date - 40, now() + interval '1 hour')`,
      [clinicId, steady],
    );
    await makeDue();
    await sweep(app);
    expect(await calibrations()).toHaveLength(1);
    await rows('DELETE FROM due_day');
    await notToday(clinicId);
  }, 60_000);

  it('waits as well while days that several patients share are still to be spread', async () => {
    await app.surroundings.workerDatabase.as
      .inClinic(clinicId, async () => {
        expect(await isSettled()).toBe(true);
        await query(
          `INSERT INTO due_day (clinic_id, patient_ids, days) VALUES ($1, ARRAY[$2, $3]::uuid[], ARRAY[current_date, current_date - 40])`,
          [clinicId, steady, fallen],
        );
        expect(await isSettled()).toBe(false);
        throw new Error('nobody is to take it');
      })
      .catch((error: Error) => expect(error.message).toBe('nobody is to take it'));
  }, 60_000);

  it('waits for no day that fails again and again', async () => {
    await rows(
      `INSERT INTO due_day (clinic_id, patient_id, day, attempts, next_at) VALUES ($1, $2, current_date - 40, 5, now() + interval '1 hour')`,
      [clinicId, steady],
    );
    await makeDue();
    await sweep(app);
    expect(await calibrations()).toHaveLength(2);
    await rows('DELETE FROM due_day');
    await keepFirst();
  }, 60_000);

  it('leaves out a patient whose history cannot be judged', async () => {
    const broken = await registerPatient(clinician);
    await rows(
      `INSERT INTO daily_value (clinic_id, patient_id, metric, day, value, state, sources) VALUES ($1, $2, 'steps', current_date - 60, 'NaN', 'ok', '[]')`,
      [clinicId, broken],
    );
    await makeDue();
    await sweep(app);
    const [, second] = await calibrations();
    expect(second).toMatchObject({ patients: 2 });
    await rows('DELETE FROM daily_value WHERE patient_id = $1', [broken]);
    await rows('DELETE FROM due_day');
    await keepFirst();
  }, 60_000);

  it('teaches nothing when somebody else has taken the clinic meanwhile', async () => {
    let lesson: Promise<void> | undefined;
    await whileLocked(clinicId, async () => {
      await makeDue();
      lesson = sweep(app);
      const isTaken = async () => (await rows('SELECT 1 FROM calibration_due WHERE next_at > now()')).length > 0;
      await waitUntil('taken', isTaken);
      // It took longer than its lease, and another node has the clinic now.
      await rows("UPDATE calibration_due SET next_at = now() + interval '7 min'");
    });
    await lesson;
    expect(await calibrations()).toHaveLength(1);
    await notToday(clinicId);
  }, 60_000);

  it('by two releases side by side is made by each for its own detector', async () => {
    await rows("UPDATE calibration_due SET detector_version = 'the-one-before'");
    await sweep(app);
    expect(await calibrations()).toHaveLength(2);
    const leases = await rows('SELECT detector_version FROM calibration_due WHERE clinic_id = $1', [clinicId]);
    expect(leases).toHaveLength(2);
    await rows("DELETE FROM calibration_due WHERE detector_version = 'the-one-before'");
    await keepFirst();
  }, 60_000);

  it.each([
    ['is tried again soon', "interval '1 hour'", 5],
    ['an hour later when it is no longer new', "interval '2 days'", 60],
  ])(
    'of a clinic without data is none, and %s',
    async (_name, age, expected) => {
      const [empty] = await rows<{ id: string }>("SELECT clinic_id AS id FROM clinic WHERE slug = 'empty'");
      const id = empty?.id ?? (await createClinic(app, 'empty')).id;
      await rows(`UPDATE clinic SET created_at = now() - ${age} WHERE clinic_id = $1`, [id]);
      await rows('DELETE FROM calibration_due WHERE clinic_id = $1', [id]);
      await sweep(app);
      expect(await rows('SELECT 1 FROM alarm_calibration WHERE clinic_id = $1', [id])).toEqual([]);
      const [{ minutes } = { minutes: 0 }] = await rows<{ minutes: number }>(
        'SELECT extract(epoch FROM next_at - now())::float8 / 60 AS minutes FROM calibration_due WHERE clinic_id = $1',
        [id],
      );
      expect(minutes).toBeGreaterThan(0.8 * expected);
      expect(minutes).toBeLessThanOrEqual(expected);
      await rows('UPDATE clinic SET created_at = now() WHERE clinic_id = $1', [id]);
      await notToday(id);
    },
    60_000,
  );

  it('of one clinic is made although another one’s fails', async () => {
    const [empty] = await rows<{ id: string }>("SELECT clinic_id AS id FROM clinic WHERE slug = 'empty'");
    await rows(`ALTER TABLE calibration_due ADD CONSTRAINT broken CHECK (clinic_id <> '${empty!.id}') NOT VALID`);
    await rows("UPDATE calibration_due SET next_at = now() - interval '1 s' WHERE clinic_id = $1", [clinicId]);
    await rows('DELETE FROM calibration_due WHERE clinic_id = $1', [empty!.id]);
    await sweep(app);
    expect(await calibrations()).toHaveLength(2);
    await rows('ALTER TABLE calibration_due DROP CONSTRAINT broken');
    await notToday(empty!.id);
    await keepFirst();
  }, 60_000);

  it('shows what budgets would have meant in the last 90 days', async () => {
    const { calibration, lookBack } = await setting();
    expect(calibration).toMatchObject({ judgedAlarms: 0 });
    expect(lookBack.patients).toBe(2);
    expect(lookBack.patientMonths).toBeCloseTo((2 * 90) / 30.44, 0);
    const budgets = lookBack.budgets as { budgetPerPatientMonth: number; threshold: number; notifications: number }[];
    expect(budgets.map((b) => b.budgetPerPatientMonth)).toEqual([0.02, 0.05, 0.1, 0.2, 0.5]);
    for (let i = 1; i < budgets.length; i++) expect(budgets[i]!.threshold).toBeLessThan(budgets[i - 1]!.threshold);
    // The fall that lasts, and the one before.
    expect(budgets[2]!.notifications).toBeGreaterThanOrEqual(2);
  });
});

describe('another budget', () => {
  it('is taken from admins, with who and when, and holds from a day that has begun nowhere', async () => {
    const { body } = await put(admin, { budgetPerPatientMonth: 0.2 }).expect(200);
    expect(body.budgetPerPatientMonth).toBe(0.2);
    expect(body.history).toEqual([{ at: expect.any(String), by: 'Admin of budget', from: 0.1, to: 0.2 }]);
    const [first, second, ...more] = await calibrations();
    expect(more).toEqual([]);
    expect(second).toMatchObject({ budget: 0.2, patients: 2 });
    expect(second!.threshold).toBeLessThan(first!.threshold);
    expect(body.calibration).toMatchObject({ threshold: second!.threshold, effectiveOn: second!.effective_on });
    expect(second!.effective_on > civilDayOf('Pacific/Kiritimati', Date.now())).toBe(true);
    await judgeAgain(steady);
    expect((await trendOf(steady))!.calibration_id).toBeNull();
  });

  it('that is the same as before changes nothing', async () => {
    await put(admin, { budgetPerPatientMonth: 0.2 }).expect(200);
    expect((await setting()).history).toHaveLength(1);
    expect(await calibrations()).toHaveLength(2);
  });

  it.each([
    ['too small', { budgetPerPatientMonth: 0.019 }, 'budgetPerPatientMonth'],
    ['too large', { budgetPerPatientMonth: 0.51 }, 'budgetPerPatientMonth'],
    ['a text', { budgetPerPatientMonth: '0.1' }, 'budgetPerPatientMonth'],
    ['missing', {}, 'budgetPerPatientMonth'],
    ['misspelt', { budgetPerPatientMonth: 0.1, budget: 0.1 }, 'budget'],
  ])('%s is refused, and says where', async (_name, body, path) => {
    const answer = await put(admin, body).expect(422);
    expect(answer.body.errors.map((e: { path: string }) => e.path)).toContain(path);
    expect((await setting()).budgetPerPatientMonth).toBe(0.2);
  });

  it('two at once leave one line of history after the other', async () => {
    await Promise.all([0.05, 0.3, 0.4].map((budget) => put(admin, { budgetPerPatientMonth: budget }).expect(200)));
    const { history, budgetPerPatientMonth } = await setting();
    expect(history).toHaveLength(4);
    expect(history[0].to).toBe(budgetPerPatientMonth);
    for (let i = 1; i < history.length; i++) expect(history[i - 1].from).toBe(history[i].to);
    await put(admin, { budgetPerPatientMonth: 0.1 }).expect(200);
  });
});

/** A calibration that holds from a day on, as if time had passed. */
const inForce = async (threshold: number, since: string, judged = 0) => {
  const [row] = await rows<{ id: string }>(
    `INSERT INTO alarm_calibration (clinic_id, detector_version, effective_on, budget, threshold, intercept, slope, first_day, last_day, patients, patient_months, judged, recent_real, recent_refuted, points)
     VALUES ($1, $2, $3, 0.1, $4, 0.498, 0.513, current_date, current_date, 0, 0, $5, 0, 0, '[]') RETURNING id`,
    [clinicId, DETECTOR_VERSION, since, threshold, judged],
  );
  return Number(row!.id);
};

/** What the confidence on the worklist and on the patient's page is. */
const sureness = async () => {
  const { body: list } = await clinician.agent.get('/api/v1/alerts').expect(200);
  const { body: page } = await clinician.agent.get(`/api/v1/patients/${fallen}/series`).expect(200);
  const row = list.items.find((r: { kind: string }) => r.kind === 'deterioration');
  return [row.confidenceFrom, page.confidenceFrom];
};

describe('a threshold that has changed', () => {
  it('leaves open what is open, and says by what it was judged', async () => {
    const before = await openAlerts(fallen);
    expect(before.length).toBeGreaterThan(0);
    expect(await sureness()).toEqual(['evidence', 'evidence']);
    const id = await inForce(50, civilDayOf(ZONE, Date.now()), 20);
    await judgeAgain(fallen);
    const after = await openAlerts(fallen);
    expect(after.map((a) => [a.id, a.since])).toEqual(before.map((a) => [a.id, a.since]));
    expect(after[0]!.calibrationId).toBe(id);
    // Twenty judged alarms: from now on it is a share of them.
    expect(await sureness()).toEqual(['outcomes', 'outcomes']);
    expect(Number((await trendOf(fallen))!.calibration_id)).toBe(id);
  }, 60_000);

  it('would have kept it silent had it been in force then', async () => {
    const id = await inForce(50, '2020-01-01');
    await judgeAgain(fallen);
    expect(await openAlerts(fallen)).toEqual([]);
    await rows('DELETE FROM alarm_calibration WHERE threshold = 50 AND id <= $1', [id]);
    await judgeAgain(fallen);
    expect((await openAlerts(fallen)).length).toBeGreaterThan(0);
  }, 60_000);
});

describe('an alert that somebody judged', () => {
  it('counts against no budget when it was real, and teaches the confidence', async () => {
    const before = (await setting()).lookBack.budgets;
    const [alert] = await openAlerts(fallen);
    await clinician.agent
      .post(`/api/v1/alerts/${alert!.id}/resolve`)
      .send({ version: alert!.version, outcome: 'plan-changed' })
      .expect(200);
    // As if all that had been some days ago: what is looked back at are days that are over.
    await rows(
      "UPDATE alert SET raised_at = raised_at - interval '4 days', resolved_at = resolved_at - interval '3 days'",
    );
    await makeDue();
    await sweep(other);
    const { calibration, lookBack } = await setting();
    expect(calibration.judgedAlarms).toBe(1);
    expect(lookBack.budgets[2].real).toBeGreaterThan(before[2].real);
    expect(lookBack.budgets[2].threshold).toBeLessThan(before[2].threshold);
    const [row] = await rows<{ intercept: number; slope: number }>(
      'SELECT intercept, slope FROM alarm_calibration ORDER BY id DESC LIMIT 1',
    );
    expect(toConfidence(alert!.score, row)).toBeGreaterThan(toConfidence(alert!.score));
  }, 60_000);
});

describe('stepwell replay', () => {
  const run = async (...args: string[]) => {
    const command = stepwell(['replay', ...args], { DATABASE_URL: app.database.ownerUrl });
    return { code: await command.ended, output: command.output() };
  };
  const json = async (...args: string[]) => {
    const { code, output } = await run('--json', '--clinic', 'budget', ...args);
    expect(code).toBe(0);
    // The first command builds what is missing, and says so.
    return JSON.parse(output.trim().split('\n').at(-1)!);
  };

  it('says what a budget would have told, beside a running server', async () => {
    const { lookBack } = await setting();
    const report = await json('--budget', '0.1');
    expect(report).toMatchObject({
      from: lookBack.from,
      to: lookBack.to,
      detectorVersion: DETECTOR_VERSION,
      thresholdFrom: 'learned',
      threshold: lookBack.budgets[2].threshold,
      patients: 2,
      patientMonths: lookBack.patientMonths,
    });
    expect(report.notifications).toBeGreaterThanOrEqual(2);
    const { activity, sleep, pain } = report.notificationsByDomain;
    expect(activity + sleep + pain).toBe(report.notifications);
    expect(report.notificationsPerPatientMonth).toBeCloseTo(report.notifications / report.patientMonths, 9);
    expect(report.medianDaysUntilTold).toBeGreaterThanOrEqual(1);
    // It was raised when its history came in, weeks after it could have been told.
    expect(report.realAlerts).toMatchObject({ alerts: 1, earlier: 1, never: 0 });
    const later = await json('--budget', '0.02');
    // Fewer notifications need not follow: what opens early at a low threshold can swallow two that open apart at a high one.
    expect(later.threshold).toBe(lookBack.budgets[0].threshold);
    expect(later.threshold).toBeGreaterThan(report.threshold);
    expect(later.notifications).toBe(lookBack.budgets[0].notifications);
  }, 60_000);

  it('looks at the days it was told, and at nobody’s name', async () => {
    const { to } = await json();
    const quiet = await json('--from', addDays(to, -45), '--to', addDays(to, -30));
    expect(quiet).toMatchObject({ notifications: 0, notificationsPerPatientMonth: 0, medianDaysUntilTold: null });
    const { code, output } = await run('--clinic', 'budget');
    expect(code).toBe(0);
    expect(output).toMatch(/^Notifications {7}\d+, \d\.\d+ per patient-month$/m);
    expect(output).not.toContain('Nomenclator');
    expect(output).not.toContain(fallen);
  }, 60_000);

  it.each([
    ['one clinic of several', [], /^Say --clinic <name>\. Clinics: budget, empty\.$/m],
    ['an unknown clinic', ['--clinic', 'nowhere'], /^There is no clinic "nowhere" here\. Clinics: budget, empty\.$/m],
  ])(
    '%s ends with 1 and a sentence',
    async (_name, args, sentence) => {
      const { code, output } = await run(...args);
      expect(code).toBe(1);
      expect(output).toMatch(sentence);
    },
    60_000,
  );

  it.each([
    ['a budget that is none', ['--budget', '3'], /^--budget must be 0\.02 to 0\.5 false alarms per patient and month/],
    ['a budget in words', ['--budget', 'ten'], /^--budget must be 0\.02 to 0\.5/],
    ['a day that is none', ['--from', '2026-02-30'], /^--from must be a day that exists/],
    ['a day that is not over', ['--to', '2999-01-01'], /^--to must be \d{4}-\d{2}-\d{2} or earlier/],
    ['days the wrong way round', ['--from', '2026-03-01', '--to', '2026-02-01'], /^--from must not be after --to/],
    ['too many days', ['--from', '1980-01-01'], /^--from must be within 3660 days/],
    ['another detector', ['--detector', 'adwin'], /^This build has the detector \S+ only: .*"adwin"\.$/],
  ])('%s is refused before anything is opened', async (_name, args, sentence) => {
    const open = () => Promise.reject(new Error('was opened'));
    await expect(COMMANDS['replay']!.run(args, open)).rejects.toThrow(sentence);
  });
});
