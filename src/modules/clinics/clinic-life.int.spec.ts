import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../test/support/care.js';
import { clinicDay, createClinic, inviteAndAccept, ok, type Person } from '../../../test/support/people.js';
import { PROFESSIONS } from './index.js';

let app: TestApp;
let circle: CareCircle;
let admin: Person;

beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'life'), 'Walker');
  admin = circle.admin;
}, 120_000);
afterAll(() => app?.close());

const OFFICE = [...Array.from({ length: 5 }, () => [{ from: '08:00', to: '17:00' }]), [], []];
const settings = (change: Record<string, unknown> = {}) => ({
  version: 0,
  name: 'Clinic of life',
  timeZone: 'America/New_York',
  phone: '+1 212 5550100',
  language: 'en',
  afterHours: 'Call the night line.',
  secondFactor: 'optional',
  sites: [{ id: randomUUID(), name: 'Main street', address: null, hours: OFFICE }],
  holidays: [],
  ...change,
});
const put = (body: Record<string, unknown>) => admin.agent.put('/api/v1/clinic').send(body);
const hoursFromNow = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const absence = (person: Person, standIn: Person, change: Record<string, unknown> = {}) => ({
  id: randomUUID(),
  personId: person.personId,
  standInId: standIn.personId,
  fromAt: hoursFromNow(0),
  untilAt: hoursFromNow(24),
  ...change,
});

/** Until so many statements wait for a lock. */
async function waitForBlocked(count: number): Promise<void> {
  for (;;) {
    const blocked = await app.database.asOwner(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (blocked.length >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the clinic’s settings', () => {
  it('keep what was before, and refuse whoever read an older version', async () => {
    const first = await put(settings()).expect(ok);
    expect(first.body).toMatchObject({ version: 1, name: 'Clinic of life', doors: [{ holiday: null }] });
    const stale = await put(settings({ name: 'Overwritten' }));
    expect([stale.status, stale.body.code]).toEqual([409, 'CLINIC_CHANGED']);
    const { doors: _, ...current } = first.body;
    await put({ ...current, phone: null }).expect(ok);
    const { body } = await admin.agent.get('/api/v1/clinic/history').expect(200);
    expect(body.items[0]).toMatchObject({
      by: 'Admin of life',
      kind: 'settings',
      changes: [{ what: 'phone', before: '+1 212 5550100', after: null }],
    });
    expect((await circle.patient.agent.get('/api/v1/clinic').expect(200)).body.afterHours).toBe('Call the night line.');
    expect((await admin.agent.get('/api/v1/session').expect(200)).body.clinic.timeZone).toBe('America/New_York');
  });

  it.each([
    [
      'hours that overlap',
      {
        sites: [
          {
            id: randomUUID(),
            name: 'A',
            address: null,
            hours: [
              [
                { from: '08:00', to: '12:00' },
                { from: '11:00', to: '13:00' },
              ],
              [],
              [],
              [],
              [],
              [],
              [],
            ],
          },
        ],
      },
      /sites\.0\.hours\.0/,
    ],
    [
      'six days',
      { sites: [{ id: randomUUID(), name: 'A', address: null, hours: [[], [], [], [], [], []] }] },
      /seven days/,
    ],
    [
      'a holiday at no site',
      { holidays: [{ on: '2026-12-25', name: 'X', siteId: randomUUID(), hours: [] }] },
      /holidays\.0\.siteId/,
    ],
    ['a zone nobody knows', { timeZone: 'Europe/Atlantis' }, /timeZone/],
    ['a misspelt member', { fone: '1' }, /fone/],
  ])('refuse %s', async (_name, change, message) => {
    const { status, body } = await put(settings(change));
    expect([status, body.detail]).toEqual([422, expect.stringMatching(message)]);
  });
});

describe('a membership', () => {
  it('changes, ends within seconds and comes back; the history says so', async () => {
    const person = await inviteAndAccept(app, admin, {
      role: 'clinician',
      name: 'Chiara Changing',
      profession: 'pharmacist',
    });
    const change = (body: Record<string, unknown>) => admin.agent.put(`/api/v1/members/${person.personId}`).send(body);
    await change({ role: 'coordinator', profession: 'nurse-coordinator', active: true }).expect(204);
    expect((await person.agent.get('/api/v1/session').expect(200)).body.role).toBe('coordinator');
    await change({ role: 'coordinator', profession: 'nurse-coordinator', active: false }).expect(204);
    await person.agent.get('/api/v1/patients').expect(401);
    await change({ role: 'clinician', profession: null, active: true }).expect(204);
    await person.agent.get('/api/v1/patients').expect(200);
    const { body } = await admin.agent.get('/api/v1/clinic/history').expect(200);
    expect(
      body.items
        .slice(0, 3)
        .map((item: { about: string; changes: { what: string }[] }) => [
          item.about,
          item.changes.map(({ what }) => what).sort(),
        ]),
    ).toEqual([
      ['Chiara Changing', ['active', 'profession', 'role']],
      ['Chiara Changing', ['active']],
      ['Chiara Changing', ['profession', 'role']],
    ]);
  });

  it('of the last admin stays, also when two admins end each other at the same time', async () => {
    const clinic = await createClinic(app, 'two-admins');
    const other = await inviteAndAccept(app, clinic.admin, { role: 'admin' });
    const end = (by: Person, whom: Person) =>
      by.agent.put(`/api/v1/members/${whom.personId}`).send({ role: 'clinician', profession: null, active: false });
    const own = await end(other, other);
    expect([own.status, own.body.code]).toEqual([409, 'OWN_MEMBERSHIP']);
    // Both are held up where they would write, so that each has seen the other admin still there.
    const holder = new pg.Client({ connectionString: app.database.ownerUrl });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM membership WHERE clinic_id = $1 FOR UPDATE', [clinic.id]);
    const both = Promise.all([end(clinic.admin, other), end(other, clinic.admin)]);
    await waitForBlocked(2);
    await holder.query('COMMIT');
    await holder.end();
    await both;
    const left = await app.database.asOwner(
      `SELECT 1 FROM membership WHERE clinic_id = $1 AND role = 'admin' AND active`,
      [clinic.id],
    );
    expect(left).toHaveLength(1);
  });

  it('of a patient or caregiver is no staff’s to change', async () => {
    const { status, body } = await admin.agent
      .put(`/api/v1/members/${circle.caregiver.personId}`)
      .send({ role: 'admin', profession: null, active: true });
    expect([status, body.code]).toEqual([409, 'NOT_STAFF']);
  });

  it('gives the same rights in every profession', async () => {
    const paths = [
      '/api/v1/patients',
      `/api/v1/patients/${circle.patientId}`,
      `/api/v1/patients/${circle.patientId}/series?from=2026-11-01&to=2026-11-20`,
      `/api/v1/patients/${circle.patientId}/followers`,
      '/api/v1/alerts',
      '/api/v1/referrals',
      '/api/v1/merges',
      '/api/v1/transfers',
      '/api/v1/clinic/history',
      '/api/v1/clinic/detection',
      '/api/v1/rota',
      `/fhir/Patient/${circle.patientId}`,
      `/fhir/Observation?patient=${circle.patientId}`,
    ];
    for (const person of [circle.treating, circle.colleague, circle.coordinator]) {
      const seen = new Map<string, string[]>();
      for (const profession of [...PROFESSIONS, null]) {
        const body = { role: person.role, profession, active: true };
        await admin.agent.put(`/api/v1/members/${person.personId}`).send(body).expect(204);
        const answers: string[] = [];
        for (const path of paths) {
          const answer = await person.agent.get(path);
          answers.push(`${path} ${answer.status} ${answer.text.includes('Walker')}`);
        }
        seen.set(answers.join('\n'), [...(seen.get(answers.join('\n')) ?? []), String(profession)]);
      }
      expect([...seen.values()]).toEqual([[...PROFESSIONS, 'null']]);
    }
  });
});

describe('an absence', () => {
  const reads = async (person: Person) => (await person.agent.get(`/api/v1/patients/${circle.patientId}`)).status;

  it('lets the stand-in see the patients while it lasts, and not a moment longer', async () => {
    const { treating, colleague } = circle;
    expect(await reads(colleague)).toBe(404);
    const body = absence(treating, colleague);
    await treating.agent.post('/api/v1/absences').send(body).expect(ok);
    expect(await reads(colleague)).toBe(200);
    const { careTeam } = (await treating.agent.get(`/api/v1/patients/${circle.patientId}`).expect(200)).body;
    expect(careTeam).toMatchObject([{ personId: treating.personId, cover: { personId: colleague.personId } }]);
    await treating.agent.post(`/api/v1/absences/${body.id}/end`).send({}).expect(204);
    expect(await reads(colleague)).toBe(404);
    const later = absence(treating, colleague, { fromAt: hoursFromNow(1) });
    await treating.agent.post('/api/v1/absences').send(later).expect(ok);
    expect(await reads(colleague)).toBe(404);
    await treating.agent.post(`/api/v1/absences/${later.id}/end`).send({}).expect(204);
  });

  it('is not another clinician’s to enter or end; a coordinator may', async () => {
    const { treating, colleague, coordinator } = circle;
    const body = absence(treating, colleague);
    await colleague.agent.post('/api/v1/absences').send(body).expect(403);
    await coordinator.agent.post('/api/v1/absences').send(body).expect(ok);
    await colleague.agent.post(`/api/v1/absences/${body.id}/end`).send({}).expect(403);
    const twice = await coordinator.agent.post('/api/v1/absences').send({ ...body, id: randomUUID() });
    expect(twice.body.code).toBe('ABSENT_ALREADY');
    const circular = await coordinator.agent.post('/api/v1/absences').send(absence(colleague, treating));
    expect(circular.body.code).toBe('STAND_IN_ABSENT');
    // Nor may whoever stands in go away: nobody would look after the patients of the first.
    const covering = await coordinator.agent.post('/api/v1/absences').send(absence(colleague, coordinator));
    expect([covering.status, covering.body.code]).toEqual([409, 'STANDS_IN']);
    await coordinator.agent.post(`/api/v1/absences/${body.id}/end`).send({}).expect(204);
    const after = absence(colleague, coordinator);
    await coordinator.agent.post('/api/v1/absences').send(after).expect(ok);
    await coordinator.agent.post(`/api/v1/absences/${after.id}/end`).send({}).expect(204);
  });

  it('does not let the stand-in onto the care team', async () => {
    const { treating, colleague } = circle;
    const body = absence(treating, colleague);
    await treating.agent.post('/api/v1/absences').send(body).expect(ok);
    await colleague.agent
      .put(`/api/v1/patients/${circle.patientId}/care-team`)
      .send({ personIds: [treating.personId, colleague.personId], contactPersonId: null })
      .expect(403);
    await treating.agent.post(`/api/v1/absences/${body.id}/end`).send({}).expect(204);
    expect(await reads(colleague)).toBe(404);
  });
});

describe('the rota', () => {
  it('says who is on call, for which profession, who stands in, and when nobody is', async () => {
    const { coordinator, treating, colleague } = circle;
    const shift = {
      personId: treating.personId,
      profession: null,
      rank: 1,
      startsOn: clinicDay(-3),
      starts: '08:00',
      endsOn: clinicDay(4),
      ends: '08:00',
      everyWeeks: 1,
      lastOn: clinicDay(-3),
    };
    const id = randomUUID();
    const saved = await coordinator.agent.put(`/api/v1/rota/${id}`).send(shift).expect(ok);
    expect(saved.body.onCall).toMatchObject([{ personId: treating.personId, standsInFor: null, rank: 1 }]);
    expect(saved.body.gaps).toHaveLength(1);
    await coordinator.agent
      .put(`/api/v1/rota/${id}`)
      .send({ ...shift, lastOn: null })
      .expect(ok);
    expect((await admin.agent.get('/api/v1/rota').expect(200)).body.gaps).toEqual([]);
    const away = absence(treating, colleague);
    await treating.agent.post('/api/v1/absences').send(away).expect(ok);
    const now = await treating.agent.get('/api/v1/on-call?profession=psychologist').expect(200);
    expect(now.body.items).toMatchObject([{ personId: colleague.personId, standsInFor: expect.any(String) }]);
    await treating.agent.post(`/api/v1/absences/${away.id}/end`).send({}).expect(204);
    await coordinator.agent.post(`/api/v1/rota/${id}/end`).send({}).expect(204);
    expect((await admin.agent.get('/api/v1/rota').expect(200)).body.onCall).toEqual([]);
    const again = await coordinator.agent.put(`/api/v1/rota/${id}`).send(shift);
    expect(again.body.code).toBe('SHIFT_ENDED');
  });
});

describe('a team', () => {
  it('has members who work with patients, a history and an end', async () => {
    const id = randomUUID();
    const save = (memberIds: string[], name = 'Back pain') =>
      admin.agent.put(`/api/v1/teams/${id}`).send({ name, memberIds });
    await save([circle.patient.personId]).expect(422);
    await save([circle.treating.personId]).expect(ok);
    const { body } = await save([circle.treating.personId, circle.colleague.personId]).expect(ok);
    expect(body.items[0].members).toHaveLength(2);
    expect((await circle.treating.agent.get('/api/v1/teams').expect(200)).body.items).toHaveLength(1);
    await admin.agent.post(`/api/v1/teams/${id}/end`).send({}).expect(204);
    expect((await save([])).body.code).toBe('TEAM_ENDED');
  });
});
