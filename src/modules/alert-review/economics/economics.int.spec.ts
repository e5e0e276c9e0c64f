import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aFall, report, writePast } from '../../../../test/support/alerts.js';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../../test/support/care.js';
import { mergeRecords, twoRecords } from '../../../../test/support/merges.js';
import { createClinic, ok, type Person, registerPatient } from '../../../../test/support/people.js';
import { scansOf } from '../../../../test/support/plans.js';
import { Database } from '../../../platform/database/database.js';
import { DEFAULT_RULES, KIND_NAMES } from '../../alerts/index.js';
import { findLastFired } from './economics.repository.js';

let app: TestApp;
let circle: CareCircle;
let south: CareCircle;

beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'north'), 'Watched');
  south = await gatherCareCircle(app, await createClinic(app, 'south'), 'Elsewhere');
  const held = await registerPatient(circle.coordinator);
  await app.database.asOwner(
    `INSERT INTO consent (clinic_id, id, patient_id, purpose, status, recorded_by, how)
     SELECT clinic_id, gen_random_uuid(), patient_id, purpose, 'withdrawn', recorded_by, how FROM consent WHERE patient_id = $1 AND purpose = 'monitoring'`,
    [held],
  );
}, 120_000);
afterAll(() => app?.close());

const economics = async (by: Person, fields = '') =>
  (await by.agent.get(`/api/v1/alert-economics${fields}`).expect(200)).body;

describe('what alerts cost and bring', () => {
  beforeAll(async () => {
    for (let i = 0; i < 6; i++)
      await writePast(app, circle, {
        raised: 10 + i,
        resolved: 9,
        outcome: 'no-action-needed',
        answeredAfterMinutes: 10 * (i + 1),
      });
    await writePast(app, circle, { raised: 20, resolved: 19, outcome: 'contacted', answeredAfterMinutes: 70 });
    await writePast(app, circle, { kind: 'deterioration', raised: 3, resolved: 2, outcome: 'plan-changed' });
    await writePast(app, circle, { kind: 'flare', raised: 200, resolved: 199, outcome: 'contacted' });
    await writePast(app, south, { raised: 10, resolved: 9, outcome: 'contacted' });
  });

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
    expect(ofKind('review-due')).toMatchObject({ fired: 0, precision: null, isSilent: true });
    // Nothing can raise it yet: no rule of it is there to be silent.
    expect(ofKind('flare')).toMatchObject({ fired: 0, precision: null, isSilent: false });
    expect(ofKind('deterioration')).toMatchObject({ fired: 1, actedOn: 1 });
    // Of all severities a missed visit is to be answered today: no rule makes it less pressing.
    expect(proposals).toEqual([]);
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
    // Three patients; who has withdrawn since counts until then.
    expect(patientDays).toBeCloseTo(90, 0);
    expect(total.perPatientDay).toBeCloseTo(total.fired / 90, 3);
  });

  it('does not count an answer or a snooze that was taken back', async () => {
    const id = await writePast(app, circle, { kind: 'message-waiting', raised: 2, answeredAfterMinutes: 5 });
    await app.database.asOwner(
      `INSERT INTO alert_event (clinic_id, alert_id, kind, person_id) VALUES ($1, $2, 'snoozed', $3)`,
      [circle.clinicId, id, circle.treating.personId],
    );
    const count = async () => {
      const { kinds } = await economics(circle.admin);
      const { answered, snoozed } = kinds.find((one: { kind: string }) => one.kind === 'message-waiting');
      return { answered, snoozed };
    };
    expect(await count()).toEqual({ answered: 1, snoozed: 1 });
    await app.database.asOwner(
      `INSERT INTO alert_event (clinic_id, alert_id, kind, person_id, undoes) SELECT clinic_id, alert_id, 'undone', person_id, id FROM alert_event WHERE alert_id = $1`,
      [id],
    );
    expect(await count()).toEqual({ answered: 0, snoozed: 0 });
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

describe('what is proposed', () => {
  const proposals = async (of: CareCircle) => (await economics(of.admin)).proposals;

  it('rests on the alerts of the rule that would be changed', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 6; i++)
      ids.push(
        await writePast(app, south, {
          kind: 'prom-threshold',
          severity: 3,
          raised: 10 + i,
          resolved: 9,
          outcome: 'already-known',
        }),
      );
    const ofClinic = { kind: 'prom-threshold', why: 'not-needed', fired: 6, actedOn: 0, because: 6 };
    expect(await proposals(south)).toEqual([{ ...ofClinic, change: { severity: 1 } }]);
    const scope = { of: 'programme', programme: 'back-school' };
    const settings = DEFAULT_RULES['prom-threshold'];
    await south.coordinator.agent
      .put('/api/v1/alert-rules/prom-threshold')
      .send({ scope, version: 0, settings, reason: 'Their own' })
      .expect(ok);
    await app.database.asOwner(
      `UPDATE alert a SET rule_id = r.id FROM alert_rule r WHERE r.clinic_id = a.clinic_id AND r.programme = 'back-school' AND a.id = $1`,
      [ids[0]],
    );
    expect(await proposals(south)).toEqual([{ ...ofClinic, fired: 5, because: 5, change: { severity: 1 } }]);
  });

  it('takes no alert of a merged record that was there twice for one about nothing', async () => {
    for (let i = 0; i < 5; i++)
      await writePast(app, south, { kind: 'deterioration', raised: 10 + i, resolved: 9, outcome: 'false-alarm' });
    const both = await twoRecords(south);
    await report(app, south.clinicId, aFall(both.survivorId), aFall(both.duplicateId));
    await mergeRecords(south, both);
    expect(await proposals(south)).toContainEqual({
      kind: 'deterioration',
      why: 'nothing-there',
      fired: 6,
      actedOn: 0,
      because: 5,
      change: null,
    });
  });
});

describe('years of alerts', () => {
  beforeAll(async () => {
    await app.database.asOwner(
      `INSERT INTO alert (clinic_id, id, patient_id, producer, kind, domain, key, concern_key, severity, tier, state, since, sentence, evidence, raised_at, resolved_at, outcome)
       SELECT clinic_id, gen_random_uuid(), patient_id, producer, kind, domain, n::text, 'no-show:' || n, severity, tier, state, since, sentence, evidence,
         raised_at - n * interval '1 hour' - interval '1 year', resolved_at, outcome
       FROM (SELECT * FROM alert WHERE clinic_id = $1 AND kind = 'no-show' LIMIT 1) a, generate_series(1, 5000) AS n`,
      [circle.clinicId],
    );
    await app.database.asOwner('ANALYZE alert');
  });

  it('are not read for the day on which each kind fired last', async () => {
    const scans = await scansOf(app.nest.get(Database), circle.clinicId, findLastFired);
    const rows = scans.filter(({ table }) => table === 'alert').reduce((sum, scan) => sum + scan.rows, 0);
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThanOrEqual(KIND_NAMES.length);
  });
});
