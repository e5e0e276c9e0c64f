import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../test/support/care.js';
import { clinicDay, createClinic, inviteAndAccept, ok, type Person } from '../../../test/support/people.js';
import { DESK, playNobody } from '../../../test/support/faults/nobody.js';
import { playPoison } from '../../../test/support/faults/poison.js';
import { openSmtpSink, type SmtpSink } from '../../../test/support/smtp-sink.js';
import { until } from '../../../test/support/until.js';
import { type Kind } from '../alerts/index.js';
import { AlertClock } from '../alerts/lifecycle/alert-clock.js';
import { EscalationClock } from './call/escalation-clock.js';
import { chainOf } from './escalation.testkit.js';

let sink: SmtpSink;
let app: TestApp;
let other: TestApp;
let circle: CareCircle;
let chain: ReturnType<typeof chainOf>;

beforeAll(async () => {
  sink = await openSmtpSink();
  app = await createTestApp({ env: { SMTP_URL: sink.url } });
  other = await createTestApp({ database: app.database, env: { SMTP_URL: sink.url } });
  circle = await gatherCareCircle(app, await createClinic(app, 'chain'), 'Called');
  chain = chainOf(app, circle);
}, 180_000);
afterAll(async () => {
  await other?.close();
  await app?.close();
  await sink?.close();
});
/** Each story begins with a patient about whom nothing is open. */
beforeEach(async () => {
  await app.database.asOwner(
    `UPDATE alert SET state = 'resolved', resolved_at = now(), outcome = 'cleared', cleared = true WHERE NOT cleared`,
  );
  await app.database.asOwner(`UPDATE escalation_step SET state = 'stopped', settled_at = now() WHERE state = 'due'`);
});

const short = ({ n, target, state, reason }: Awaited<ReturnType<typeof chain.steps>>[number]) =>
  `${n} ${target} ${state}${reason ? ` ${reason}` : ''}`;
const steps = async (alertId: string) => (await chain.steps(alertId)).map(short);
/** As if so many minutes had passed for everything that waits. */
const minutesPass = (alertId: string, minutes: number) =>
  app.database.asOwner(
    `WITH moved AS (UPDATE alert_event SET at = at - make_interval(mins => $2) WHERE alert_id = $1)
     UPDATE escalation_step SET due_at = due_at - make_interval(mins => $2), next_at = next_at - make_interval(mins => $2) WHERE alert_id = $1 AND state = 'due'`,
    [alertId, minutes],
  );
const toldBy = async (alertId: string, person: Person) =>
  (await chain.notices(alertId))
    .filter(({ personId }) => personId === person.personId)
    .map(({ channel, state, reason }) => `${channel} ${state === 'withheld' ? reason : ''}`.trim());

/** What the open technical alert counts. */
const fault = async () => {
  const [row] = await app.database.asOwner<{ facts: Record<string, number> }>(
    `SELECT sentence->'facts' AS facts FROM alert WHERE kind = 'chain-fault' AND state <> 'resolved' AND clinic_id = $1`,
    [circle.clinicId],
  );
  return row?.facts;
};

describe('a chain is made with what happens to the alert, and ends with the first act', () => {
  it('raised, taken, taken back, handed on, worse, resolved', async () => {
    const alertId = await chain.raise();
    expect(await steps(alertId)).toEqual(['1 contact due', '2 care-team due', '3 coordinator due']);
    await chain.act(circle.treating, alertId, 'acknowledge');
    expect(await steps(alertId)).toEqual(
      ['contact', 'care-team', 'coordinator'].map((to, i) => `${i + 1} ${to} stopped acknowledged`),
    );
    const { body } = await circle.treating.agent.get(`/api/v1/alerts/${alertId}`).expect(ok);
    await chain.act(circle.treating, alertId, 'undo', { eventId: body.timeline.at(-1).id });
    expect((await steps(alertId)).slice(3)).toEqual(['1 contact due', '2 care-team due', '3 coordinator due']);
    await chain.act(circle.treating, alertId, 'hand-off', { to: { personId: circle.coordinator.personId } });
    expect((await steps(alertId)).slice(3)).toEqual([
      '1 contact stopped begun-anew',
      '2 care-team stopped begun-anew',
      '3 coordinator stopped begun-anew',
      expect.stringMatching(/^0 owner (due|called)$/),
      '1 contact due',
      '2 care-team due',
      '3 coordinator due',
    ]);
    await chain.tick();
    expect((await steps(alertId))[6]).toBe('0 owner called');
    expect(await toldBy(alertId, circle.coordinator)).toEqual(['e-mail', 'web-push no-device']);
    await chain.raise('deterioration', { severity: 3 });
    expect((await steps(alertId)).slice(-3)).toEqual(['1 contact due', '2 care-team due', '3 coordinator due']);
    await chain.act(circle.treating, alertId, 'resolve', { outcome: 'contacted' });
    expect((await steps(alertId)).filter((step) => step.includes(' due'))).toEqual([]);
  });

  it('leaves nothing behind when the transaction that raised it rolls back', async () => {
    const count = async () =>
      (await app.database.asOwner<{ n: number }>('SELECT count(*)::int AS n FROM escalation_step'))[0]!.n;
    const before = await count();
    const alertId = await chain.raise();
    expect(await count()).toBe(before + 3);
    await expect(
      app.surroundings.workerDatabase.as.inClinic(circle.clinicId, async () => {
        await chain.raise('deterioration', { severity: 3 });
        throw new Error('something else fails');
      }),
    ).rejects.toThrow('something else fails');
    expect(await count()).toBe(before + 3);
    expect(await steps(alertId)).toHaveLength(3);
  });

  it('calls one after the other until somebody acts, and whoever was called reaches the patient', async () => {
    const alertId = await chain.raise('red-flag');
    await chain.tick();
    expect(await steps(alertId)).toEqual([
      '1 contact called',
      '2 contact due',
      '3 on-call due',
      '4 coordinator due',
      '5 fallback due',
      '6 patient due',
    ]);
    await minutesPass(alertId, 15);
    await chain.tick();
    expect((await steps(alertId)).slice(0, 3)).toEqual(['1 contact called', '2 contact called', '3 on-call due']);
    await chain.act(circle.treating, alertId, 'acknowledge');
    await minutesPass(alertId, 120);
    await chain.tick();
    expect((await steps(alertId)).slice(2)).toEqual(
      ['3 on-call', '4 coordinator', '5 fallback', '6 patient'].map((step) => `${step} stopped acknowledged`),
    );
  });
});

describe('who is called', () => {
  it('the stand-in of whoever is away, and the reason is kept', async () => {
    const stand = await inviteAndAccept(app, circle.admin, { role: 'clinician' });
    const fromAt = new Date(Date.now() - 60_000).toISOString();
    const untilAt = new Date(Date.now() + 3_600_000).toISOString();
    const absence = {
      id: randomUUID(),
      personId: circle.treating.personId,
      standInId: stand.personId,
      fromAt,
      untilAt,
    };
    await circle.admin.agent.post('/api/v1/absences').send(absence).expect(ok);
    const alertId = await chain.raise('red-flag');
    await chain.tick();
    expect(await toldBy(alertId, circle.treating)).toEqual(['none absent']);
    expect(await toldBy(alertId, stand)).toEqual(['e-mail', 'web-push no-device']);
    await circle.admin.agent.post(`/api/v1/absences/${absence.id}/end`).send({}).expect(ok);
  });

  it.each([
    ['whoever is on call', null],
    ['whoever is on call for one profession, when there is nobody for everything', 'psychologist'],
  ])('%s, who then may see the patient until it is resolved', async (_name, profession) => {
    await app.database.asOwner('UPDATE rota_shift SET ended_at = now() WHERE ended_at IS NULL');
    const onCall = await inviteAndAccept(app, circle.admin, { role: 'clinician' });
    const shift = {
      personId: onCall.personId,
      profession,
      rank: 1,
      startsOn: clinicDay(-1),
      starts: '00:00',
      endsOn: clinicDay(1),
      ends: '23:00',
      everyWeeks: 0,
      lastOn: null,
    };
    await circle.admin.agent.put(`/api/v1/rota/${randomUUID()}`).send(shift).expect(ok);
    const alertId = await chain.raise('red-flag');
    await chain.tick();
    await onCall.agent.get(`/api/v1/alerts/${alertId}`).expect(404);
    await minutesPass(alertId, 31);
    await chain.tick();
    expect((await steps(alertId))[2]).toBe('3 on-call called');
    // They are of nobody's care team, and have it all the same: the call is their reach.
    const before = (await toldBy(alertId, onCall)).length;
    await chain.act(circle.coordinator, alertId, 'hand-off', { to: { personId: onCall.personId } });
    await chain.tick();
    expect((await toldBy(alertId, onCall)).length).toBeGreaterThan(before);
    await chain.act(onCall, alertId, 'acknowledge');
    await app.nest.get(AlertClock).tick();
    const { body } = await onCall.agent.get(`/api/v1/alerts/${alertId}`).expect(200);
    expect(body).toMatchObject({ state: 'acknowledged', owner: { personId: onCall.personId } });
    await chain.act(onCall, alertId, 'resolve', { outcome: 'contacted' });
    await app.database.asOwner(`UPDATE alert SET resolved_at = now() - interval '25 h' WHERE id = $1`, [alertId]);
    await onCall.agent.get(`/api/v1/alerts/${alertId}`).expect(404);
  });

  it.each<[string, (stand: Person) => object]>([
    ['by name', ({ personId }) => ({ personId })],
    ['by discipline', () => ({ discipline: 'dietitian' })],
  ])('whoever stands in, when it is handed to them %s', async (_name, to) => {
    const stand = await inviteAndAccept(app, circle.admin, { role: 'clinician', profession: 'dietitian' });
    const fromAt = new Date(Date.now() - 60_000).toISOString();
    const untilAt = new Date(Date.now() + 3_600_000).toISOString();
    const away = await inviteAndAccept(app, circle.admin, { role: 'clinician' });
    const path = `/api/v1/patients/${circle.patientId}/care-team`;
    const team = [circle.treating.personId, away.personId];
    await circle.coordinator.agent.put(path).send({ personIds: team, contactPersonId: null }).expect(ok);
    const absence = { id: randomUUID(), personId: away.personId, standInId: stand.personId, fromAt, untilAt };
    await circle.admin.agent.post('/api/v1/absences').send(absence).expect(ok);
    const alertId = await chain.raise();
    await chain.act(circle.coordinator, alertId, 'hand-off', { to: to(stand) });
    await chain.tick();
    expect((await steps(alertId)).filter((step) => step.startsWith('0 '))).toEqual([expect.stringMatching(/ called$/)]);
    expect(await toldBy(alertId, stand)).toEqual(['e-mail', 'web-push no-device']);
    expect(await toldBy(alertId, circle.treating)).toEqual([]);
    await circle.admin.agent.post(`/api/v1/absences/${absence.id}/end`).send({}).expect(ok);
    const before = { personIds: [circle.treating.personId], contactPersonId: null };
    await circle.coordinator.agent.put(path).send(before).expect(ok);
  });

  it('F30: nobody can be reached: the fallback, and at last the patient is told to call for help', async () => {
    const silent = { team: 'switched-off', fallback: true, emergencyNumber: '112', patientHasAccount: true } as const;
    const { alertId, atFallback, unlike } = await playNobody({ app, chain, circle }, silent);
    expect(unlike).toEqual([]);
    // Each step that reaches nobody calls the next at once; what the fallback does is waited for.
    expect(atFallback.slice(3)).toEqual(['4 coordinator nobody nobody-reached', '5 fallback called', '6 patient due']);
    const staff = [circle.treating, circle.coordinator];
    expect(await toldBy(alertId, circle.patient)).toEqual(['e-mail', 'web-push no-device']);
    for (const one of staff)
      expect(new Set(await toldBy(alertId, one))).toEqual(new Set(['e-mail switched-off', 'web-push switched-off']));
    const { body } = await circle.treating.agent.get(`/api/v1/alerts/${alertId}/escalation`).expect(200);
    expect(body.steps.map((step: { target: string; state: string }) => `${step.target} ${step.state}`)).toEqual([
      'contact nobody',
      'contact nobody',
      'on-call nobody',
      'coordinator nobody',
      'fallback called',
      'patient called',
    ]);
    await waitFor(
      () => sink.mails.some((mail) => mail.includes(DESK)) && sink.mails.some((mail) => mail.includes('112')),
    );
    // The fallback is told, and so is whoever looks next: of the team nobody has heard.
    await chain.audit();
    expect(await fault()).toMatchObject({ unheard: 1 });
    const heard = { webPush: true, email: true, quietHours: null, interrupt: false };
    for (const one of staff) await one.agent.put('/api/v1/account/notices').send(heard).expect(ok);
  });

  it('nobody can be reached and the clinic has named no fallback: a technical alert says so until somebody takes it', async () => {
    const silence = (on: boolean) => ({ webPush: on, email: on, quietHours: null, interrupt: false });
    const staff = [circle.treating, circle.coordinator];
    for (const one of staff) await one.agent.put('/api/v1/account/notices').send(silence(false)).expect(ok);
    await app.database.asOwner('UPDATE rota_shift SET ended_at = now()');
    await app.database.asOwner('UPDATE clinic_channel SET fallback_email = NULL');
    const alertId = await chain.raise('red-flag');
    await chain.tick();
    expect((await steps(alertId)).slice(0, 5).every((step) => step.endsWith('nobody nobody-reached'))).toBe(true);
    await chain.audit();
    expect(await fault()).toMatchObject({ unheard: 1 });
    await chain.act(circle.treating, alertId, 'acknowledge');
    await chain.audit();
    expect((await fault())?.unheard ?? 0).toBe(0);
    for (const one of staff) await one.agent.put('/api/v1/account/notices').send(silence(true)).expect(ok);
  });
});

describe('a snooze', () => {
  const dueAt = async (alertId: string) =>
    (
      await app.database.asOwner<{ at: Date }>(
        'SELECT due_at AS at FROM escalation_step WHERE alert_id = $1 ORDER BY n',
        [alertId],
      )
    ).map(({ at }) => at.getTime());
  const unsnooze = (by: Person, alertId: string) =>
    by.agent.post(`/api/v1/alerts/${alertId}/unsnooze`).send({}).expect(ok);
  const worse = { until: { when: 'worse' } };

  it('of what interrupts is refused', async () => {
    const alertId = await chain.raise('red-flag');
    const refusal = await circle.treating.agent.post(`/api/v1/alerts/${alertId}/snooze`).send({ version: 1, ...worse });
    expect([refusal.status, refusal.body.code]).toEqual([422, 'ALERT_NOT_SNOOZED']);
  });

  it('that is taken back moves no deadline of what interrupts by now', async () => {
    await chain.contact(circle.treating);
    const alertId = await chain.raise();
    await chain.act(circle.treating, alertId, 'snooze', worse);
    await app.database.asOwner(`UPDATE alert SET tier = 'now' WHERE id = $1`, [alertId]);
    await minutesPass(alertId, 29);
    await unsnooze(circle.treating, alertId);
    const [row] = await app.database.asOwner<{ at: Date }>(
      `SELECT at FROM alert_event WHERE alert_id = $1 AND kind = 'raised'`,
      [alertId],
    );
    expect((await dueAt(alertId))[0]! - row!.at.getTime()).toBeLessThanOrEqual(480 * 60_000 + 1000);
  });

  it('of a colleague who was called moves nothing either, while the contact is awake', async () => {
    await chain.contact(circle.treating);
    const alertId = await chain.raise();
    await app.database.asOwner(
      `INSERT INTO escalation_call (clinic_id, alert_id, person_id, called_at) VALUES ($1, $2, $3, now() - interval '1 day')`,
      [circle.clinicId, alertId, circle.coordinator.personId],
    );
    const before = await dueAt(alertId);
    await chain.act(circle.coordinator, alertId, 'snooze', worse);
    expect(await steps(alertId)).toEqual(['1 contact due', '2 care-team due', '3 coordinator due']);
    await unsnooze(circle.coordinator, alertId);
    const moved = (await dueAt(alertId)).map((at, i) => at - before[i]!);
    expect(moved).toEqual([0, 0, 0]);
  });
});

describe('two nodes', () => {
  it('F17: the same concern reported to both makes one alert and one chain', async () => {
    const second = chainOf(other, circle);
    const ids = await Promise.all([chain.raise('red-flag'), second.raise('red-flag')]);
    const [alertId] = ids.filter((id) => id !== '');
    expect(ids).toContain('');
    expect(await steps(alertId!)).toHaveLength(6);
  });

  it('make each call once, and its notices once', async () => {
    const alertIds = [
      await chain.raise('red-flag'),
      await chain.raise('deterioration', { severity: 3 }),
      await chain.raise('no-show'),
    ];
    for (const id of alertIds) await minutesPass(id, 120);
    await Promise.all([chain.tick(), chain.tick(other), chain.tick(), chain.tick(other)]);
    for (const alertId of alertIds) {
      const notices = (await chain.notices(alertId)).map(
        ({ personId, channel, target }) => `${personId} ${channel} ${target}`,
      );
      const called = (await steps(alertId)).filter((step) => step.includes('called')).length;
      const perPerson = notices.filter((one) => one.startsWith(`${circle.treating.personId} e-mail`)).length;
      expect(perPerson).toBeLessThanOrEqual(called);
    }
    const twice = await app.database.asOwner(
      `SELECT step_id FROM notice WHERE step_id IS NOT NULL GROUP BY step_id, person_id, channel, target HAVING count(*) > 1`,
    );
    expect(twice).toEqual([]);
  });

  it('calls and acts never wait for each other: all acts are done, and no call had to be tried again', async () => {
    for (let round = 0; round < 5; round++) {
      const alertIds = [
        await chain.raise('red-flag'),
        await chain.raise('flare'),
        await chain.raise('deterioration', { severity: 3 }),
      ];
      for (const id of alertIds) await minutesPass(id, 2000);
      const acts = alertIds.map((id) =>
        circle.treating.agent.post(`/api/v1/alerts/${id}/acknowledge`).send({ version: 1 }),
      );
      const [, , ...answers] = await Promise.all([chain.tick(), chain.tick(other), ...acts]);
      expect(answers.map((answer) => (answer as { status: number }).status)).toEqual([200, 200, 200]);
      for (const id of alertIds) {
        expect((await steps(id)).filter((step) => step.endsWith(' due'))).toEqual([]);
        await chain.act(circle.treating, id, 'resolve', { outcome: 'contacted' });
      }
      await app.database.asOwner(`UPDATE alert SET cleared = true WHERE NOT cleared`);
    }
    const [row] = await app.database.asOwner<{ most: number }>(
      `SELECT max(attempts) AS most FROM escalation_step WHERE target <> 'nonsense'`,
    );
    expect(row!.most).toBe(0);
  });

  it('call about what interrupts first, however many reminders have waited longer', async () => {
    for (const node of [app, other]) await node.nest.get(EscalationClock).beforeApplicationShutdown();
    const reminders = [];
    for (let i = 0; i < 4; i++) reminders.push(await chain.raise('deterioration', { key: `k${i}` }));
    for (const id of reminders) await minutesPass(id, 481);
    const urgent = await chain.raise('red-flag');
    await chain.tick();
    const called = await app.database.asOwner<{ id: string }>(
      `SELECT alert_id AS id FROM escalation_step WHERE alert_id = ANY($1) AND state IN ('called','nobody') ORDER BY settled_at LIMIT 1`,
      [[...reminders, urgent]],
    );
    expect(called).toEqual([{ id: urgent }]);
    for (const node of [app, other]) node.nest.get(EscalationClock).onApplicationBootstrap();
  });

  it('F18: of two who take it at once one has it, and the chain is stopped once', async () => {
    const alertId = await chain.raise();
    const post = (person: Person) => person.agent.post(`/api/v1/alerts/${alertId}/acknowledge`).send({ version: 1 });
    const statuses = (await Promise.all([post(circle.treating), post(circle.coordinator)])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 409]);
    expect((await steps(alertId)).every((step) => step.endsWith('stopped acknowledged'))).toBe(true);
  });
});

/** A row that a node's own turn holds is left to the auditor's next look. */
const auditUntil = (isRight: () => Promise<boolean>) =>
  until('the auditor has put it right', async () => {
    await chain.audit();
    return isRight();
  });

describe('what goes wrong', () => {
  it('F22: a step that always fails is given up, said aloud, and its neighbours have been called meanwhile', async () => {
    await app.database.asOwner('DELETE FROM escalation_audit');
    const setting = { app, clinicId: circle.clinicId, chain, patientIds: [circle.patientId] };
    const played = await playPoison({ ...setting, good: 2, poisoned: 1, everyMs: 0, hurried: true });
    expect(played).toMatchObject({ good: 2, notCalled: 0, notGivenUp: 0 });
    await chain.audit();
    const { body } = await circle.coordinator.agent.get('/api/v1/alerts').expect(200);
    const fault = body.items.find((row: { kind: Kind }) => row.kind === 'chain-fault');
    expect(fault.sentence).toEqual({
      key: 'chain.fault',
      facts: { repaired: 0, deadSteps: 1, deadNotices: 0, unheard: 0, lateTellings: 0 },
    });
    await app.database.asOwner(
      `UPDATE escalation_step SET settled_at = now() - interval '2 days' WHERE state = 'dead'`,
    );
    await chain.audit();
    const { body: later } = await circle.coordinator.agent.get('/api/v1/alerts').expect(200);
    expect(later.items.map((row: { kind: Kind }) => row.kind)).not.toContain('chain-fault');
  });

  /** How many were put right, and how many chains that were. */
  const findings = async () => {
    const rows = await app.database.asOwner<{ repaired: number; findings: object[] }>(
      'SELECT repaired, findings FROM escalation_audit',
    );
    return [rows.reduce((sum, { repaired }) => sum + repaired, 0), rows.flatMap((row) => row.findings).length];
  };

  it('the auditor finds a chain that was lost and one that runs on, puts both right and says so', async () => {
    await chain.audit();
    const lost = await chain.raise();
    const going = await chain.raise('red-flag');
    await app.database.asOwner('DELETE FROM escalation_step WHERE alert_id = $1 AND n = 2', [lost]);
    await chain.act(circle.treating, going, 'acknowledge');
    await app.database.asOwner(
      `UPDATE escalation_step SET state = 'due', settled_at = NULL, due_at = now() + interval '1 h', next_at = now() + interval '1 h' WHERE alert_id = $1 AND n = 5`,
      [going],
    );
    await auditUntil(
      async () => (await steps(lost)).length === 3 && (await steps(going))[4]!.startsWith('5 fallback stopped'),
    );
    expect((await steps(lost)).toSorted()).toEqual(['1 contact due', '2 care-team due', '3 coordinator due']);
    expect((await steps(going))[4]).toBe('5 fallback stopped acknowledged');
    expect(await findings()).toEqual([2, 2]);
    const { body } = await circle.coordinator.agent.get('/api/v1/alerts').expect(200);
    expect(body.items.find((one: { kind: Kind }) => one.kind === 'chain-fault').sentence.facts.repaired).toBe(2);
    await chain.audit();
    expect(await findings()).toEqual([2, 2]);
  });
});

describe('a clinic that something is wrong with', () => {
  it('has an alert that nobody here can plan: it is told of that, its neighbours are looked after', async () => {
    const second = await gatherCareCircle(app, await createClinic(app, 'neighbour'), 'Neighbour');
    const theirs = chainOf(app, second);
    await chain.audit();
    const [odd, lost] = [await chain.raise(), await theirs.raise()];
    await app.database.asOwner(`UPDATE alert SET kind = 'of a newer node' WHERE id = $1`, [odd]);
    await app.database.asOwner('DELETE FROM escalation_step WHERE alert_id = $1', [lost]);
    await auditUntil(async () => (await theirs.steps(lost)).length === 3);
    expect(await fault()).toMatchObject({ unheard: 1 });
    expect(await steps(odd)).toEqual(['1 contact due', '2 care-team due', '3 coordinator due']);
    await app.database.asOwner(`UPDATE alert SET kind = 'deterioration' WHERE id = $1`, [odd]);
  });

  it('fails alone, and the worker’s turn is not called a good one', async () => {
    const { workerDatabase } = app.surroundings;
    const clinicIds = await workerDatabase.clinicIds();
    expect(clinicIds.length).toBeGreaterThan(1);
    const seen: string[] = [];
    const turn = workerDatabase.eachClinic('test', async (id) => {
      seen.push(id);
      if (id === clinicIds[0]) throw new Error('malformed');
    });
    await expect(turn).rejects.toThrow('test failed for 1 of');
    expect(seen).toEqual(clinicIds);
  });
});

describe('the dead-man’s switch', () => {
  const read = async () => (await circle.treating.agent.get('/api/v1/alerts/chain').expect(200)).body;

  it('says that all of the chain works', async () => {
    await chain.audit();
    await waitFor(async () => (await read()).ok === true);
    const { workers } = await read();
    expect(workers.map(({ name }: { name: string }) => name)).toEqual([
      'trends',
      'alert-clock',
      'escalation',
      'tellings',
      'notifications',
      'escalation-auditor',
    ]);
    const { body } = await app.http().get('/health/ready').expect(200);
    expect(body.chain.ok).toBe(true);
  });

  it('F28: a worker that is silent for more than 90 s makes it red, and the requests go on', async () => {
    for (const node of [app, other]) await node.nest.get(EscalationClock).beforeApplicationShutdown();
    await app.database.asOwner(`UPDATE heartbeat SET beat_at = now() - interval '91 s' WHERE worker = 'escalation'`);
    const { ok: fine, oldestBeatAgeSeconds, workers } = await read();
    expect(fine).toBe(false);
    expect(oldestBeatAgeSeconds).toBeGreaterThan(90);
    expect(workers.find(({ name }: { name: string }) => name === 'escalation').ageSeconds).toBeGreaterThan(90);
    expect((await app.http().get('/health/ready').expect(200)).body.chain.ok).toBe(false);
    for (const node of [app, other]) node.nest.get(EscalationClock).onApplicationBootstrap();
  });
});

async function waitFor(so: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 400; i++) {
    if (await so()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('It never came to be so');
}
