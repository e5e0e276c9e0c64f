import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '../../../metrics/index.js';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../../test/support/care.js';
import {
  clinicDay,
  createClinic,
  inviteAndAccept,
  ok,
  type Person,
  registerPatient,
} from '../../../../test/support/people.js';
import { Clock } from '../../../platform/clock/clock.js';
import { WorkerDatabase } from '../../../platform/database/worker-database.js';
import { aConcern, anOutage, trendEvidence } from '../alerts.testkit.js';
import type { Concern } from '../concerns/concern.js';
import { reportConcern, reportConcerns } from '../index.js';
import { AlertClock } from '../lifecycle/alert-clock.js';

let app: TestApp;
let circle: CareCircle;
let ana: Person;
let tobias: Person;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'acts');
  circle = await gatherCareCircle(app, clinic, 'Watched');
  ana = await inviteAndAccept(app, clinic.admin, { role: 'coordinator', name: 'Ana Rehearsal' });
  tobias = await inviteAndAccept(app, clinic.admin, {
    role: 'clinician',
    name: 'Tobias Script',
    profession: 'physical-therapist',
  });
}, 120_000);
afterAll(() => app?.close());

interface Entry {
  readonly id: number;
  readonly kind: string;
  readonly by: string | null;
  readonly undoableUntil: string | null;
}
interface Detail {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly owner: { personId: string; name: string } | null;
  readonly snooze: { since: string; until: string | null } | null;
  readonly timeline: readonly Entry[];
  readonly [more: string]: unknown;
}
const inClinic = <T>(run: () => Promise<T>): Promise<T> =>
  app.nest.get(WorkerDatabase).as.inClinic(circle.clinicId, run);
const judge = (patientId: string, ...concerns: Concern[]) =>
  inClinic(() => reportConcerns({ patientId, producer: 'trends', concerns, now: new Date() }));
const read = async (by: Person, id: string): Promise<Detail> =>
  (await by.agent.get(`/api/v1/alerts/${id}`).expect(200)).body;
const idsOf = async (by: Person, fields: string): Promise<string[]> =>
  (await by.agent.get(`/api/v1/alerts?${fields}`).expect(200)).body.items.map((row: { id: string }) => row.id);
const act = (by: Person, id: string, what: string, body: object) =>
  by.agent.post(`/api/v1/alerts/${id}/${what}`).send(body);
const done = async (by: Person, id: string, what: string, body: object): Promise<Detail> =>
  (await act(by, id, what, body).expect(200)).body;

const aroundNow = () => ({
  fromAt: new Date(Date.now() - 60_000).toISOString(),
  untilAt: new Date(Date.now() + 3_600_000).toISOString(),
});
/** `discipline due`, chain by chain. */
const stepsOf = async (alertId: string): Promise<string[]> =>
  (
    await app.database.asOwner<{ step: string }>(
      `SELECT target || ' ' || state AS step FROM escalation_step WHERE alert_id = $1 ORDER BY chain, n`,
      [alertId],
    )
  ).map(({ step }) => step);
/** How often pages of that person were asked to look at it. */
const bellsOf = async (alertId: string, { personId }: Person): Promise<number> =>
  (
    await app.database.asOwner(`SELECT 1 FROM delivery WHERE kind = 'alert' AND object_id = $1 AND person_id = $2`, [
      alertId,
      personId,
    ])
  ).length;

async function raised(
  change: Parameters<typeof aConcern>[0] = {},
  careTeam = [tobias.personId, circle.treating.personId],
): Promise<{ patientId: string; id: string }> {
  const patientId = await registerPatient(circle.coordinator, { careTeam });
  await judge(patientId, aConcern({ patientId, ...change }));
  return { patientId, id: (await idsOf(ana, `patientId=${patientId}`))[0]! };
}
const whenWorse = { version: 1, until: { when: 'worse' } };

describe('two at once', () => {
  it.each([
    ['acknowledge', {}, 'ALERT_ALREADY_ACKNOWLEDGED', 'has taken it'],
    ['resolve', { outcome: 'contacted' }, 'ALERT_ALREADY_RESOLVED', 'has resolved it'],
  ])('%s: one wins, and the other reads who was faster', async (what, body, code, words) => {
    const { id } = await raised();
    const answers = await Promise.all([ana, tobias].map((by) => act(by, id, what, { version: 1, ...body })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    const [loser, winner] = answers[0]!.status === 409 ? ['Ana', 'Tobias Script'] : ['Tobias', 'Ana Rehearsal'];
    const refusal = answers.find((answer) => answer.status === 409)!.body;
    expect(refusal.code).toBe(code);
    expect(refusal.detail).toMatch(new RegExp(`^${winner} was faster and ${words}`));
    expect(refusal.detail).not.toContain(loser);
    expect((await read(ana, id)).timeline).toHaveLength(2);
  });

  it('is kept of both in the audit, and the patient does not read that a colleague was not let in', async () => {
    const { patientId, patient } = circle;
    await judge(patientId, aConcern({ patientId }));
    const [id] = await idsOf(ana, `patientId=${patientId}`);
    await done(ana, id!, 'acknowledge', { version: 1 });
    await act(circle.treating, id!, 'acknowledge', { version: 1 }).expect(409);
    const kept = await app.database.asOwner(
      `SELECT outcome, reason FROM audit_event WHERE object_id = $1 AND interaction = 'acknowledge' ORDER BY id`,
      [id],
    );
    expect(kept).toEqual([
      { outcome: 'success', reason: null },
      { outcome: 'denied', reason: 'Somebody else had changed it first' },
    ]);
    const { body } = await patient.agent.get(`/api/v1/patients/${patientId}/access-log`).expect(200);
    const alerts = body.days[0].entries.filter(({ subject }: { subject: string }) => subject === 'alerts');
    expect(alerts).toContainEqual(expect.objectContaining({ name: 'Ana Rehearsal', verb: 'changed', refused: false }));
    expect(alerts.filter(({ refused }: { refused: boolean }) => refused)).toEqual([]);
  });

  it('what the data changed is said without blaming anybody', async () => {
    const { id, patientId } = await raised();
    await judge(patientId, aConcern({ patientId, severity: 2 }));
    const { body } = await act(ana, id, 'resolve', { version: 1, outcome: 'contacted' }).expect(409);
    expect(body).toMatchObject({
      code: 'ALERT_VERSION_CONFLICT',
      detail: 'It has changed meanwhile: look at it again.',
    });
  });
});

describe('handing on', () => {
  it('to somebody, who then has it; the row waits on their own list', async () => {
    const { id } = await raised();
    const handed = await done(ana, id, 'hand-off', {
      version: 1,
      to: { personId: tobias.personId },
      note: 'Yours, I think',
    });
    expect(handed).toMatchObject({ state: 'handed-off', owner: { name: 'Tobias Script' } });
    expect(handed.timeline.at(-1)).toMatchObject({
      kind: 'handed-off',
      to: { person: 'Tobias Script' },
      note: 'Yours, I think',
    });
    expect(await idsOf(tobias, 'whose=mine')).toContain(id);
    expect(await done(tobias, id, 'acknowledge', { version: 2 })).toMatchObject({ state: 'acknowledged' });
  });

  it('to a discipline: it is on the list of those who practise it, until one of them takes it', async () => {
    const { id } = await raised();
    await done(ana, id, 'hand-off', { version: 1, to: { discipline: 'physical-therapist' } });
    expect(await idsOf(tobias, 'whose=mine')).toContain(id);
    expect(await idsOf(circle.treating, 'whose=mine')).not.toContain(id);
    expect(await idsOf(ana, 'discipline=physical-therapist')).toContain(id);
    await done(circle.treating, id, 'acknowledge', { version: 2 });
    expect(await idsOf(tobias, 'whose=mine')).not.toContain(id);
  });

  it.each([
    ['that nobody here practises', 'pharmacist'],
    ['that somebody of the clinic practises who may not see it', 'psychologist'],
  ])('to no discipline %s: it would be on nobody’s list', async (_name, discipline) => {
    await inviteAndAccept(app, circle.admin, { role: 'clinician', profession: 'psychologist' });
    const { id } = await raised();
    const { body } = await act(ana, id, 'hand-off', { version: 1, to: { discipline } }).expect(422);
    expect(body.errors).toEqual([
      { path: 'to.discipline', message: expect.stringContaining('somebody of the care team or a coordinator') },
    ]);
    const bulk = { act: { kind: 'hand-off', to: { discipline } }, items: [{ id, version: 1 }] };
    const answer = await ana.agent.post('/api/v1/alerts/bulk').send(bulk).expect(200);
    expect(answer.body.items).toMatchObject([{ id, done: false, code: 'INVALID_INPUT' }]);
    expect(await read(ana, id)).toMatchObject({ state: 'open', version: 1 });
  });

  it.each<[string, object, string, RegExp]>([
    ['both', { personId: randomUUID(), discipline: 'physical-therapist' }, 'to', /a personId or a discipline, one of/],
    ['neither', {}, 'to', /a personId or a discipline, one of/],
    ['a discipline that is none', { discipline: 'wizard' }, 'to.discipline', /physical-therapist/],
    ['somebody without an id', { personId: 'tobias' }, 'to.personId', /UUID/],
  ])('to %s is refused, and says what would be right', async (_name, to, path, message) => {
    const { id } = await raised();
    const { body } = await act(ana, id, 'hand-off', { version: 1, to }).expect(422);
    expect(body.errors).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  it('to somebody who had snoozed it: they see it again, and are called', async () => {
    const { id, patientId } = await raised();
    for (const person of [tobias, circle.treating]) await done(person, id, 'snooze', whenWorse);
    await done(ana, id, 'hand-off', { version: 1, to: { personId: tobias.personId } });
    expect(await read(tobias, id)).toMatchObject({ snooze: null });
    expect(await idsOf(tobias, `whose=mine&patientId=${patientId}`)).toEqual([id]);
    expect(await idsOf(circle.treating, `patientId=${patientId}`)).toEqual([]);
    expect((await read(ana, id)).timeline.slice(-2).map(({ kind }) => kind)).toEqual(['woken', 'handed-off']);
  });

  it('to a discipline: those of it who had snoozed it see it again, the others sleep on', async () => {
    const { id, patientId } = await raised();
    for (const person of [tobias, circle.treating]) await done(person, id, 'snooze', whenWorse);
    await done(ana, id, 'hand-off', { version: 1, to: { discipline: 'physical-therapist' } });
    expect(await idsOf(tobias, `whose=mine&patientId=${patientId}`)).toEqual([id]);
    expect(await idsOf(circle.treating, `patientId=${patientId}`)).toEqual([]);
  });

  it('to nobody who may not see it', async () => {
    const { id } = await raised();
    for (const person of [circle.colleague, circle.admin, circle.patient]) {
      const { body } = await act(ana, id, 'hand-off', { version: 1, to: { personId: person.personId } }).expect(422);
      expect(body.errors[0].path).toBe('to.personId');
    }
    expect(await read(ana, id)).toMatchObject({ state: 'open', version: 1 });
  });

  it('worse long after that, it is due as something new is', async () => {
    const { id, patientId } = await raised();
    await done(ana, id, 'acknowledge', { version: 1 });
    await app.database.asOwner(`UPDATE alert SET due_at = now() - interval '10 days' WHERE id = $1`, [id]);
    await judge(patientId, aConcern({ patientId, severity: 3 }));
    const { state, dueAt } = await read(ana, id);
    expect(state).toBe('open');
    expect(Date.parse(String(dueAt))).toBeGreaterThan(Date.now());
    // What nobody has taken is not put off by growing worse.
    const waits = await raised();
    await app.database.asOwner(`UPDATE alert SET due_at = now() - interval '1 day' WHERE id = $1`, [waits.id]);
    await judge(waits.patientId, aConcern({ patientId: waits.patientId, severity: 3 }));
    expect(Date.parse(String((await read(ana, waits.id)).dueAt))).toBeLessThan(Date.now());
  });

  it('by whoever took it leaving the clinic: it is the team’s again, and they are called', async () => {
    const { id } = await raised();
    const leaving = await inviteAndAccept(app, circle.admin, { role: 'coordinator', name: 'Nurse Leaving' });
    const dueCalls = async () =>
      (await app.database.asOwner(`SELECT 1 FROM escalation_step WHERE alert_id = $1 AND state = 'due'`, [id])).length;
    await done(leaving, id, 'acknowledge', { version: 1 });
    expect(await dueCalls()).toBe(0);
    const end = { role: 'coordinator', profession: null, active: false };
    const { status } = await circle.admin.agent.put(`/api/v1/members/${leaving.personId}`).send(end);
    expect(status).toBeLessThan(300);
    await app.nest.get(AlertClock).tick();
    await app.nest.get(AlertClock).tick();
    const { state, owner, timeline } = await read(ana, id);
    expect([state, owner]).toEqual(['handed-off', null]);
    expect(timeline.filter(({ kind, by }) => kind === 'handed-off' && by === null)).toHaveLength(1);
    expect(await dueCalls()).toBeGreaterThan(0);
  });

  it.each(['is taken off the team', 'stands in for nobody any more'])(
    'by whoever took it being out of reach: who %s has it no longer, and the team is called',
    async (how) => {
      const ben = await inviteAndAccept(app, circle.admin, { role: 'clinician', name: 'Ben Borrowed' });
      const isStandIn = how.startsWith('stands');
      const careTeam = [tobias.personId, ...(isStandIn ? [] : [ben.personId])];
      const { id, patientId } = await raised({}, careTeam);
      const absence = { id: randomUUID(), personId: tobias.personId, standInId: ben.personId, ...aroundNow() };
      if (isStandIn) await circle.admin.agent.post('/api/v1/absences').send(absence).expect(ok);
      await done(ben, id, 'acknowledge', { version: 1 });
      await app.nest.get(AlertClock).tick();
      expect(await read(ana, id)).toMatchObject({ state: 'acknowledged', owner: { name: 'Ben Borrowed' } });
      if (isStandIn) await circle.admin.agent.post(`/api/v1/absences/${absence.id}/end`).send({}).expect(ok);
      else
        await ana.agent
          .put(`/api/v1/patients/${patientId}/care-team`)
          .send({ personIds: [tobias.personId], contactPersonId: null })
          .expect(ok);
      await app.nest.get(AlertClock).tick();
      expect(await read(ana, id)).toMatchObject({ state: 'handed-off', owner: null });
      expect((await stepsOf(id)).some((step) => step.endsWith(' due'))).toBe(true);
    },
  );

  it('worse after that, it is open again', async () => {
    const { id, patientId } = await raised();
    await done(ana, id, 'hand-off', { version: 1, to: { personId: tobias.personId } });
    await judge(patientId, aConcern({ patientId, severity: 3 }));
    expect(await read(ana, id)).toMatchObject({ state: 'open', tier: 'today', owner: { name: 'Tobias Script' } });
  });

  it('worse after it went to a discipline, it stays on their list, and they are called anew', async () => {
    const { id, patientId } = await raised();
    await done(ana, id, 'hand-off', { version: 1, to: { discipline: 'physical-therapist' } });
    await judge(patientId, aConcern({ patientId, severity: 3 }));
    expect(await idsOf(tobias, `whose=mine&patientId=${patientId}`)).toEqual([id]);
    expect(await read(ana, id)).toMatchObject({ state: 'handed-off', tier: 'today', owner: null, version: 3 });
    expect((await stepsOf(id)).filter((step) => step.startsWith('discipline'))).toEqual([
      expect.stringMatching(/^discipline (stopped|called)/),
      // The clock of the calls may have been here.
      expect.stringMatching(/^discipline (due|called)$/),
    ]);
    // Whoever takes it has it; worse once more, it is open as what somebody had.
    await done(tobias, id, 'acknowledge', { version: 3 });
    await judge(patientId, aConcern({ patientId, severity: 3, evidence: trendEvidence({ daysSince: 12 }) }));
    expect(await read(ana, id)).toMatchObject({ state: 'acknowledged', owner: { name: 'Tobias Script' } });
  });
});

const lastSunday = (year: number, month: number): string => {
  const last = new Date(Date.UTC(year, month, 0));
  return addDays(last.toISOString().slice(0, 10), -last.getUTCDay());
};

describe('a snooze', () => {
  const suppressed = async (patientId: string) =>
    (await ana.agent.get(`/api/v1/alerts/suppressed?patientId=${patientId}`).expect(200)).body.items;

  it('is one person’s: the team’s state, its version and the lists of others stay', async () => {
    const { id, patientId } = await raised();
    const before = await read(ana, id);
    expect(await done(tobias, id, 'snooze', whenWorse)).toMatchObject({ snooze: { until: null }, state: 'open' });
    const { timeline: _, people: __, suppressions: ___, ...after } = await read(ana, id);
    expect(before).toMatchObject(after);
    expect(await idsOf(tobias, `patientId=${patientId}`)).toEqual([]);
    expect(await idsOf(tobias, `patientId=${patientId}&snoozed=only`)).toEqual([id]);
    expect(await idsOf(ana, `patientId=${patientId}`)).toEqual([id]);
    expect(await suppressed(patientId)).toMatchObject([
      { reason: 'snoozed', person: { name: 'Tobias Script' }, alertId: id },
    ]);
  });

  it.each<[string, Parameters<typeof aConcern>[0], boolean]>([
    ['more of the same', { evidence: trendEvidence({ daysSince: 12 }) }, false],
    ['something else that joined', { evidence: trendEvidence({ alsoMoved: [movedOf('sleepDuration')] }) }, false],
    ['another measure of its domain', { evidence: trendEvidence({ alsoMoved: [movedOf('walkingMinutes')] }) }, true],
    ['worse', { severity: 2 }, true],
  ])('is woken by %s: %j -> %s', async (_name, change, wakes) => {
    const { id, patientId } = await raised();
    await done(tobias, id, 'snooze', whenWorse);
    await judge(patientId, aConcern({ patientId, ...change }));
    expect(await idsOf(tobias, `patientId=${patientId}`)).toEqual(wakes ? [id] : []);
    expect(await suppressed(patientId)).toHaveLength(wakes ? 0 : 1);
    expect((await read(ana, id)).timeline.some((entry) => entry.kind === 'woken')).toBe(wakes);
  });

  it('of something that was worse before sleeps on while it is only as bad as it was', async () => {
    const { id, patientId } = await raised({ severity: 2 });
    await done(tobias, id, 'snooze', whenWorse);
    for (const severity of [1, 2] as const) await judge(patientId, aConcern({ patientId, severity }));
    expect(await idsOf(tobias, `patientId=${patientId}`)).toEqual([]);
    await judge(patientId, aConcern({ patientId, severity: 3 }));
    expect(await idsOf(tobias, `patientId=${patientId}`)).toEqual([id]);
  });

  it('of the one says nothing about the other: better is another concern than worse', async () => {
    const { id, patientId } = await raised();
    await done(tobias, id, 'snooze', whenWorse);
    await judge(patientId, aConcern({ patientId }), aConcern({ patientId, kind: 'improvement', domain: 'sleep' }));
    expect(await idsOf(tobias, `patientId=${patientId}`)).toHaveLength(1);
  });

  it.each([
    // Berlin puts its clocks on in the night to the last Sunday of March, and back in the night to that of October.
    ['to summer', 3, 0, '23:00'],
    ['after it', 3, 1, '22:00'],
    ['to winter', 10, 0, '22:00'],
    ['after it', 10, 1, '23:00'],
  ])('until the day of the change %s ends when that day begins in the clinic', async (_name, month, later, utc) => {
    const sunday = [0, 1]
      .map((more) => lastSunday(new Date().getUTCFullYear() + more, month))
      .find((day) => day > clinicDay(1))!;
    const on = addDays(sunday, later);
    const until = `${addDays(on, -1)}T${utc}:00.000Z`;
    const { id } = await raised();
    expect(await done(ana, id, 'snooze', { version: 1, until: { when: 'day', on } })).toMatchObject({
      snooze: { until },
    });
  });

  it('ends on its day by itself, on any node, and says so', async () => {
    const { id, patientId } = await raised();
    await done(tobias, id, 'snooze', { version: 1, until: { when: 'day', on: clinicDay(3) } });
    const before = await bellsOf(id, tobias);
    await app.nest.get(AlertClock).tick();
    expect(await idsOf(tobias, `patientId=${patientId}`)).toEqual([]);
    await app.database.asOwner(`UPDATE alert_person SET snoozed_until = now() WHERE alert_id = $1`, [id]);
    // The list is right before anybody has noticed.
    expect(await idsOf(tobias, `patientId=${patientId}`)).toEqual([id]);
    const clock = app.nest.get(AlertClock);
    await Promise.all([clock.tick(), clock.tick()]);
    expect((await read(ana, id)).timeline.filter((entry) => entry.kind === 'woken')).toHaveLength(1);
    expect(await suppressed(patientId)).toEqual([]);
    expect(await bellsOf(id, tobias)).toBe(before + 1);
  });

  it('cannot end in the past, nor begin on what one has not seen', async () => {
    const { id, patientId } = await raised();
    for (const on of [clinicDay(-1), clinicDay(400), '2099-01-01']) {
      const { body } = await act(ana, id, 'snooze', { version: 1, until: { when: 'day', on } }).expect(422);
      expect(body.errors[0].path).toBe('until.on');
    }
    await judge(patientId, aConcern({ patientId, severity: 2 }));
    await act(ana, id, 'snooze', whenWorse).expect(409);
  });

  it('reaches one’s own other pages, and nobody else’s; so does its end, and its taking back', async () => {
    const { id } = await raised();
    const bells = async () => [await bellsOf(id, tobias), await bellsOf(id, ana)];
    const [mine, theirs] = await bells();
    const first = await done(tobias, id, 'snooze', whenWorse);
    expect(await bells()).toEqual([mine! + 1, theirs]);
    await done(tobias, id, 'undo', { version: 1, eventId: first.timeline.at(-1)!.id });
    expect(await bells()).toEqual([mine! + 2, theirs]);
    const bulk = { act: { kind: 'snooze', until: { when: 'worse' } }, items: [{ id, version: 1 }] };
    await tobias.agent.post('/api/v1/alerts/bulk').send(bulk).expect(200);
    expect(await bells()).toEqual([mine! + 3, theirs]);
    await done(tobias, id, 'unsnooze', {});
    expect(await bells()).toEqual([mine! + 4, theirs]);
    // A bell for a page wakes nobody: that is a notice.
    const notices = await app.database.asOwner('SELECT 1 FROM notice WHERE alert_id = $1', [id]);
    expect(notices).toEqual([]);
  });

  it('ends when somebody resolves the alert: nothing is held back of what is done', async () => {
    const { id, patientId } = await raised();
    await done(tobias, id, 'snooze', whenWorse);
    await done(ana, id, 'resolve', { version: 1, outcome: 'contacted' });
    expect(await suppressed(patientId)).toEqual([]);
    expect(await read(tobias, id)).toMatchObject({ snooze: null });
  });

  it('ends when one wishes, and when the concern does', async () => {
    const { id, patientId } = await raised();
    await done(tobias, id, 'snooze', whenWorse);
    expect(await done(tobias, id, 'unsnooze', {})).toMatchObject({ snooze: null });
    await done(tobias, id, 'snooze', whenWorse);
    await judge(patientId);
    expect(await suppressed(patientId)).toEqual([]);
  });
});

function movedOf(metric: 'sleepDuration' | 'walkingMinutes') {
  return { metric, value: 1, usual: 2, delta: -1, unit: '1', since: '2026-03-01' } as const;
}

describe('taking back', () => {
  const last = (detail: Detail) => detail.timeline.at(-1)!;
  const standingOf = ({ state, owner, discipline, outcome, snooze, stateSince, dueAt, tier }: Detail) => ({
    state,
    owner,
    discipline,
    outcome,
    snooze,
    stateSince,
    dueAt,
    tier,
  });

  it.each([
    ['acknowledge', { version: 1 }],
    ['hand-off', { version: 1, to: { discipline: 'physical-therapist' } }],
    ['resolve', { version: 1, outcome: 'false-alarm' }],
    ['snooze', whenWorse],
  ])('an act (%s) leaves everything as it was', async (what, body) => {
    const { id, patientId } = await raised();
    const before = standingOf(await read(ana, id));
    const acted = await done(ana, id, what, body);
    expect(last(acted).undoableUntil).not.toBeNull();
    const undone = await done(ana, id, 'undo', { version: acted.version, eventId: last(acted).id });
    expect(standingOf(undone)).toEqual(before);
    expect(await idsOf(ana, `patientId=${patientId}`)).toEqual([id]);
    // Once is enough.
    await done(ana, id, 'undo', { version: undone.version, eventId: last(acted).id });
    expect((await read(ana, id)).timeline.filter((entry) => entry.kind === 'undone')).toHaveLength(1);
  });

  it('a resolution that is taken back goes on as the same alert', async () => {
    const { id, patientId } = await raised();
    const resolved = await done(ana, id, 'resolve', { version: 1, outcome: 'contacted' });
    await judge(patientId, aConcern({ patientId }));
    const held = `/api/v1/alerts/suppressed?patientId=${patientId}`;
    expect((await ana.agent.get(held).expect(200)).body.items).toMatchObject([{ reason: 'already-handled' }]);
    await done(ana, id, 'undo', { version: resolved.version, eventId: last(resolved).id });
    expect((await ana.agent.get(held).expect(200)).body.items).toEqual([]);
    await judge(patientId, aConcern({ patientId, severity: 2 }));
    expect(await idsOf(ana, `patientId=${patientId}`)).toEqual([id]);
  });

  it('is possible as long as the database says, whatever a node takes for the time', async () => {
    const { id } = await raised();
    const clock = app.nest.get(Clock);
    const right = clock.now;
    clock.now = () => new Date(Date.now() + 86_400_000);
    try {
      const resolved = await done(ana, id, 'resolve', { version: 1, outcome: 'contacted' });
      await done(ana, id, 'undo', { version: resolved.version, eventId: last(resolved).id });
    } finally {
      clock.now = right;
    }
  });

  it('only of what is one’s own, in time, and not overtaken', async () => {
    const refusal = async (by: Person, id: string, version: number, eventId: number) =>
      (await act(by, id, 'undo', { version, eventId }).expect(409)).body.code;
    const { id } = await raised();
    const mine = await done(ana, id, 'acknowledge', { version: 1 });
    expect(await refusal(tobias, id, 2, last(mine).id)).toBe('ALERT_NOTHING_TO_UNDO');
    expect(await refusal(ana, id, 2, mine.timeline[0]!.id)).toBe('ALERT_NOTHING_TO_UNDO');
    await done(tobias, id, 'hand-off', { version: 2, to: { discipline: 'physical-therapist' } });
    expect(await refusal(ana, id, 3, last(mine).id)).toBe('ALERT_VERSION_CONFLICT');
    const { id: other } = await raised();
    const old = await done(ana, other, 'acknowledge', { version: 1 });
    await app.database.asOwner(`UPDATE alert_event SET at = at - interval '11 minutes' WHERE id = $1`, [last(old).id]);
    expect(await refusal(ana, other, 2, last(old).id)).toBe('ALERT_UNDO_TOO_LATE');
  });

  /** The acts that the timeline offers somebody to take back. */
  const offersOf = async (by: Person, id: string) =>
    (await read(by, id)).timeline.flatMap(({ kind, undoableUntil }) => (undoableUntil === null ? [] : kind));

  it('is offered of what would not be refused, and of nothing else', async () => {
    const { id, patientId } = await raised();
    const first = await done(ana, id, 'acknowledge', { version: 1 });
    expect(await offersOf(ana, id)).toEqual(['acknowledged']);
    expect(await offersOf(tobias, id)).toEqual([]);
    const second = await done(ana, id, 'resolve', { version: first.version, outcome: 'contacted' });
    expect(await offersOf(ana, id)).toEqual(['resolved']);
    const undone = await done(ana, id, 'undo', { version: second.version, eventId: last(second).id });
    expect(await offersOf(ana, id)).toEqual(['acknowledged']);
    await done(tobias, id, 'hand-off', { version: undone.version, to: { discipline: 'physical-therapist' } });
    expect([await offersOf(ana, id), await offersOf(tobias, id)]).toEqual([[], ['handed-off']]);
    await judge(patientId, aConcern({ patientId, severity: 2 }));
    expect(await offersOf(tobias, id)).toEqual([]);
  });

  it('of a resolution is not offered once its concern has another alert', async () => {
    const { id, patientId } = await raised();
    const resolved = await done(ana, id, 'resolve', { version: 1, outcome: 'contacted' });
    expect(await offersOf(ana, id)).toEqual(['resolved']);
    await judge(patientId, aConcern({ patientId, severity: 2 }));
    expect(await idsOf(ana, `patientId=${patientId}`)).not.toEqual([id]);
    expect(await offersOf(ana, id)).toEqual([]);
    await act(ana, id, 'undo', { version: resolved.version, eventId: last(resolved).id }).expect(409);
  });

  it.each([
    ['one’s own snooze', () => ana, 'snooze', whenWorse],
    ['a colleague’s snooze', () => tobias, 'snooze', whenWorse],
    ['one’s own later act', () => ana, 'hand-off', { to: { discipline: 'physical-therapist' } }],
    ['a colleague’s act', () => tobias, 'hand-off', { to: { discipline: 'physical-therapist' } }],
  ] as const)('%s that was taken back stands in the way of nothing before it', async (_name, who, what, body) => {
    const { id } = await raised();
    const before = standingOf(await read(ana, id));
    const first = await done(ana, id, 'acknowledge', { version: 1 });
    const second = await done(who(), id, what, { ...body, version: first.version });
    const undone = await done(who(), id, 'undo', { version: second.version, eventId: last(second).id });
    const both = await done(ana, id, 'undo', { version: undone.version, eventId: last(first).id });
    expect(standingOf(both)).toEqual(before);
  });

  it('of a resolution gives everybody their snooze again, if its time has not passed', async () => {
    const { id, patientId } = await raised();
    const on = clinicDay(3);
    const asleep = await done(tobias, id, 'snooze', whenWorse);
    await done(circle.treating, id, 'snooze', { version: 1, until: { when: 'day', on } });
    await done(ana, id, 'snooze', { version: 1, until: { when: 'day', on } });
    const resolved = await done(circle.coordinator, id, 'resolve', { version: 1, outcome: 'contacted' });
    await app.database.asOwner(
      `UPDATE alert_event e SET detail = (SELECT jsonb_set(e.detail, '{endedSnoozes}', jsonb_agg(
         CASE WHEN s ->> 'personId' = $2 THEN s || '{"until":"2026-01-01T00:00:00.000Z"}' ELSE s END))
         FROM jsonb_array_elements(e.detail -> 'endedSnoozes') s) WHERE id = $1`,
      [last(resolved).id, ana.personId],
    );
    const back = { version: resolved.version, eventId: last(resolved).id };
    await done(circle.coordinator, id, 'undo', back);
    expect((await read(tobias, id)).snooze).toEqual(asleep.snooze);
    const lists = [tobias, circle.treating, ana].map((one) => idsOf(one, `patientId=${patientId}`));
    expect(await Promise.all(lists)).toEqual([[], [], [id]]);
    const held = (await ana.agent.get(`/api/v1/alerts/suppressed?patientId=${patientId}`).expect(200)).body.items;
    expect(held.map(({ reason }: { reason: string }) => reason)).toEqual(['snoozed', 'snoozed']);
  });

  it('of a second snooze: the first holds again, as it was', async () => {
    const { id, patientId } = await raised();
    const on = clinicDay(3);
    const first = await done(tobias, id, 'snooze', { version: 1, until: { when: 'day', on } });
    const second = await done(tobias, id, 'snooze', whenWorse);
    expect(second.snooze).toMatchObject({ until: null });
    const undone = await done(tobias, id, 'undo', { version: 1, eventId: last(second).id });
    expect(undone.snooze).toEqual(first.snooze);
    expect(undone.timeline.slice(-2).map(({ kind }) => kind)).toEqual(['snoozed', 'undone']);
    expect(await idsOf(tobias, `patientId=${patientId}`)).toEqual([]);
    // And then that one, too.
    const free = await done(tobias, id, 'undo', { version: 1, eventId: last(first).id });
    expect(free.snooze).toBeNull();
    expect(await idsOf(tobias, `patientId=${patientId}`)).toEqual([id]);
    const held = (await ana.agent.get(`/api/v1/alerts/suppressed?patientId=${patientId}`).expect(200)).body.items;
    expect(held).toEqual([]);
  });

  it('of a snooze whose forerunner is over by now: one sees the alert', async () => {
    const { id, patientId } = await raised();
    const on = clinicDay(3);
    await done(tobias, id, 'snooze', { version: 1, until: { when: 'day', on } });
    const second = await done(tobias, id, 'snooze', whenWorse);
    await app.database.asOwner(
      `UPDATE alert_event SET detail = jsonb_set(detail::jsonb, '{earlierSnooze,until}', '"2026-01-01T00:00:00.000Z"') WHERE id = $1`,
      [last(second).id],
    );
    const undone = await done(tobias, id, 'undo', { version: 1, eventId: last(second).id });
    expect(undone.snooze).toBeNull();
    expect(await idsOf(tobias, `patientId=${patientId}`)).toEqual([id]);
  });

  it('of a resolution whose concern has gone meanwhile ends in it clearing by itself', async () => {
    const { id, patientId } = await raised();
    const resolved = await done(ana, id, 'resolve', { version: 1, outcome: 'contacted' });
    await judge(patientId);
    const undone = await done(ana, id, 'undo', { version: resolved.version, eventId: last(resolved).id });
    expect(undone.state).toBe('open');
    await app.nest.get(AlertClock).tick();
    expect(await read(ana, id)).toMatchObject({ state: 'resolved', outcome: 'cleared' });
  });

  it('not of a resolution whose concern has been raised anew', async () => {
    const { id, patientId } = await raised();
    const resolved = await done(ana, id, 'resolve', { version: 1, outcome: 'contacted' });
    await judge(patientId, aConcern({ patientId, severity: 3 }));
    const { body } = await act(ana, id, 'undo', { version: resolved.version, eventId: last(resolved).id }).expect(409);
    expect(body.code).toBe('ALERT_VERSION_CONFLICT');
    expect(await idsOf(ana, `patientId=${patientId}`)).toHaveLength(1);
  });
});

describe('many at once', () => {
  it('each is decided by itself: one conflict, one out of reach, the others done', async () => {
    const [fresh, changed, taken, far] = [await raised(), await raised(), await raised(), await strange()];
    await judge(changed.patientId, aConcern({ patientId: changed.patientId, severity: 2 }));
    await done(ana, taken.id, 'acknowledge', { version: 1 });
    const items = [fresh, changed, taken, far].map(({ id }) => ({ id, version: 1 }));
    const { body } = await tobias.agent
      .post('/api/v1/alerts/bulk')
      .send({ act: { kind: 'acknowledge' }, items })
      .expect(200);
    expect(body.items).toMatchObject([
      { id: fresh.id, done: true, code: null, alert: { state: 'acknowledged', owner: { name: 'Tobias Script' } } },
      { id: changed.id, done: false, code: 'ALERT_VERSION_CONFLICT', alert: { state: 'open', version: 2 } },
      { id: taken.id, done: false, code: 'ALERT_ALREADY_ACKNOWLEDGED', alert: { owner: { name: 'Ana Rehearsal' } } },
      { id: far.id, done: false, code: 'NOT_FOUND', alert: null },
    ]);
    expect(body.items[2].detail).toMatch(/^Ana Rehearsal was faster/);
    expect(await read(ana, far.id)).toMatchObject({ state: 'open', version: 1 });
  });

  it('of two who take the same ones at once each is had by one', async () => {
    for (let i = 0; i < 4; i++) {
      const items = [await raised(), await raised(), await raised()].map(({ id }) => ({ id, version: 1 }));
      const body = { act: { kind: 'acknowledge' }, items };
      const answers = await Promise.all(
        [ana, tobias].map((by) => by.agent.post('/api/v1/alerts/bulk').send(body).expect(200)),
      );
      for (const { id } of items) {
        expect(answers.flatMap((a) => a.body.items).filter((one) => one.id === id && one.done)).toHaveLength(1);
        expect((await read(ana, id)).timeline).toHaveLength(2);
      }
    }
  });

  it('what only concerns oneself is audited with its patients too, and so is what was refused', async () => {
    const [one, two] = [await raised(), await raised()];
    await done(ana, two.id, 'resolve', { version: 1, outcome: 'contacted' });
    const items = [one, two].map(({ id }) => ({ id, version: 1 }));
    const act = { kind: 'snooze', until: { when: 'worse' } };
    await tobias.agent.post('/api/v1/alerts/bulk').send({ act, items }).expect(200);
    const [row] = await app.database.asOwner<{ ids: string[] | null; count: number }>(
      `SELECT patient_ids AS ids, count FROM audit_event WHERE type = 'Alert' AND actor = $1 ORDER BY id DESC LIMIT 1`,
      [`person/${tobias.personId}`],
    );
    expect([row!.count, [...(row!.ids ?? [])].sort()]).toEqual([2, [one.patientId, two.patientId].sort()]);
  });

  async function strange(): Promise<{ id: string }> {
    const patientId = await registerPatient(ana, { careTeam: [] });
    await judge(patientId, aConcern({ patientId }));
    return { id: (await idsOf(ana, `patientId=${patientId}`))[0]! };
  }

  it('names an alert once, and hands nothing to somebody who may not see it', async () => {
    const [one, two] = [await raised(), await raised()];
    const send = (body: object) => ana.agent.post('/api/v1/alerts/bulk').send(body);
    const item = { id: one.id, version: 1 };
    await send({ act: { kind: 'acknowledge' }, items: [item, item] }).expect(422);
    const act = { kind: 'hand-off', to: { personId: circle.admin.personId } };
    const { body } = await send({ act, items: [item, { id: two.id, version: 1 }] }).expect(200);
    expect(body.items.map((result: { code: string }) => result.code)).toEqual(['INVALID_INPUT', 'INVALID_INPUT']);
  });
});

describe('what else is said of it', () => {
  it('a note, once, however often it is sent', async () => {
    const { id } = await raised();
    const body = { id: randomUUID(), note: 'Called, no answer' };
    for (let i = 0; i < 2; i++) await done(tobias, id, 'note', body);
    const { timeline, version } = await read(ana, id);
    expect(timeline.filter((entry) => entry.kind === 'note')).toMatchObject([{ by: 'Tobias Script', note: body.note }]);
    expect(version).toBe(1);
  });

  it('told, delivered, seen: how far it has come with each', async () => {
    const { id } = await raised();
    await done(ana, id, 'note', { id: randomUUID(), note: 'On my screen' });
    await app.database.asOwner(`UPDATE delivery SET acked_at = now() WHERE object_id = $1 AND person_id = $2`, [
      id,
      ana.personId,
    ]);
    await act(tobias, id, 'seen', {}).expect(204);
    const people = (await read(ana, id))['people'] as { name: string }[];
    const of = (name: string) => people.find((person) => person.name === name);
    expect(of('Ana Rehearsal')).toMatchObject({
      toldAt: expect.any(String),
      deliveredAt: expect.any(String),
      seenAt: null,
    });
    expect(of('Tobias Script')).toMatchObject({ deliveredAt: null, seenAt: expect.any(String) });
    expect(await read(tobias, id)).toMatchObject({ seenAt: expect.any(String) });
    expect(await read(ana, id)).toMatchObject({ seenAt: null });
  });

  it('what is about the clinic is for those who have all of it', async () => {
    await inClinic(() => reportConcern(anOutage('withings'), new Date()));
    const [id] = await idsOf(ana, 'kind=vendor-outage');
    expect(await read(ana, id!)).toMatchObject({ patient: null, lane: [], patientSentence: null });
    expect(await idsOf(tobias, 'kind=vendor-outage')).toEqual([]);
    await tobias.agent.get(`/api/v1/alerts/${id}`).expect(404);
    await act(tobias, id!, 'acknowledge', { version: 1 }).expect(404);
    await done(ana, id!, 'acknowledge', { version: 1 });
    await app.nest.get(AlertClock).tick();
    expect(await read(ana, id!)).toMatchObject({ state: 'acknowledged', owner: { name: 'Ana Rehearsal' } });
  });
});
