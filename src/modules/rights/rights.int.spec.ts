import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { alertOf, type CareCircle, gatherCareCircle, visitOf } from '../../../test/support/care.js';
import { fetchExport } from '../../../test/support/exports.js';
import { postObservations, type Reading } from '../../../test/support/fhir.js';
import {
  clinicDay,
  createClinic,
  inviteAndAccept,
  nextEvent,
  ok,
  type Person,
  registerPatient,
  socket,
} from '../../../test/support/people.js';
import { untilQuiet } from '../../../test/support/quiet.js';
import { until } from '../../../test/support/until.js';
import { validateResource } from '../fhir/validate/index.js';
import { saveRecord } from '../record/index.js';
import { treatmentsOf } from '../treatments/treatments.testkit.js';
import { NOTE_TYPE, toNoteDocument } from '../visits/note-document.js';
import { ERASED_TABLES, KEPT } from './erasure/erased-tables.js';
import { ErasureRunner } from './erasure/erasure-runner.js';
import { ExportRunner } from './export/export-runner.js';
import { RightsWorker } from './index.js';

jest.setTimeout(120_000);

const hour = (i: number) => new Date(Date.UTC(2026, 10, 1) + i * 3_600_000).toISOString();
const readings: Reading[] = Array.from({ length: 120 }, (_, i) => ({
  metric: 'steps',
  value: 100 + i,
  start: hour(i),
  end: hour(i + 1),
  device: 'Test watch',
}));

let app: TestApp;
let circle: CareCircle;
let neighbourId: string;
beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'rights'), 'Zephyrine');
  neighbourId = circle.neighbour.patientId!;
  for (const id of [circle.patientId, neighbourId]) await postObservations(app, circle.token, id, readings);
  await circle.patient.agent
    .post(`${of()}/responses`)
    .send({
      id: randomUUID(),
      instrument: 'peg',
      authoredAt: new Date().toISOString(),
      answers: { pain: 5, enjoyment: 4, activity: 3 },
    })
    .expect(ok);
  await visitOf(circle);
  await treatAndNote(circle);
  await comeByReferral(circle);
  for (const id of [circle.patientId, neighbourId]) await untilQuiet(app.database, id);
});
afterAll(() => app?.close());

/** What the record is about: a dose, a procedure, and a note that came as a document. */
async function treatAndNote(circle: CareCircle): Promise<void> {
  const { treating, patientId, clinicId } = circle;
  const kit = treatmentsOf(circle);
  await treating.agent
    .post(kit.path)
    .send(kit.aDose({ medication: 'pregabalin', dose: '75 mg', on: '2026-10-01' }))
    .expect(ok);
  await treating.agent
    .post(kit.path)
    .send(kit.aProcedure({ text: 'Facet joint injection', on: '2026-10-05' }))
    .expect(ok);
  const visit = { id: randomUUID(), patientId, state: 'ended' } as const;
  const note = { patientWords: '', seen: '', agreed: 'We walk every day.' };
  const author = { personId: treating.personId, name: 'Test' };
  const resource = toNoteDocument(note, visit, author, new Date());
  await app.surroundings.database.inClinic(clinicId, () =>
    saveRecord({ type: NOTE_TYPE, id: visit.id, patientId, resource, authorId: treating.personId }),
  );
}

/** She was referred, has a telephone and a daughter who looks on, may go to another clinic, and looked like somebody else. */
async function comeByReferral({ patient, caregiver, coordinator, clinicId, patientId }: CareCircle): Promise<void> {
  await patient.agent
    .put(`${of()}/contact`)
    .send({ version: 1, email: null, phone: '+49 30 5550100', language: 'de' })
    .expect(ok);
  await app.database.asOwner(`UPDATE delegation SET relationship = 'daughter' WHERE person_id = $1`, [
    caregiver.personId,
  ]);
  await app.database.asOwner(
    `INSERT INTO referral (clinic_id, id, given_name, family_name, birth_date, question, urgent, from_name, created_by, patient_id, state, decided_at)
     VALUES ($1, gen_random_uuid(), 'A', 'B', '1980-01-01', 'Can she walk again?', false, 'Dr. C', 'test', $2, 'accepted', now())`,
    [clinicId, patientId],
  );
  // Two more that nobody has joined to a patient: the first is hers, the second of somebody who was born on another day.
  for (const bornOn of ['1970-05-17', '1988-01-01'])
    await app.database.asOwner(
      `INSERT INTO referral (clinic_id, id, given_name, family_name, birth_date, question, urgent, from_name, created_by)
       VALUES ($1, gen_random_uuid(), 'TEST', 'Zephyrine', $2, 'Can she walk again?', false, 'Dr. C', 'test')`,
      [clinicId, bornOn],
    );
  const agreedOn = clinicDay();
  await coordinator.agent
    .post('/api/v1/transfers')
    .send({ id: randomUUID(), patientId, toName: 'Clinic south', agreedOn })
    .expect(ok);
  await coordinator.agent
    .post('/api/v1/merges')
    .send({
      id: randomUUID(),
      survivorId: patientId,
      duplicateId: await registerPatient(coordinator),
      reason: 'One voice on the telephone.',
    })
    .expect(ok);
}

const of = (patientId: string = circle.patientId) => `/api/v1/patients/${patientId}`;
const workOff = () => app.nest.get(RightsWorker).workOff();

async function exportOf(person: Person, patientId: string, body: object = {}): Promise<string> {
  const id = randomUUID();
  await person.agent
    .post(`${of(patientId)}/exports`)
    .send({ id, ...body })
    .expect(202);
  return id;
}

const rowsOf = (text: string) => text.trim().split('\n');

describe('a copy of everything', () => {
  it('is made behind, says how far it is, and holds all of this patient and nothing of another', async () => {
    const id = await exportOf(circle.patient, circle.patientId);
    await workOff();
    const { body } = await circle.patient.agent.get(`${of()}/exports`).expect(200);
    expect(body.items[0]).toMatchObject({ id, state: 'done', progress: 1, file: `${of()}/exports/${id}/file` });
    const files = await fetchExport(circle.patient, circle.patientId, id);
    expect([...files.keys()]).toEqual(
      expect.arrayContaining([
        'fhir/Patient.ndjson',
        'fhir/Observation.ndjson',
        'fhir/QuestionnaireResponse.ndjson',
        'fhir/AuditEvent.ndjson',
        'tables/daily-values.csv',
        'tables/observations.csv',
        'tables/visits.csv',
        'tables/alerts.csv',
        'tables/alert-answers.csv',
        'summary.pdf',
        'README.txt',
      ]),
    );
    for (const [name, text] of files) {
      expect([name, text.includes(neighbourId)]).toEqual([name, false]);
      if (!name.endsWith('.ndjson')) continue;
      const type = /fhir\/(\w+)/.exec(name)![1]!;
      for (const line of rowsOf(text))
        expect([name, validateResource(JSON.parse(line) as object, type)]).toEqual([name, []]);
    }
    const stored = rowsOf(files.get('fhir/Observation.ndjson')!).map(
      (line) => JSON.parse(line) as { id: string; valueQuantity?: { value: number } },
    );
    const [count] = await app.database.asOwner<{ n: number }>(
      'SELECT count(*)::int AS n FROM observation WHERE patient_id = $1',
      [circle.patientId],
    );
    expect(stored).toHaveLength(count!.n);
    expect(new Set(stored.map((one) => one.id)).size).toBe(count!.n);
    expect(stored.flatMap((one) => one.valueQuantity?.value ?? [])).toEqual(
      expect.arrayContaining(readings.map(({ value }) => value)),
    );
    expect(rowsOf(files.get('tables/observations.csv')!)).toHaveLength(count!.n + 1);
    expect(rowsOf(files.get('tables/daily-values.csv')!).length).toBeGreaterThan(4);
    expect(files.get('tables/observations.csv')).toMatch(/^start,end,metric,value,unit,status,/);
    expect(files.get('tables/observations.csv')).toContain(',steps,100,{steps},final,');
    expect(files.get('tables/doses.csv')).toMatch(
      /^on,until,medication,dose,planned\r\n2026-10-01,,pregabalin,75 mg,false\r\n$/,
    );
    expect(files.get('tables/procedures.csv')).toContain('2026-10-05,,Facet joint injection,false');
    expect(files.get('tables/notes.csv')).toContain('We walk every day.');
    expect(files.get('fhir/Patient.ndjson')).toContain('Zephyrine');
    expect(files.get('tables/contact.csv')).toContain('+49 30 5550100');
    expect(files.get('tables/caregivers.csv')).toContain(',daughter,');
    expect(files.get('tables/referrals.csv')).toContain('Can she walk again?');
    expect(files.get('tables/transfers.csv')).toContain('Clinic south');
    expect(files.get('tables/merges.csv')).toContain('One voice on the telephone.');
    expect(files.get('summary.pdf')!.slice(0, 8)).toBe('%PDF-1.7');
  });

  it('goes on where it was when whoever made it has died, and is then the same', async () => {
    const whole = await exportOf(circle.patient, circle.patientId);
    await workOff();
    const expected = await fetchExport(circle.patient, circle.patientId, whole);
    const id = await exportOf(circle.patient, circle.patientId);
    // Two that believe the job is theirs, neither of which is told of the other: each step is made by both at once.
    const runners = [app.nest.get(ExportRunner), app.nest.get(ExportRunner)];
    for (let step = 0; ; step++) {
      // Every third step one dies after its work and before its commit: nothing of it stays.
      if (step % 3 === 2) await dieMidway(() => runners[0]!.step(circle.clinicId, id));
      const both = await Promise.allSettled(runners.map((runner) => runner.step(circle.clinicId, id)));
      if (both.some((step) => step.status === 'fulfilled' && step.value === 'done')) break;
    }
    await workOff();
    const files = await fetchExport(circle.patient, circle.patientId, id);
    const stable = (all: Map<string, string>) => [...all].filter(([name]) => !/Audit|summary/.test(name));
    expect(stable(files)).toEqual(stable(expected));
  });

  it('over which node after node has died is given up, and can be asked for again', async () => {
    const id = randomUUID();
    await app.database.asOwner(
      `INSERT INTO patient_export (clinic_id, id, patient_id, requested_by) VALUES ($1, $2, $3, 'person/nobody')`,
      [circle.clinicId, id, circle.patientId],
    );
    await app.database.asOwner(
      `INSERT INTO rights_job (clinic_id, kind, subject_id, next_at, attempts) VALUES ($1, 'export', $2, now(), 6)`,
      [circle.clinicId, id],
    );
    const step = jest.spyOn(app.nest.get(ExportRunner), 'step');
    await app.nest.get(RightsWorker).workOff();
    expect(step.mock.calls.filter(([, of]) => of === id)).toEqual([]);
    step.mockRestore();
    const left =
      'SELECT (SELECT state FROM patient_export WHERE id = $1), (SELECT count(*)::int FROM rights_job WHERE subject_id = $1) AS jobs';
    expect(await app.database.asOwner(left, [id])).toEqual([{ state: 'failed', jobs: 0 }]);
    await app.database.asOwner('DELETE FROM patient_export WHERE id = $1', [id]);
  });

  it('is there for whoever waits, when another turn of this node had begun it', async () => {
    const id = await exportOf(circle.patient, circle.patientId);
    const begun = workOff();
    while ((await app.database.asOwner('SELECT 1 FROM rights_job WHERE next_at > now()')).length === 0);
    await workOff();
    expect((await fetchExport(circle.patient, circle.patientId, id)).has('README.txt')).toBe(true);
    await begun;
  });

  it('is for whoever asked, until its days are over', async () => {
    const id = await exportOf(circle.patient, circle.patientId);
    await workOff();
    await circle.treating.agent.get(`${of()}/exports/${id}/file`).expect(404);
    await circle.neighbour.agent.get(`${of()}/exports/${id}/file`).expect(404);
    await circle.patient.agent.get(`${of()}/exports/${id}/file`).expect(200);
    await app.database.asOwner(`UPDATE patient_export SET expires_at = now() WHERE id = $1`, [id]);
    await circle.patient.agent.get(`${of()}/exports/${id}/file`).expect(410);
    await app.nest.get(ExportRunner).removeExpired();
    expect(await app.database.asOwner('SELECT 1 FROM export_chunk WHERE export_id = $1', [id])).toEqual([]);
    const { body } = await circle.patient.agent.get(`${of()}/exports`).expect(200);
    expect(body.items.find((one: { id: string }) => one.id === id)).toMatchObject({ state: 'removed', file: null });
  });

  it('is taken by a clinician of the care team only with a reason, which the patient reads', async () => {
    await circle.treating.agent.post(`${of()}/exports`).send({ id: randomUUID() }).expect(422);
    const id = await exportOf(circle.treating, circle.patientId, { reason: 'She asked on paper' });
    await workOff();
    await fetchExport(circle.treating, circle.patientId, id);
    const { body } = await circle.patient.agent.get(`${of()}/access-log`).expect(200);
    const entries = body.days[0].entries as { role: string; verb: string; reason: string | null }[];
    expect(entries.filter(({ role }) => role === 'clinician')).toContainEqual(
      expect.objectContaining({ verb: 'exported', reason: 'She asked on paper' }),
    );
  });

  it('is taken by nobody else of the clinic, and by whoever has left the care team no more', async () => {
    const { admin, coordinator, colleague, treating, patientId } = circle;
    const id = await exportOf(treating, patientId, { reason: 'She asked on paper' });
    await workOff();
    const file = `${of()}/exports/${id}/file`;
    for (const [who, status] of [
      [admin, 403],
      [coordinator, 403],
      [colleague, 404],
    ] as const) {
      await who.agent.post(`${of()}/exports`).send({ id: randomUUID(), reason: 'abc' }).expect(status);
      await who.agent.get(`${of()}/exports`).expect(status);
      await who.agent.get(file).expect(status);
    }
    await treating.agent.get(file).expect(200);
    const team = `clinic_id = $1 AND patient_id = $2 AND person_id = $3`;
    const who = [circle.clinicId, patientId, treating.personId];
    await app.database.asOwner(`DELETE FROM care_team_member WHERE ${team}`, who);
    await treating.agent.get(file).expect(404);
    await app.database.asOwner(
      'INSERT INTO care_team_member (clinic_id, patient_id, person_id) VALUES ($1, $2, $3)',
      who,
    );
  });

  it('answers the one under way when it is asked for twice', async () => {
    const id = await exportOf(circle.patient, circle.patientId);
    const { body } = await circle.patient.agent.post(`${of()}/exports`).send({ id: randomUUID() }).expect(202);
    expect(body.id).toBe(id);
    await workOff();
  });
});

/** Runs it, and ends every connection of the app's pool while it is at it. */
async function dieMidway(run: () => Promise<unknown>): Promise<void> {
  const running = run().catch(() => undefined);
  await app.database.asOwner(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'stepwell_app' AND datname = current_database()`,
  );
  await running;
}

describe('a correction', () => {
  const observationId = async (value: number) => {
    const { body } = await circle.treating.agent
      .get(`/fhir/Observation?patient=${circle.patientId}&_count=200`)
      .expect(200);
    return (body.entry as { resource: { id: string; valueQuantity?: { value: number } } }[]).find(
      ({ resource }) => resource.valueQuantity?.value === value,
    )!.resource.id;
  };
  const ask = async (about?: string) => {
    const id = randomUUID();
    await circle.patient.agent
      .post(`${of()}/corrections`)
      .send({ id, says: 'I was on a ship, not walking.', ...(about ? { about } : {}) })
      .expect(ok);
    return id;
  };
  const decide = (id: string, decision: string) =>
    circle.treating.agent
      .post(`${of()}/corrections/${id}/decision`)
      .send({ decision, answer: 'Right, we have marked it.' });

  it('makes a reading’s next version one that was entered in error, with why, and counts it no more', async () => {
    const wrong = await observationId(110);
    const { body: before } = await circle.treating.agent.get(`${of()}/days/steps/2026-11-01`).expect(200);
    const id = await ask(`Observation/${wrong}`);
    await decide(id, 'entered-in-error').expect(200);
    const { body } = await circle.patient.agent.get(`/fhir/Observation/${wrong}`).expect(200);
    expect(body).toMatchObject({
      status: 'entered-in-error',
      meta: { versionId: '2' },
      note: [{ text: 'Right, we have marked it.' }],
    });
    const { body: old } = await circle.patient.agent.get(`/fhir/Observation/${wrong}/_history/1`).expect(200);
    expect(old.status).toBe('final');
    await untilQuiet(app.database, circle.patientId);
    const { body: after } = await circle.treating.agent.get(`${of()}/days/steps/2026-11-01`).expect(200);
    expect(before.value - after.value).toBe(110);
    const rows = await app.database.asOwner(
      `SELECT interaction FROM audit_event WHERE object_id = $1 AND interaction = 'resolve'`,
      [id],
    );
    expect(rows).toHaveLength(1);
    await decide(id, 'declined').expect(409);
  });

  it('of a reading that is getting another value keeps that value', async () => {
    const about = await observationId(115);
    const id = await ask(`Observation/${about}`);
    const sender = new pg.Client({ connectionString: app.database.ownerUrl });
    await sender.connect();
    try {
      await sender.query('BEGIN');
      await sender.query('UPDATE observation_row SET value = 1150, version = 2 WHERE value = 115 AND start_at = $1', [
        hour(15),
      ]);
      const answer = decide(id, 'amended').then(({ status }) => status);
      const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      await until('the decision waits', async () => (await app.database.asOwner(waiting)).length > 0);
      await sender.query('COMMIT');
      expect(await answer).toBe(200);
    } finally {
      await sender.end();
    }
    const { body } = await circle.treating.agent.get(`/fhir/Observation/${about}`).expect(200);
    expect(body).toMatchObject({ status: 'amended', meta: { versionId: '3' }, valueQuantity: { value: 1150 } });
  });

  it('amends an answer sheet, and keeps what is declined beside the record with both sides’ words', async () => {
    const { body: sheets } = await circle.patient.agent.get(`${of()}/responses`).expect(200);
    const sheet = sheets.items[0].id as string;
    await decide(await ask(`QuestionnaireResponse/${sheet}`), 'amended').expect(200);
    const { body } = await circle.patient.agent.get(`/fhir/QuestionnaireResponse/${sheet}`).expect(200);
    expect(body).toMatchObject({ status: 'amended', meta: { versionId: '2' } });
    expect(validateResource(body as object)).toEqual([]);
    const declined = await ask();
    await decide(declined, 'declined').expect(200);
    const { body: list } = await circle.patient.agent.get(`${of()}/corrections`).expect(200);
    expect(list.items.find((one: { id: string }) => one.id === declined)).toMatchObject({
      state: 'declined',
      says: 'I was on a ship, not walking.',
      answer: 'Right, we have marked it.',
    });
  });

  it('is about one’s own things only', async () => {
    const { body } = await circle.neighbour.agent.get(`/fhir/Observation?patient=${neighbourId}&_count=1`).expect(200);
    const about = `Observation/${body.entry[0].resource.id}`;
    await circle.patient.agent
      .post(`${of()}/corrections`)
      .send({ id: randomUUID(), says: 'Not mine.', about })
      .expect(422);
  });

  it('is on the list of those who treat the patient', async () => {
    const list = async (person: Person) =>
      (await person.agent.get('/api/v1/corrections').expect(200)).body.items as object[];
    expect((await list(circle.treating)).length).toBeGreaterThan(2);
    expect(await list(circle.colleague)).toEqual([]);
  });

  it('is counted while it waits, for those who may answer it, without anybody’s being looked at', async () => {
    const waiting = async (person: Person) => (await person.agent.get('/api/v1/corrections/open').expect(200)).body;
    const before = (await waiting(circle.treating)).open as number;
    const id = await ask();
    for (const who of [circle.treating, circle.coordinator]) expect(await waiting(who)).toEqual({ open: before + 1 });
    expect(await waiting(circle.colleague)).toEqual({ open: 0 });
    await decide(id, 'declined').expect(200);
    expect(await waiting(circle.treating)).toEqual({ open: before });
    const seen = await app.database.asOwner(
      `SELECT 1 FROM audit_event WHERE type = 'Correction' AND outcome = 'ok' AND actor = $1 AND (interaction = 'read' OR cardinality(patient_ids) > 0)`,
      [`person/${circle.coordinator.personId}`],
    );
    expect(seen).toEqual([]);
  });

  it('is news to the patient until they have read the answer, on every device', async () => {
    const id = await ask();
    const read = (person: Person) => person.agent.post(`${of()}/corrections/${id}/read`).send();
    const readAt = async () =>
      (
        (await circle.patient.agent.get(`${of()}/corrections`).expect(200)).body.items as Record<string, unknown>[]
      ).find((one) => one.id === id)!.readAt;
    expect((await read(circle.patient).expect(409)).body.code).toBe('CORRECTION_OPEN');
    await decide(id, 'declined').expect(200);
    expect(await readAt()).toBeNull();
    await read(circle.treating).expect(403);
    await read(circle.neighbour).expect(404);
    expect(await readAt()).toBeNull();
    await read(circle.patient).expect(204);
    const first = await readAt();
    expect(first).toEqual(expect.any(String));
    // From the other device a moment later: nothing is wrong with that.
    await read(circle.patient).expect(204);
    expect(await readAt()).toBe(first);
    // Their copy says it too.
    const copy = await exportOf(circle.patient, circle.patientId);
    await workOff();
    const files = await fetchExport(circle.patient, circle.patientId, copy);
    const [header, ...rows] = rowsOf(files.get('tables/corrections.csv')!).map((row) => row.trimEnd());
    expect(header).toBe('asked_at,about,says,state,answer,read_at');
    const [toSeconds] = String(first).split('.');
    expect(rows.filter((row) => !row.endsWith(','))).toEqual([expect.stringMatching(new RegExp(`,${toSeconds}Z$`))]);
  });

  it('rings on open pages of whoever may answer when it is asked, and on the patient’s when it is answered', async () => {
    const rung = async (person: Person, act: () => Promise<unknown>) => {
      const page = await socket(app, person.agent, '/live');
      await page.timeout(30_000).emitWithAck('resume', { cursor: null });
      const heard = nextEvent<{ kind: string; id: string }>(page, 'delivery');
      await act();
      const { kind, id } = await heard;
      page.disconnect();
      return [kind, id];
    };
    let id = '';
    const patientNews = ['patient', circle.patientId];
    expect(await rung(circle.treating, async () => (id = await ask()))).toEqual(patientNews);
    expect(await rung(circle.patient, () => decide(id, 'declined').expect(200))).toEqual(patientNews);
  });
});

describe('how long things are kept', () => {
  it('is the admin’s to set, with who changed it from what and when', async () => {
    const { body: first } = await circle.admin.agent.get('/api/v1/clinic/retention').expect(200);
    expect(first).toEqual({ exportDays: 7, erasureGraceDays: 14, declinedReferralDays: 90, history: [] });
    await circle.admin.agent.put('/api/v1/clinic/retention').send({ exportDays: 0, erasureGraceDays: 0 }).expect(422);
    const { body } = await circle.admin.agent
      .put('/api/v1/clinic/retention')
      .send({ exportDays: 3, erasureGraceDays: 0 })
      .expect(200);
    expect(body.history).toEqual([
      { exportDays: 3, erasureGraceDays: 0, declinedReferralDays: 90, by: 'Admin of rights', at: expect.any(String) },
    ]);
    const { body: same } = await circle.admin.agent
      .put('/api/v1/clinic/retention')
      .send({ exportDays: 3, erasureGraceDays: 0 })
      .expect(200);
    expect(same.history).toHaveLength(1);
  });

  it('a declined referral goes after its days; younger ones, open and accepted ones stay', async () => {
    const ages = [
      ['declined', 31, 'Gone'],
      ['declined', 29, 'Young'],
      ['accepted', 400, 'Accepted'],
      ['open', 400, 'Open'],
    ] as const;
    for (const [state, age, name] of ages)
      await app.database.asOwner(
        `INSERT INTO referral (clinic_id, id, given_name, family_name, birth_date, question, urgent, from_name, created_by, state, received_at, decided_at)
         VALUES ($1, gen_random_uuid(), $2, 'Referred', '1990-01-01', 'q', false, 'Dr. C', 'test', $3, now() - interval '500 days',
           CASE WHEN $3 <> 'open' THEN now() - make_interval(days => $4) END)`,
        [circle.clinicId, name, state, age],
      );
    const left = async () =>
      (
        await app.database.asOwner<{ name: string }>(
          `SELECT given_name AS name FROM referral WHERE family_name = 'Referred' ORDER BY 1`,
        )
      ).map(({ name }) => name);
    await app.nest.get(RightsWorker).removeReferrals();
    expect(await left()).toEqual(['Accepted', 'Gone', 'Open', 'Young']);
    const kept = { exportDays: 3, erasureGraceDays: 0, declinedReferralDays: 30 };
    await circle.admin.agent.put('/api/v1/clinic/retention').send(kept).expect(200);
    await app.nest.get(RightsWorker).removeReferrals();
    expect(await left()).toEqual(['Accepted', 'Open', 'Young']);
    // Who does not speak of it leaves it as it was.
    const { declinedReferralDays: _, ...others } = kept;
    const { body } = await circle.admin.agent.put('/api/v1/clinic/retention').send(others).expect(200);
    expect(body.declinedReferralDays).toBe(30);
  });
});

describe('to be forgotten', () => {
  // Not earlier: it is no alert that the trend worker could have written.
  beforeAll(() => alertOf(app, circle));
  const erasure = (verb: string, person: Person, patientId = circle.patientId) =>
    person.agent.post(`${of(patientId)}/erasure${verb}`).send(verb === '' ? { id: randomUUID() } : {});
  const preview = async (person: Person) => (await person.agent.get(`${of()}/erasure`).expect(200)).body;
  const leftOf = async (patientId: string) => {
    const found: Record<string, number> = {};
    for (const { table } of await patientTables(app)) {
      const [row] = await app.database.asOwner<{ n: number }>(
        `SELECT count(*)::int AS n FROM ${table} WHERE patient_id = $1`,
        [patientId],
      );
      if (row!.n > 0) found[table] = row!.n;
    }
    return found;
  };

  it('shows what would go and changes nothing', async () => {
    const before = await leftOf(circle.patientId);
    const seen = await preview(circle.patient);
    expect(seen.counts).toMatchObject({
      numbers: expect.any(Number),
      visits: expect.any(Number),
      record: expect.any(Number),
    });
    expect(seen.counts.numbers).toBeGreaterThan(120);
    const after = await leftOf(circle.patientId);
    expect({ ...after, audit_event: 0 }).toEqual({ ...before, audit_event: 0 });
  });

  it('takes two people', async () => {
    await erasure('/approve', circle.admin).expect(409);
    await erasure('', circle.patient).expect(ok);
    await erasure('/approve', circle.coordinator).expect(403);
    await erasure('/cancel', circle.patient).expect(200);
    await erasure('/approve', circle.admin).expect(409);
  });

  it('waits for the grace period, and can be taken back in it', async () => {
    await circle.admin.agent.put('/api/v1/clinic/retention').send({ exportDays: 3, erasureGraceDays: 1 }).expect(200);
    await erasure('', circle.patient).expect(ok);
    const { body } = await erasure('/approve', circle.admin).expect(200);
    expect(Date.parse(body.dueAt) - Date.now()).toBeGreaterThan(23 * 3_600_000);
    await workOff();
    expect((await preview(circle.patient)).current.state).toBe('approved');
    await erasure('/cancel', circle.coordinator).expect(200);
    await app.database.asOwner('UPDATE rights_job SET next_at = now()');
    await workOff();
    expect(await leftOf(circle.patientId)).toHaveProperty('record');
    await circle.admin.agent.put('/api/v1/clinic/retention').send({ exportDays: 3, erasureGraceDays: 0 }).expect(200);
  });

  it('stops at a legal hold, before and in the middle, and says to the patient only that there is one', async () => {
    const holdId = randomUUID();
    const hold = () => circle.admin.agent.post(`${of()}/holds`).send({ id: randomUUID(), reason: 'Lawsuit 4711' });
    await circle.admin.agent
      .post(`${of()}/holds`)
      .send({ id: holdId, reason: 'Lawsuit 4711', until: '2099-01-01' })
      .expect(204);
    await erasure('', circle.patient).expect(ok);
    await erasure('/approve', circle.admin).expect(409, /LEGAL_HOLD/);
    expect((await preview(circle.admin)).holds[0]).toMatchObject({
      reason: 'Lawsuit 4711',
      placedBy: 'Admin of rights',
      isActive: true,
    });
    expect((await preview(circle.patient)).holds[0]).toMatchObject({ reason: '', isActive: true });
    await circle.admin.agent.post(`${of()}/holds/${holdId}/release`).send({ reason: 'Settled' }).expect(204);
    await circle.admin.agent.post(`${of()}/holds/${holdId}/release`).send({ reason: 'Settled' }).expect(404);
    await erasure('/approve', circle.admin).expect(200);
    await hold().expect(204);
    await workOff();
    expect(await leftOf(circle.patientId)).toHaveProperty('record');
    const [open] = await app.database.asOwner<{ id: string }>(`SELECT id FROM legal_hold WHERE released_at IS NULL`);
    await circle.admin.agent.post(`${of()}/holds/${open!.id}/release`).send({ reason: 'Settled too' }).expect(204);
  });

  it('is not held back by a hold whose id is another one’s, and whoever placed it is told; sent again it is the same', async () => {
    const id = randomUUID();
    const hold = (patientId: string, reason = 'Lawsuit 4712') =>
      circle.admin.agent.post(`/api/v1/patients/${patientId}/holds`).send({ id, reason });
    await hold(neighbourId).expect(204);
    await hold(neighbourId).expect(204);
    expect((await hold(circle.patientId)).body.code).toBe('ID_IN_USE');
    await circle.admin.agent
      .post(`/api/v1/patients/${neighbourId}/holds/${id}/release`)
      .send({ reason: 'Settled' })
      .expect(204);
    expect((await hold(neighbourId)).body.code).toBe('ID_IN_USE');
    await app.database.asOwner('DELETE FROM legal_hold WHERE id = $1', [id]);
  });

  it('leaves a dated marker and the audit, takes everything else, and nothing of anybody else', async () => {
    const neighbour = { ...(await leftOf(neighbourId)), audit_event: 0, audit_patient: 0 };
    await app.database.asOwner('UPDATE rights_job SET next_at = now()');
    await workOff();
    const left = await leftOf(circle.patientId);
    expect(Object.keys(left).filter((table) => !(table in KEPT))).toEqual([]);
    expect(left).toMatchObject({ erasure: expect.any(Number), legal_hold: 2, audit_event: expect.any(Number) });
    const [row] = await app.database.asOwner<{ n: number }>('SELECT count(*)::int AS n FROM patient WHERE id = $1', [
      circle.patientId,
    ]);
    expect(row!.n).toBe(0);
    expect({ ...(await leftOf(neighbourId)), audit_event: 0, audit_patient: 0 }).toEqual(neighbour);
    expect(
      await app.database.asOwner(`SELECT birth_date::text AS born FROM referral WHERE family_name = 'Zephyrine'`),
    ).toEqual([{ born: '1988-01-01' }]);
    for (const table of ['observation_version', 'observation_row']) {
      const rows = await app.database.asOwner<{ n: number }>(
        table === 'observation_row'
          ? `SELECT count(*)::int AS n FROM observation_row o WHERE NOT EXISTS (SELECT 1 FROM series s WHERE s.id = o.series_id)`
          : `SELECT count(*)::int AS n FROM observation_version WHERE body LIKE '%' || $1 || '%'`,
        table === 'observation_row' ? [] : [circle.patientId],
      );
      expect([table, rows[0]!.n]).toEqual([table, 0]);
    }
    const [marker] = await app.database.asOwner<Record<string, unknown>>(
      `SELECT state, done_at, counts, reason FROM erasure WHERE state = 'done'`,
    );
    expect(marker).toMatchObject({ state: 'done', done_at: expect.any(Date), reason: null });
    expect((marker!.counts as { numbers: number }).numbers).toBeGreaterThan(120);
    const people = await app.database.asOwner(`SELECT name, email FROM person WHERE id = $1`, [
      circle.patient.personId,
    ]);
    expect(people).toEqual([{ name: 'Erased', email: `erased-${circle.patient.personId}@erased.invalid` }]);
    expect(await app.database.asOwner('SELECT 1 FROM auth."user" WHERE email = $1', [circle.patient.email])).toEqual(
      [],
    );
    await circle.treating.agent.get(of()).expect(404);
    await circle.patient.agent.get('/api/v1/session').expect(401);
    const { body } = await circle.admin.agent.get('/api/v1/erasures').expect(200);
    expect(body.items[0]).toMatchObject({ state: 'done', patientName: null });
  });

  it('knows every table about patients', async () => {
    const known = new Set([...ERASED_TABLES.map(({ table }) => table), ...Object.keys(KEPT)]);
    const tables = await patientTables(app);
    expect(tables.map(({ table }) => table).filter((table) => !known.has(table))).toEqual([]);
  });

  it('is done even for a patient who came with nothing', async () => {
    const nobody = await registerPatient(circle.coordinator, { familyName: 'Thing', careTeam: [] });
    await erasure('', circle.coordinator, nobody).expect(ok);
    const second = await inviteAndAccept(app, circle.admin, { role: 'admin' });
    await erasure('/approve', second, nobody).expect(200);
    await workOff();
    await circle.coordinator.agent.get(of(nobody)).expect(404);
    expect(app.nest.get(ErasureRunner)).toBeDefined();
  });
});

/** Tables with a patient in them, as the catalogue tells it. */
const patientTables = (of: TestApp) =>
  of.database.asOwner<{ table: string }>(
    `SELECT c.relname AS table FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'patient_id' AND NOT a.attisdropped
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
