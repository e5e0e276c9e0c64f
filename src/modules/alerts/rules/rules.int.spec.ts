import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../../test/support/care.js';
import { createClinic, type Person, registerPatient } from '../../../../test/support/people.js';
import { Database, query } from '../../../platform/database/database.js';
import { WorkerDatabase } from '../../../platform/database/worker-database.js';
import { aConcern, aConcernOf } from '../alerts.testkit.js';
import type { Concern } from '../concerns/concern.js';
import type { Kind } from '../concerns/kinds.js';
import { reportConcern } from '../index.js';
import { AlertClock } from '../lifecycle/alert-clock.js';
import type { RuleSettings } from './alert-rule.schema.js';
import { DEFAULT_RULES } from './default-rules.js';

let app: TestApp;
let circle: CareCircle;

beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'rules'), 'Watched');
}, 120_000);
afterAll(() => app?.close());

type Scope = { of: 'clinic' } | { of: 'programme'; programme: string } | { of: 'patient'; patientId: string };
const put = (by: Person, kind: Kind, body: object) => by.agent.put(`/api/v1/alert-rules/${kind}`).send(body);
const versions = new Map<string, number>();
/** The next version of that scope. */
async function rule(kind: Kind, scope: Scope, change: Partial<RuleSettings> | null, more: object = {}) {
  const name = JSON.stringify([kind, scope, more]);
  const version = versions.get(name) ?? 0;
  versions.set(name, version + 1);
  const settings = change && { ...DEFAULT_RULES[kind], ...change };
  const by = scope.of === 'patient' ? circle.treating : circle.admin;
  await put(by, kind, { scope, version, settings, reason: 'As agreed', ...more }).expect(200);
}
const found = (concern: Concern) =>
  app.nest.get(WorkerDatabase).as.inClinic(circle.clinicId, () => reportConcern(concern, new Date()));
const rowsOf = async (patientId: string) =>
  (await circle.coordinator.agent.get(`/api/v1/alerts?patientId=${patientId}`).expect(200)).body.items;
const effective = async (kind: Kind, fields = '') =>
  (await circle.admin.agent.get(`/api/v1/alert-rules?${fields}`).expect(200)).body.items.find(
    (item: { kind: Kind }) => item.kind === kind,
  );
const levels = (tier: 'now' | 'today' | 'week', dueWithinHours: number): RuleSettings['levels'] => [
  { tier, dueWithinHours },
  { tier, dueWithinHours },
  { tier, dueWithinHours },
];

it('comes with a rule for every kind', async () => {
  const { body } = await circle.treating.agent.get('/api/v1/alert-rules').expect(200);
  expect(body.items).toHaveLength(Object.keys(DEFAULT_RULES).length);
  for (const item of body.items)
    expect(item).toMatchObject({ from: 'default', effective: DEFAULT_RULES[item.kind as Kind] });
});

describe('the nearest rule holds', () => {
  it('patient before programme before clinic, and what says nothing any more lets the next one speak', async () => {
    const patientId = await registerPatient(circle.treating);
    const of = { of: 'patient', patientId } as const;
    await circle.treating.agent
      .put(`/api/v1/patients/${patientId}/programme`)
      .send({ programme: 'back-school' })
      .expect(204);
    const hours = async () => {
      const item = await effective('flare', `patientId=${patientId}`);
      return [item.from, item.effective.levels[0].dueWithinHours];
    };
    expect(await hours()).toEqual(['default', 8]);
    await rule('flare', { of: 'clinic' }, { levels: levels('today', 7) });
    expect(await hours()).toEqual(['clinic', 7]);
    await rule('flare', { of: 'programme', programme: 'back-school' }, { levels: levels('today', 6) });
    expect(await hours()).toEqual(['programme', 6]);
    await rule('flare', of, { levels: levels('today', 5) });
    expect(await hours()).toEqual(['patient', 5]);
    const other = await registerPatient(circle.treating);
    expect(await effective('flare', `patientId=${other}`)).toMatchObject({ from: 'clinic' });
    await rule('flare', of, null);
    expect(await hours()).toEqual(['programme', 6]);
    await rule('flare', { of: 'clinic' }, null);
    await rule('flare', { of: 'programme', programme: 'back-school' }, null);
  });

  it('decides how soon, whose work it is and how it counts; the alert says by which rule', async () => {
    const patientId = await registerPatient(circle.treating);
    const change = { severity: 2, levels: levels('now', 1), discipline: 'psychologist' } as const;
    await rule('no-show', { of: 'patient', patientId }, change);
    await found(aConcernOf('no-show', patientId));
    const [row] = await rowsOf(patientId);
    expect(row).toMatchObject({ tier: 'now', course: 'urgent', severity: 2, discipline: 'psychologist' });
    const { body } = await circle.coordinator.agent.get(`/api/v1/alerts/${row.id}`).expect(200);
    expect(body.rule).toEqual({ from: 'patient', version: 1 });
    expect(Math.round((Date.parse(body.dueAt) - Date.parse(body.raisedAt)) / 3_600_000)).toBe(1);
  });

  it('of a domain before the one of all domains', async () => {
    const patientId = await registerPatient(circle.treating);
    const scope = { of: 'patient', patientId } as const;
    await rule('deterioration', scope, { levels: levels('today', 4) });
    await rule('deterioration', scope, { levels: levels('now', 1) }, { domain: 'pain' });
    await found(aConcern({ patientId }));
    await found(aConcern({ patientId, domain: 'pain' }));
    const rows = await rowsOf(patientId);
    expect(rows.map((row: { domain: string; tier: string }) => [row.domain, row.tier])).toEqual([
      ['pain', 'now'],
      ['activity', 'today'],
    ]);
  });

  it('that is off raises nothing and says so; on again, what was held back is heard', async () => {
    const patientId = await registerPatient(circle.treating);
    const scope = { of: 'patient', patientId } as const;
    await rule('flare', scope, { on: false });
    await found(aConcernOf('flare', patientId));
    expect(await rowsOf(patientId)).toEqual([]);
    const path = `/api/v1/alerts/suppressed?patientId=${patientId}`;
    expect((await circle.treating.agent.get(path).expect(200)).body.items).toMatchObject([{ reason: 'rule-off' }]);
    const clock = app.nest.get(AlertClock);
    await clock.tick();
    expect(await rowsOf(patientId)).toEqual([]);
    await rule('flare', scope, null);
    await clock.tick();
    expect(await rowsOf(patientId)).toMatchObject([{ kind: 'flare' }]);
    expect((await circle.treating.agent.get(path).expect(200)).body.items).toEqual([]);
  });
});

describe('versions', () => {
  it('say who changed what, when and why; none is ever changed', async () => {
    const patientId = await registerPatient(circle.treating);
    const body = { scope: { of: 'patient', patientId }, settings: DEFAULT_RULES.plateau };
    await put(circle.treating, 'plateau', { ...body, version: 0, reason: 'First' }).expect(200);
    const { body: after } = await put(circle.coordinator, 'plateau', {
      ...body,
      version: 1,
      settings: { ...DEFAULT_RULES.plateau, on: false },
      reason: 'Second',
    }).expect(200);
    expect(after.items).toMatchObject([
      { version: 2, reason: 'Second', settings: { on: false }, changedBy: { personId: circle.coordinator.personId } },
      { version: 1, reason: 'First', settings: { on: true }, changedBy: { personId: circle.treating.personId } },
    ]);
    const history = await circle.treating.agent
      .get(`/api/v1/alert-rules/plateau/history?patientId=${patientId}`)
      .expect(200);
    expect(history.body).toEqual(after);
    const rewrite = () => query(`UPDATE alert_rule SET reason = 'Otherwise'`);
    for (const database of [app.nest.get(Database), app.nest.get(WorkerDatabase).as])
      await expect(database.inClinic(circle.clinicId, rewrite)).rejects.toThrow(/permission denied/);
  });

  it('are not made of one that is not there, nor of an old one', async () => {
    const patientId = await registerPatient(circle.treating);
    const body = { scope: { of: 'patient', patientId }, settings: null, reason: 'From a page of yesterday' };
    await put(circle.treating, 'plateau', { ...body, version: 0 }).expect(200);
    for (const version of [0, 7]) {
      const answer = await put(circle.treating, 'plateau', { ...body, version }).expect(409);
      expect(answer.body.code).toBe('ALERT_RULE_VERSION_CONFLICT');
    }
  });

  it('say to whoever comes second who was first, and when', async () => {
    const patientId = await registerPatient(circle.treating);
    const body = { scope: { of: 'patient', patientId }, settings: null, reason: 'From a page of yesterday' };
    const nothing = await put(circle.treating, 'plateau', { ...body, version: 3 }).expect(409);
    expect(nothing.body.detail).toBe('There is no such version of this rule: look at it again.');
    const { body: after } = await put(circle.treating, 'plateau', { ...body, version: 0 }).expect(200);
    // Another domain’s version is no answer.
    await put(circle.treating, 'plateau', { ...body, domain: 'sleep', version: 0 }).expect(200);
    const { changedBy, changedAt } = after.items[0];
    const late = await put(circle.coordinator, 'plateau', { ...body, version: 0 }).expect(409);
    const at = changedAt.slice(0, 16).replace('T', ' ');
    expect(late.body.detail).toBe(`${changedBy.name} has changed this rule meanwhile (${at} UTC): look at it again.`);
  });

  it('of two who change at once one wins', async () => {
    const patientId = await registerPatient(circle.treating);
    const body = { scope: { of: 'patient', patientId }, version: 0, settings: null, reason: 'At once' };
    const answers = await Promise.all([circle.treating, circle.coordinator].map((by) => put(by, 'plateau', body)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect(answers.find((answer) => answer.status === 409)!.body.code).toBe('ALERT_RULE_VERSION_CONFLICT');
  });
});

describe('who may change what', () => {
  const body = (scope: Scope) => ({ scope, version: 0, settings: null, reason: 'Mine' });

  it('rules of the clinic and of programmes are not for clinicians, whose reach is their patients', async () => {
    for (const scope of [{ of: 'clinic' }, { of: 'programme', programme: 'back-school' }] as const)
      await put(circle.treating, 'improvement', body(scope)).expect(403);
    const patientId = await registerPatient(circle.treating);
    await put(circle.colleague, 'improvement', body({ of: 'patient', patientId })).expect(404);
    await put(circle.treating, 'improvement', body({ of: 'patient', patientId })).expect(200);
  });

  it('one patient’s are care: an admin reads them, and neither changes them nor moves the patient to other ones', async () => {
    const patientId = await registerPatient(circle.treating);
    const mute = { ...DEFAULT_RULES.deterioration, on: false };
    const silence = { ...body({ of: 'patient', patientId }), settings: mute };
    await put(circle.admin, 'deterioration', silence).expect(403);
    const programmeOf = (by: Person, programme: string | null) =>
      by.agent.put(`/api/v1/patients/${patientId}/programme`).send({ programme });
    await programmeOf(circle.admin, 'unwatched').expect(403);
    expect(await effective('deterioration', `patientId=${patientId}`)).toMatchObject({
      from: 'default',
      effective: { on: true },
    });
    // As ADR 0072 says, with a name and a reason that stay.
    await put(circle.coordinator, 'deterioration', { ...silence, reason: 'As Dr. Test said' }).expect(200);
    await programmeOf(circle.coordinator, 'back-school').expect(204);
    const { body: seen } = await circle.admin.agent.get(`/api/v1/alert-rules?patientId=${patientId}`).expect(200);
    expect(seen.versions.find(({ kind }: { kind: Kind }) => kind === 'deterioration')).toMatchObject({
      version: 1,
      reason: 'As Dr. Test said',
      changedBy: { personId: circle.coordinator.personId },
    });
    const acts = await app.database.asOwner(
      `SELECT actor, object_id AS "objectId", reason FROM audit_event
       WHERE type = 'AlertRule' AND interaction = 'update' AND outcome = 'success' AND patient_id = $1 ORDER BY id`,
      [patientId],
    );
    const actor = `person/${circle.coordinator.personId}`;
    expect(acts).toEqual([
      { actor, objectId: 'deterioration/patient', reason: 'As Dr. Test said' },
      { actor, objectId: 'programme', reason: null },
    ]);
  });

  it.each<[string, Kind, Partial<RuleSettings>, string]>([
    ['a red flag that is off', 'red-flag', { on: false }, 'settings.on'],
    ['a red flag that calls nobody', 'red-flag', { steps: [] }, 'settings.steps'],
    ...(
      [
        ['the patient alone', [{ afterMinutes: 0, to: 'patient' }]],
        [
          'the team after an hour',
          [
            { afterMinutes: 60, to: 'contact' },
            { afterMinutes: 90, to: 'coordinator' },
          ],
        ],
        ['neither coordinators nor the fallback', [{ afterMinutes: 0, to: 'contact' }]],
        [
          'somebody only after a month',
          [
            { afterMinutes: 0, to: 'contact' },
            { afterMinutes: 60, to: 'fallback' },
            { afterMinutes: 43_200, to: 'patient' },
          ],
        ],
      ] as const
    ).map(([who, steps]): [string, Kind, Partial<RuleSettings>, string] => [
      `a red flag that calls ${who}`,
      'red-flag',
      { steps: [...steps] },
      'settings.steps',
    ]),
    ['a red flag that may wait', 'red-flag', { levels: levels('week', 5) }, 'settings.on'],
    [
      'thresholds where nothing is scored',
      'flare',
      { thresholds: [{ instrument: 'peg', comparator: 'at-least', score: 7, severity: 1 }] },
      'settings.thresholds',
    ],
    [
      'a threshold on an instrument that is none',
      'prom-threshold',
      { thresholds: [{ instrument: 'phq-9', comparator: 'at-least', score: 10, severity: 1 }] },
      'settings.thresholds.0.instrument',
    ],
    [
      'a threshold that no score reaches',
      'prom-threshold',
      { thresholds: [{ instrument: 'phq9', comparator: 'at-least', score: 70, severity: 1 }] },
      'settings.thresholds.0.score',
    ],
    [
      'steps that go back in time',
      'flare',
      {
        steps: [
          { afterMinutes: 9, to: 'owner' },
          { afterMinutes: 3, to: 'contact' },
        ],
      },
      'settings.steps',
    ],
    ['a misspelt member', 'flare', { clearAfterHours: 3 } as object, 'settings.clearAfterHours'],
  ])('refuses %s by name', async (_name, kind, change, path) => {
    const settings = { ...DEFAULT_RULES[kind], ...change };
    const answer = await put(circle.admin, kind, { scope: { of: 'clinic' }, version: 0, settings, reason: 'No' });
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, path]);
  });

  it('there is no rule of a kind that is none', async () => {
    await put(circle.admin, 'weather' as Kind, body({ of: 'clinic' })).expect(404);
  });
});
