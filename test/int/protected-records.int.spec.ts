import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditSealer } from '../../src/modules/audit/index.js';
import type { AccessLogView } from '../../src/modules/audit/reading/access-log.schema.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { type CareCircle, gatherCareCircle, visitOf } from '../support/care.js';
import { answerConsent } from '../support/consents.js';
import { createClinic, inviteAndAccept, type Person, tokenFor } from '../support/people.js';
import { openSmtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { until } from '../support/until.js';

/** Protected notes, and the glass: who sees what of a patient, by every way there is. */
let app: TestApp;
let sink: SmtpSink;
let circle: CareCircle;
/** On the care team, and not the one who wrote. */
let second: Person;
let visitId: string;
const SECRET = 'drinks alone at night';

beforeAll(async () => {
  sink = await openSmtpSink();
  app = await createTestApp({ env: { SMTP_URL: sink.url } });
  const clinic = await createClinic(app, 'protecting');
  circle = await gatherCareCircle(app, clinic, 'Guarded');
  second = await inviteAndAccept(app, clinic.admin, { role: 'clinician', profession: 'psychologist' });
  await join(second);
}, 120_000);
afterAll(async () => {
  await app?.close();
  await sink?.close();
});
beforeEach(async () => {
  visitId = await visitOf(circle);
  await save('substance-use', 0);
});

const join = (who: Person) =>
  app.database.asOwner('INSERT INTO care_team_member (clinic_id, patient_id, person_id) VALUES ($1, $2, $3)', [
    circle.clinicId,
    circle.patientId,
    who.personId,
  ]);
const leave = (who: Person) =>
  app.database.asOwner('DELETE FROM care_team_member WHERE person_id = $1', [who.personId]);
const grant = (categories: string[]) =>
  app.database.asOwner('UPDATE delegation SET categories = $1 WHERE person_id = $2', [
    categories,
    circle.caregiver.personId,
  ]);
const save = async (label: string | null, version: number, seen = SECRET) => {
  const { body } = await circle.treating.agent
    .put(`/api/v1/visits/${visitId}/note`)
    .send({ patientWords: '', seen, agreed: '', label, version })
    .expect(200);
  return body as { version: number; label: string | null };
};

const unprotections = () =>
  app.database.asOwner<{ person_id: string; detail: string }>(
    `SELECT person_id, detail FROM visit_event WHERE visit_id = $1 AND kind = 'note-unprotected' ORDER BY id`,
    [visitId],
  );

interface Looks {
  note: number;
  document: number;
  history: number;
  /** The list of visits tells that a note was saved. */
  listed: boolean;
}
/** Every way to a note. 0: the person has no such way at all. */
async function looks(who: Person): Promise<Looks> {
  const { agent } = who;
  const list = await agent.get(`/api/v1/visits?patientId=${circle.patientId}`);
  const items = (list.body.items ?? []) as { id: string; noteSavedAt: string | null }[];
  const answers = {
    note: await agent.get(`/api/v1/visits/${visitId}/note`),
    document: await agent.get(`/fhir/DocumentReference/${visitId}`),
    history: await agent.get(`/fhir/DocumentReference/${visitId}/_history/1`),
  };
  for (const { status, text } of Object.values(answers))
    if (status !== 200 && (text.includes(SECRET) || text.includes(Buffer.from(SECRET).toString('base64'))))
      throw new Error('a refusal told the secret');
  return {
    note: answers.note.status,
    document: answers.document.status,
    history: answers.history.status,
    listed: items.find(({ id }) => id === visitId)?.noteSavedAt != null,
  };
}
const ALL: Looks = { note: 200, document: 200, history: 200, listed: true };
const NOTHING: Looks = { note: 404, document: 404, history: 404, listed: false };

describe('a protected note', () => {
  it('is its writer’s, and of the team nobody else’s until the patient agrees', async () => {
    expect(await looks(circle.treating)).toEqual(ALL);
    expect(await looks(second)).toEqual(NOTHING);
    expect(await looks(circle.coordinator)).toEqual(NOTHING);
    await second.agent
      .put(`/api/v1/visits/${visitId}/note`)
      .send({ patientWords: 'x', seen: '', agreed: '', version: 0 })
      .expect(404);

    await answerConsent(circle.patient, circle.patientId, 'sensitive-notes', 'given');
    expect(await looks(second)).toEqual(ALL);
    // A coordinator reaches the whole clinic; what is protected stays with the team.
    expect(await looks(circle.coordinator)).toEqual(NOTHING);
    await join(circle.coordinator);
    expect(await looks(circle.coordinator)).toEqual(ALL);

    await answerConsent(circle.patient, circle.patientId, 'sensitive-notes', 'withdrawn');
    expect(await looks(second)).toEqual(NOTHING);
    expect(await looks(circle.coordinator)).toEqual(NOTHING);
    await leave(circle.coordinator);
  });

  it('is the patient’s once it is finished, and a caregiver’s only if granted by name', async () => {
    const { treating, patient, caregiver } = circle;
    await patient.agent.post(`/api/v1/visits/${visitId}/arrive`).send({}).expect(200);
    await treating.agent.post(`/api/v1/visits/${visitId}/admit`).send({}).expect(200);
    await treating.agent.post(`/api/v1/visits/${visitId}/end`).send({}).expect(200);
    const read = (who: Person) => who.agent.get(`/fhir/DocumentReference/${visitId}`);
    const { body } = await read(patient).expect(200);
    expect(body.meta.security).toEqual([
      { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'ETH' },
      { system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' },
    ]);
    await grant(['notes', 'visits']);
    await read(caregiver).expect(404);
    expect((await caregiver.agent.get(`/api/v1/visits/${visitId}`).expect(200)).body.noteSavedAt).toBeNull();
    await grant(['notes', 'sensitive']);
    await read(caregiver).expect(200);
    await grant(['sensitive']);
    await read(caregiver).expect(404);
    await grant(['trends', 'visits']);
    // Finalised by whoever ended the visit, it is still its writer's.
    expect((await looks(treating)).note).toBe(200);
    expect((await looks(second)).note).toBe(404);
  });

  it('needs a scope of its own from an integration', async () => {
    const read = (token: string) =>
      request(app.url).get(`/fhir/DocumentReference/${visitId}`).set('authorization', `Bearer ${token}`);
    await read(circle.token).expect(404);
    await read(await tokenFor(app, circle.clinicId, 'system/*.cruds stepwell/sensitive.r')).expect(200);
    await read(await tokenFor(app, circle.clinicId, 'stepwell/sensitive.r')).expect(403);
  });

  it('opens when its writer takes the label away, and its protected past does not', async () => {
    await save(null, 1, 'sleeps better');
    expect(await looks(second)).toEqual({ note: 200, document: 200, history: 404, listed: true });
    // And the other way round: a label of today covers what was open yesterday.
    await save('psychology', 2, 'sleeps better');
    await second.agent.get(`/fhir/DocumentReference/${visitId}/_history/2`).expect(404);
    expect(await looks(second)).toEqual(NOTHING);
  });

  it('stays protected whoever else may read and write upon it', async () => {
    await answerConsent(circle.patient, circle.patientId, 'sensitive-notes', 'given');
    const mayChangeLabel = async ({ agent }: Person) =>
      (await agent.get(`/api/v1/visits/${visitId}/note`).expect(200)).body.mayChangeLabel;
    expect([await mayChangeLabel(circle.treating), await mayChangeLabel(second)]).toEqual([true, false]);
    const write = (who: Person, label: string | null | undefined, version: number) =>
      who.agent
        .put(`/api/v1/visits/${visitId}/note`)
        .send({ patientWords: '', seen: SECRET, agreed: 'x', label, version });
    for (const label of [null, 'psychology']) {
      const { body } = await write(second, label, 1).expect(403);
      expect(body.code).toBe('NOTE_PROTECTED');
    }
    // Writing upon it makes nobody the one who protected it.
    await write(second, undefined, 1).expect(200);
    await write(second, 'substance-use', 2).expect(200);
    await write(second, null, 3).expect(403);
    await answerConsent(circle.patient, circle.patientId, 'sensitive-notes', 'withdrawn');
    expect((await looks(circle.coordinator)).note).toBe(404);
    expect(await unprotections()).toEqual([]);

    await write(circle.treating, null, 3).expect(200);
    expect(await unprotections()).toEqual([{ person_id: circle.treating.personId, detail: '4' }]);
    // It is whose who protected it last.
    await write(second, 'psychology', 4).expect(200);
    await write(circle.treating, null, 5).expect(403);
    await write(second, null, 5).expect(200);
  });

  it('keeps its label when a page saves that knows of none', async () => {
    const { body } = await circle.treating.agent
      .put(`/api/v1/visits/${visitId}/note`)
      .send({ patientWords: '', seen: 'more', agreed: '', version: 1 })
      .expect(200);
    expect(body.label).toBe('substance-use');
  });
});

describe('a broken glass', () => {
  const REASON = 'Found unconscious, the partner asks what she takes';
  const breakGlass = (who: Person, kind = 'emergency', patientId = circle.patientId) =>
    who.agent.post(`/api/v1/patients/${patientId}/break-glass`).send({ id: randomUUID(), kind, reason: REASON });
  const reads = async (who: Person) => (await who.agent.get(`/api/v1/patients/${circle.patientId}`)).status;
  const closeAll = () => app.database.asOwner('UPDATE break_glass SET ends_at = now() WHERE ends_at > now()');
  const auditOf = (who: Person, condition = 'true') =>
    app.database.asOwner<{ type: string; interaction: string; reason: string | null; patient_id: string | null }>(
      `SELECT type, interaction, reason, patient_id FROM audit_event WHERE actor = $1 AND ${condition} ORDER BY id`,
      [`person/${who.personId}`],
    );

  it('opens one patient to one person for reading, and leaves its reason with every act', async () => {
    const { colleague, neighbour, patientId } = circle;
    expect(await reads(colleague)).toBe(404);
    const names = await colleague.agent.get('/api/v1/patient-names?query=guard').expect(200);
    expect(names.body.items).toEqual([{ id: patientId, name: expect.any(String), birthDate: '1970-05-17' }]);
    await colleague.agent.get('/api/v1/patient-names?query=gu').expect(422);

    const { body: glass } = await breakGlass(colleague).expect(201);
    expect(Date.parse(glass.endsAt) - Date.parse(glass.openedAt)).toBe(60 * 60_000);
    expect(await reads(colleague)).toBe(200);
    await colleague.agent.get(`/api/v1/patients/${patientId}/series`).expect(200);
    await colleague.agent.get(`/fhir/Observation?patient=${patientId}`).expect(200);
    const list = await colleague.agent.get('/api/v1/patients').expect(200);
    expect(list.body.items.map(({ id }: { id: string }) => id)).toEqual([patientId]);
    // Nobody else, and no other patient.
    expect(await reads(await inviteAndAccept(app, circle.admin, { role: 'clinician' }))).toBe(404);
    await colleague.agent.get(`/api/v1/patients/${neighbour.patientId}`).expect(404);
    // Reading, nothing else.
    const startsAt = new Date().toISOString();
    const visit = { id: randomUUID(), patientId, startsAt, minutes: 30, modality: 'video' };
    await colleague.agent.post('/api/v1/visits').send(visit).expect(404);
    await colleague.agent.get(`/api/v1/visits/${visitId}`).expect(404);
    await colleague.agent
      .put(`/api/v1/patients/${patientId}/consents/research`)
      .send({ status: 'withdrawn', how: 'spoken', reason: 'told me so' })
      .expect(404);

    const reason = `break-glass ${glass.id} (emergency): ${REASON}`;
    const under = await auditOf(
      colleague,
      `outcome = 'success' AND type IN ('BreakGlass', 'Patient', 'Trend', 'Observation')`,
    );
    expect(under).toEqual([
      { type: 'BreakGlass', interaction: 'create', reason, patient_id: patientId },
      { type: 'Patient', interaction: 'read', reason, patient_id: patientId },
      { type: 'Trend', interaction: 'read', reason, patient_id: patientId },
      { type: 'Observation', interaction: 'search', reason, patient_id: patientId },
      { type: 'Patient', interaction: 'search', reason, patient_id: patientId },
    ]);
    // What needs no glass carries no reason.
    await colleague.agent.get('/api/v1/session').expect(200);
    expect((await auditOf(colleague, `type = 'Session'`)).every((row) => row.reason === null)).toBe(true);

    await colleague.agent.post(`/api/v1/break-glass/${glass.id}/end`).send({}).expect(204);
    expect(await reads(colleague)).toBe(404);
    expect((await colleague.agent.get('/api/v1/break-glass/mine').expect(200)).body.items).toEqual([]);
  });

  it('ends by the database’s clock', async () => {
    await breakGlass(circle.colleague).expect(201);
    expect(await reads(circle.colleague)).toBe(200);
    await app.database.asOwner(
      `UPDATE break_glass SET opened_at = opened_at - interval '60 minutes', ends_at = ends_at - interval '60 minutes' WHERE ends_at > now()`,
    );
    expect(await reads(circle.colleague)).toBe(404);
  });

  it('opens what is protected in an emergency, or where the patient agreed, also to the team', async () => {
    const read = async (who: Person) => (await who.agent.get(`/fhir/DocumentReference/${visitId}`)).status;
    await breakGlass(circle.colleague, 'cover').expect(201);
    expect(await read(circle.colleague)).toBe(404);
    await answerConsent(circle.patient, circle.patientId, 'sensitive-notes', 'given');
    expect(await read(circle.colleague)).toBe(200);
    await answerConsent(circle.patient, circle.patientId, 'sensitive-notes', 'withdrawn');
    expect(await read(circle.colleague)).toBe(404);
    await breakGlass(circle.colleague, 'emergency').expect(201);
    expect(await read(circle.colleague)).toBe(200);
    expect(await read(second)).toBe(404);
    await breakGlass(second, 'emergency').expect(201);
    expect(await read(second)).toBe(200);
    expect((await second.agent.get(`/api/v1/visits/${visitId}/note`)).status).toBe(200);
    await closeAll();
    expect([await read(second), await read(circle.colleague)]).toEqual([404, 404]);
  });

  it.each([
    ['a short reason', { kind: 'emergency', reason: 'because' }, 422],
    ['no kind', { reason: REASON }, 422],
    ['a kind of its own', { kind: 'curiosity', reason: REASON }, 422],
    ['blanks for a reason', { kind: 'emergency', reason: ' '.repeat(40) }, 422],
    ['pictures for a reason', { kind: 'emergency', reason: '🙂'.repeat(20) }, 422],
    ['dots for a reason', { kind: 'emergency', reason: `x${'. '.repeat(40)}` }, 422],
  ])('is refused with %s', async (_name, body, status) => {
    await circle.colleague.agent
      .post(`/api/v1/patients/${circle.patientId}/break-glass`)
      .send({ id: randomUUID(), ...body })
      .expect(status);
    expect(await reads(circle.colleague)).toBe(404);
  });

  it('is told to the administrators and the contact in a mail that names nobody', async () => {
    await app.database.asOwner('UPDATE patient SET contact_person_id = $1 WHERE id = $2', [
      circle.treating.personId,
      circle.patientId,
    ]);
    const before = sink.mails.length;
    const { body: glass } = await breakGlass(circle.colleague).expect(201);
    // The same request again is the same glass, and no second mail.
    const again = await circle.colleague.agent
      .post(`/api/v1/patients/${circle.patientId}/break-glass`)
      .send({ id: glass.id, kind: 'emergency', reason: REASON });
    expect(again.body).toEqual(glass);
    await until('both have a mail', () => sink.mails.length >= before + 2);
    // As on the wire: stuffed dots, then soft line breaks.
    const mails = sink.mails.slice(before).map((mail) => mail.replace(/^\.\./gm, '.').replace(/=\n/g, ''));
    expect(mails.map((mail) => /^To: (.*)$/m.exec(mail)?.[1]).sort()).toEqual(
      [circle.admin.email, circle.treating.email].sort(),
    );
    for (const mail of mails) {
      expect(mail).toContain(`${app.url}/reviews`);
      for (const word of ['Guarded', circle.patientId, glass.id, REASON.slice(0, 12), circle.colleague.email])
        expect(mail).not.toContain(word);
    }
    await closeAll();
  });

  it('leaves its reason also where the id is asked for in capitals', async () => {
    const { colleague, patientId } = circle;
    const { body: glass } = await breakGlass(colleague, 'emergency', patientId.toUpperCase()).expect(201);
    expect(glass.patient.id).toBe(patientId);
    const id = patientId.toUpperCase();
    await colleague.agent.get(`/api/v1/patients/${id}`).expect(200);
    await colleague.agent.get(`/api/v1/patients/${id}/responses`).expect(200);
    await colleague.agent.get(`/fhir/Observation?patient=${id}`).expect(200);
    const under = await auditOf(colleague, `position('${glass.id}' IN reason) > 0 AND type <> 'BreakGlass'`);
    expect(under.map(({ type }) => type)).toEqual(['Patient', 'Response', 'Observation']);
    await closeAll();
  });

  it('is reviewed with what was read in lists, of each patient', async () => {
    const { admin, colleague, neighbour, patientId } = circle;
    await app.database.asOwner('UPDATE break_glass SET verdict = $1, reviewed_at = now()', ['justified']);
    const glasses = [
      (await breakGlass(colleague).expect(201)).body.id,
      (await breakGlass(colleague, 'cover', neighbour.patientId!).expect(201)).body.id,
    ];
    const acts = async () => {
      const { body } = await admin.agent.get('/api/v1/break-glass').expect(200);
      return (body.items as { id: string; acts: number }[]).map(({ id, acts }) => [glasses.indexOf(id), acts]);
    };
    const list = await colleague.agent.get('/api/v1/patients').expect(200);
    expect(list.body.items).toHaveLength(2);
    await colleague.agent.get(`/fhir/Patient?_id=${patientId},${neighbour.patientId}`).expect(200);
    expect(await reads(colleague)).toBe(200);
    await closeAll();
    // Rows about several patients are findable for each once the audit is sealed.
    await app.nest.get(AuditSealer).pass();
    expect(await acts()).toEqual([
      [0, 3],
      [1, 2],
    ]);
  });

  it('gives its reason to the patient it is about, and to nobody else on the same list', async () => {
    const { admin, colleague, neighbour, patient, patientId } = circle;
    const reasons = {
      [patientId]: 'Called from the ambulance about one',
      [neighbour.patientId!]: 'Covers the night shift',
    };
    const ids: string[] = [];
    for (const [about, reason] of Object.entries(reasons)) {
      const glass = { id: randomUUID(), kind: 'cover', reason };
      await colleague.agent.post(`/api/v1/patients/${about}/break-glass`).send(glass).expect(201);
      ids.push(glass.id);
    }
    expect((await colleague.agent.get('/api/v1/patients').expect(200)).body.items).toHaveLength(2);
    await closeAll();
    await app.nest.get(AuditSealer).pass();
    for (const [reader, own, other] of [
      [patient, patientId, neighbour.patientId!],
      [neighbour, neighbour.patientId!, patientId],
    ] as const) {
      const { body } = await reader.agent.get(`/api/v1/patients/${own}/access-log`).expect(200);
      const entries = (body as AccessLogView).days.flatMap((day) => day.entries);
      const looked = entries.filter(({ verb, profession }) => verb === 'looked' && profession === 'psychologist');
      expect(looked.map(({ reason }) => reason)).toContain(`break-glass access (cover): ${reasons[own]}`);
      for (const page of [`patients/${own}/access-log`, 'audit?act=Patient.search']) {
        const { text } = await reader.agent.get(`/api/v1/${page}`).expect(200);
        expect([page, text.includes(reasons[own]!), text.includes(reasons[other]!)]).toEqual([page, true, false]);
        for (const id of ids) expect(text).not.toContain(`break-glass ${id}`);
      }
      const events = await reader.agent.get('/fhir/AuditEvent?_count=200').expect(200);
      expect(events.text).toContain(reasons[own]);
      expect(events.text).not.toContain(reasons[other]);
    }
    // Who checks what people did reads all of them, in words.
    const { body } = await admin.agent.get('/api/v1/audit?act=Patient.search').expect(200);
    const words = (body.items as { reason: string | null }[]).map(({ reason }) => reason ?? '');
    expect(words.some((one) => Object.values(reasons).every((reason) => one.includes(reason)))).toBe(true);
    expect(words.join()).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
  });

  it('of a record that was merged opens the one that lives on', async () => {
    const { colleague, patientId } = circle;
    await app.database.asOwner('UPDATE patient SET merged_into = $1 WHERE id = $2', [
      patientId,
      circle.neighbour.patientId,
    ]);
    for (const word of ['guard', 'neigh']) {
      const names = await colleague.agent.get(`/api/v1/patient-names?query=${word}`).expect(200);
      expect(names.body.items.map(({ id }: { id: string }) => id)).toEqual([patientId]);
    }
    const { body: glass } = await breakGlass(colleague, 'emergency', circle.neighbour.patientId!).expect(201);
    expect(glass.patient.id).toBe(patientId);
    expect(await reads(colleague)).toBe(200);
    await colleague.agent.get(`/api/v1/patients/${circle.neighbour.patientId}`).expect(200);
    await closeAll();
    await app.database.asOwner('UPDATE patient SET merged_into = NULL');
  });

  it('stands in the review list until it is judged, once', async () => {
    await app.database.asOwner('UPDATE break_glass SET verdict = $1, reviewed_at = now()', ['justified']);
    const { admin, colleague } = circle;
    const { body: glass } = await breakGlass(colleague).expect(201);
    expect(await reads(colleague)).toBe(200);
    await colleague.agent.get(`/fhir/DocumentReference/${visitId}`).expect(200);
    await closeAll();
    const { body } = await admin.agent.get('/api/v1/break-glass').expect(200);
    expect(body.items).toMatchObject([
      { id: glass.id, kind: 'emergency', reason: REASON, acts: 2, verdict: null, by: { personId: colleague.personId } },
    ]);
    const judge = (verdict: string, note?: string) =>
      admin.agent.post(`/api/v1/break-glass/${glass.id}/judgement`).send({ verdict, ...(note ? { note } : {}) });
    await judge('unjustified').expect(422, /note/);
    const judged = await Promise.all([judge('unclear', 'Talk to her first'), judge('justified')]);
    expect(judged.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await admin.agent.get('/api/v1/break-glass').expect(200)).body.items).toEqual([]);
    const done = await admin.agent.get('/api/v1/break-glass?state=judged').expect(200);
    expect(done.body.items[0]).toMatchObject({ id: glass.id, reviewedBy: expect.any(String) });
  });
});
