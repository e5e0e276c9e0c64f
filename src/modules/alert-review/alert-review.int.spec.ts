import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aFall, report } from '../../../test/support/alerts.js';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../test/support/care.js';
import { createClinic, ok, type Person, registerPatient } from '../../../test/support/people.js';

const DAY_MS = 86_400_000;
let app: TestApp;
let circle: CareCircle;
let south: CareCircle;
let plain: string;
let held: string;

const day = (offset: number) => new Date(Date.now() + offset * DAY_MS).toISOString().slice(0, 10);

/** An alert as the books would hold it: raised and ended so many days ago. */
async function past(
  of: CareCircle,
  change: { kind?: string; raised: number; resolved?: number; outcome?: string; answeredAfterMinutes?: number },
): Promise<string> {
  const id = randomUUID();
  const { kind = 'no-show', raised, resolved = null, outcome = null, answeredAfterMinutes } = change;
  await app.database.asOwner(
    `INSERT INTO alert (clinic_id, id, patient_id, producer, kind, domain, key, concern_key, severity, tier, state, since, sentence, evidence, raised_at, resolved_at, outcome)
     VALUES ($1, $2, $3, 'integration', $4, 'visit', $5, $4 || $5, 1, 'week', CASE WHEN $7::float8 IS NULL THEN 'open' ELSE 'resolved' END, current_date,
       '{"key":"visit.missed","facts":{}}', '{"type":"visit","visitId":"v","startsAt":"2026-03-01T10:00:00Z","missedInARow":1}',
       now() - $6::float8 * interval '1 day', now() - $7::float8 * interval '1 day', $8)`,
    [of.clinicId, id, of.patientId, kind, id, raised, resolved, outcome],
  );
  if (answeredAfterMinutes !== undefined)
    await app.database.asOwner(
      `INSERT INTO alert_event (clinic_id, alert_id, kind, person_id, at)
       SELECT $1, $2, 'acknowledged', $3, now() - $4::float8 * interval '1 day' + $5::float8 * interval '1 minute'`,
      [of.clinicId, id, of.treating.personId, raised, answeredAfterMinutes],
    );
  return id;
}

beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'north'), 'Watched');
  south = await gatherCareCircle(app, await createClinic(app, 'south'), 'Elsewhere');
  plain = await registerPatient(circle.coordinator, { familyName: 'Plain', careTeam: [] });
  held = await registerPatient(circle.coordinator, { familyName: 'Onhold', careTeam: [circle.treating.personId] });
  await app.database.asOwner(
    `INSERT INTO consent (clinic_id, id, patient_id, purpose, status, recorded_by, how)
     SELECT clinic_id, gen_random_uuid(), patient_id, purpose, 'withdrawn', recorded_by, how FROM consent WHERE patient_id = $1 AND purpose = 'monitoring'`,
    [held],
  );
  await report(app, circle.clinicId, aFall(circle.patientId));
  await report(app, south.clinicId, aFall(south.patientId));
}, 120_000);
afterAll(() => app?.close());

interface Row {
  readonly patient: { id: string; name: string };
  readonly category: string;
  readonly sentence: { key: string } | null;
  readonly items: { kind: string }[];
  readonly openItems: number;
  readonly owner: { name: string } | null;
  readonly sprint: { day: number; days: number } | null;
  readonly nextVisit: { modality: string } | null;
  readonly decided: { thisWeek: { outcome: string; by: string; note: string }[]; lastWeek: unknown[] };
}
const review = async (
  by: Person,
  fields = '',
): Promise<{ rows: Row[]; counts: Record<string, number>; patients: number }> =>
  (await by.agent.get(`/api/v1/weekly-review${fields}`).expect(200)).body;
const rowOf = (rows: readonly Row[], id: string) => rows.find(({ patient }) => patient.id === id);

describe('the review of a week', () => {
  it('lists who is within reach, worst first, each patient once', async () => {
    const { rows, counts, patients } = await review(circle.coordinator);
    expect(patients).toBe(4);
    expect(rows.map(({ patient }) => patient.id)).toHaveLength(4);
    expect(rows[0]).toMatchObject({
      patient: { id: circle.patientId },
      category: 'worse',
      sentence: { key: 'trend.changed' },
      openItems: 1,
      items: [{ kind: 'deterioration' }],
    });
    expect(rows.at(-1)).toMatchObject({ patient: { id: held }, category: 'on-hold' });
    expect(counts).toMatchObject({ worse: 1, new: 2, 'on-hold': 1 });
  });

  it('shows a clinician only the own patients, and nobody another clinic', async () => {
    const mine = await review(circle.treating);
    expect(rowOf(mine.rows, plain)).toBeUndefined();
    expect(mine.patients).toBe(3);
    expect((await review(circle.colleague)).rows).toEqual([]);
    expect(JSON.stringify(await review(south.coordinator))).not.toContain('Watched');
  });

  it('knows the sprint’s day, the next visit and what was decided, by whom', async () => {
    const sprint = {
      id: randomUUID(),
      goal: 'Walk',
      startsOn: day(-10),
      endsOn: day(24),
      metrics: [{ metric: 'steps', target: 6000 }],
    };
    await circle.treating.agent.post(`/api/v1/patients/${circle.patientId}/sprints`).send(sprint).expect(ok);
    const startsAt = new Date(Date.now() + DAY_MS).toISOString();
    const visit = { id: randomUUID(), patientId: circle.patientId, startsAt, minutes: 30, modality: 'phone' };
    await circle.treating.agent.post('/api/v1/visits').send(visit).expect(ok);
    const { body } = await circle.treating.agent.get('/api/v1/alerts').expect(200);
    const [alert] = body.items as { id: string; version: number }[];
    const resolve = { version: alert!.version, outcome: 'plan-changed', note: 'Less at once' };
    await circle.treating.agent.post(`/api/v1/alerts/${alert!.id}/resolve`).send(resolve).expect(ok);
    const row = rowOf((await review(circle.coordinator)).rows, circle.patientId);
    expect(row).toMatchObject({
      sprint: { day: 11, days: 35 },
      nextVisit: { modality: 'phone' },
      openItems: 0,
      decided: {
        thisWeek: [{ outcome: 'plan-changed', by: 'clinician 1', note: 'Less at once' }],
        lastWeek: [],
      },
    });
  });

  it('asks for what it can answer', async () => {
    const { agent } = circle.coordinator;
    await agent.get(`/api/v1/weekly-review?week=${day(9)}`).expect(400);
    await agent.get('/api/v1/weekly-review?week=soon').expect(422);
    await agent.get('/api/v1/weekly-review?wek=2026-01-01').expect(422);
    expect((await review(circle.coordinator, '?week=2026-01-07')).rows).toEqual([]);
  });

  it('narrows to a discipline and to a team', async () => {
    const ofPsychologist = await review(circle.coordinator, '?discipline=psychologist');
    expect(ofPsychologist.patients).toBe(0);
    expect((await review(circle.coordinator, '?discipline=pain-physician')).patients).toBe(3);
    const team = randomUUID();
    await circle.admin.agent
      .put(`/api/v1/teams/${team}`)
      .send({ name: 'Backs', memberIds: [circle.treating.personId] })
      .expect(ok);
    expect((await review(circle.coordinator, `?team=${team}`)).patients).toBe(3);
    expect((await review(circle.coordinator, `?team=${randomUUID()}`)).patients).toBe(0);
  });
});

describe('what alerts cost and bring', () => {
  beforeAll(async () => {
    for (let i = 0; i < 6; i++)
      await past(circle, {
        raised: 10 + i,
        resolved: 9,
        outcome: 'no-action-needed',
        answeredAfterMinutes: 10 * (i + 1),
      });
    await past(circle, { raised: 20, resolved: 19, outcome: 'contacted', answeredAfterMinutes: 70 });
    await past(circle, { kind: 'flare', raised: 200, resolved: 199, outcome: 'contacted' });
    await past(south, { raised: 10, resolved: 9, outcome: 'contacted' });
  });
  const economics = async (by: Person, fields = '') =>
    (await by.agent.get(`/api/v1/alert-economics${fields}`).expect(200)).body;

  it('counts what fired, what was acted on and how long it took, of one clinic', async () => {
    const { kinds, proposals } = await economics(circle.admin);
    const ofKind = (kind: string) => kinds.find((one: { kind: string }) => one.kind === kind);
    expect(ofKind('no-show')).toMatchObject({
      fired: 7,
      actedOn: 1,
      answered: 7,
      isSilent: false,
      minutesToAnswer: { p50: expect.closeTo(40, 2), p90: expect.closeTo(64, 2) },
    });
    expect(ofKind('no-show').precision).toBeCloseTo(1 / 7);
    expect(ofKind('flare')).toMatchObject({ fired: 0, precision: null, isSilent: true });
    expect(ofKind('deterioration')).toMatchObject({ fired: 1, actedOn: 1 });
    expect(proposals).toEqual([
      { kind: 'no-show', why: 'not-needed', fired: 7, actedOn: 1, because: 6, change: { severity: 1 } },
    ]);
    expect(
      (await economics(circle.admin, '?days=366')).kinds.find((one: { kind: string }) => one.kind === 'flare').fired,
    ).toBe(1);
    expect(
      (await economics(south.coordinator)).kinds.find((one: { kind: string }) => one.kind === 'no-show'),
    ).toMatchObject({ fired: 1, actedOn: 1 });
  });

  it('says how many a patient and day, once enough days were agreed to', async () => {
    expect((await economics(circle.admin)).total.perPatientDay).toBeNull();
    await app.database.asOwner(
      `UPDATE consent SET recorded_at = now() - interval '60 days' WHERE clinic_id = $1 AND purpose = 'monitoring' AND status = 'given'`,
      [circle.clinicId],
    );
    const { patientDays, total } = await economics(circle.admin);
    // Four patients; who has withdrawn since counts until then.
    expect(patientDays).toBeCloseTo(120, 0);
    expect(total.perPatientDay).toBeCloseTo(total.fired / 120, 3);
  });

  it('does not count an answer that was taken back', async () => {
    const id = await past(circle, { kind: 'message-waiting', raised: 2, answeredAfterMinutes: 5 });
    const count = async () =>
      (await economics(circle.admin)).kinds.find((one: { kind: string }) => one.kind === 'message-waiting').answered;
    expect(await count()).toBe(1);
    await app.database.asOwner(
      `INSERT INTO alert_event (clinic_id, alert_id, kind, person_id, undoes) SELECT clinic_id, alert_id, 'undone', person_id, id FROM alert_event WHERE alert_id = $1`,
      [id],
    );
    expect(await count()).toBe(0);
  });

  it('names no patient, and is read by staff alone', async () => {
    expect(JSON.stringify(await economics(circle.colleague))).not.toContain(circle.patientId);
    await circle.patient.agent.get('/api/v1/alert-economics').expect(403);
    await circle.treating.agent.get('/api/v1/alert-economics/export').expect(403);
  });

  it('leaves as a file, with a row in the audit', async () => {
    const { text, headers } = await circle.coordinator.agent.get('/api/v1/alert-economics/export?days=90').expect(200);
    expect(headers['content-disposition']).toContain('alert-economics-90-days.csv');
    const lines = text.trim().split('\r\n');
    // A column for each reason for which nobody was told.
    const held = lines[0]!.split(',').filter((name) => name.startsWith('held_back_'));
    expect(held.toSorted()).toEqual(
      ['inhibited', 'already-handled', 'not-live', 'rule-off', 'no-consent']
        .map((why) => `held_back_${why}`)
        .toSorted(),
    );
    const column = (line: string, name: string) => line.split(',')[lines[0]!.split(',').indexOf(name)];
    const noShow = lines.find((line) => line.includes(',no-show,'))!;
    expect([column(noShow, 'fired'), column(noShow, 'precision'), column(noShow, 'minutes_to_answer_p50')]).toEqual([
      '7',
      '0.143',
      '40',
    ]);
    const audited = await app.database.asOwner(
      `SELECT object_id, outcome FROM audit_event WHERE clinic_id = $1 AND type = 'AlertEconomics' AND interaction = 'export' AND outcome = 'success'`,
      [circle.clinicId],
    );
    expect(audited).toEqual([{ object_id: '90 days', outcome: 'success' }]);
  });
});
