import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { answerConsent } from '../../../test/support/consents.js';
import {
  clinicDay,
  createClinic,
  inviteAndAccept,
  ok,
  type Person,
  registerPatient,
  tokenFor,
} from '../../../test/support/people.js';

let app: TestApp;
let admin: Person;
let clinician: Person;
let patient: Person;
let token: string;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'answers');
  ({ admin } = clinic);
  clinician = await inviteAndAccept(app, admin, { role: 'clinician' });
  patient = await inviteAndAccept(app, admin, { role: 'patient', patientId: await registerPatient(clinician) });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(() => app?.close());

let minute = 0;
const authoredAt = () => new Date(Date.parse('2026-03-01T18:00:00Z') + minute++ * 60_000).toISOString();
const diary = (change: object = {}) => ({
  id: randomUUID(),
  instrument: 'diary',
  authoredAt: authoredAt(),
  answers: { pain: 6, interference: 4, sleep: 7, mood: 5 },
  ...change,
});
const peg = (change: object = {}) => ({
  ...diary(),
  instrument: 'peg',
  answers: { pain: 6, enjoyment: 7, activity: 4 },
  ...change,
});
const send = (body: object, by = patient, of = patient.patientId) =>
  by.agent.post(`/api/v1/patients/${of}/responses`).send(body);
const fhir = async (path: string) =>
  (await app.http().get(`/fhir/${path}`).set('authorization', `Bearer ${token}`).expect(200)).body;
const stored = async (): Promise<string[]> =>
  Promise.all(
    ['observation', 'observation_version', 'record'].map(
      async (table) => (await app.database.asOwner<{ n: string }>(`SELECT count(*) AS n FROM ${table}`))[0]!.n,
    ),
  );

interface Derived {
  readonly entry: {
    readonly resource: {
      code: { coding: { code: string }[] };
      valueQuantity: { value: number };
      derivedFrom: { reference: string }[];
      effectiveDateTime: string;
    };
  }[];
}

describe('a diary', () => {
  it('sent again with the patient’s id in capitals is the same diary', async () => {
    const body = diary();
    await send(body).expect(ok);
    const before = await stored();
    const again = await send(body, patient, patient.patientId!.toUpperCase());
    expect([again.status < 300, again.body]).toEqual([true, { id: body.id, score: null }]);
    expect(await stored()).toEqual(before);
  });

  it('becomes observations that lead back to it', async () => {
    const body = diary();
    const { body: answer } = await send(body);
    expect(answer).toEqual({ id: body.id, score: null });
    const found: Derived = await fhir(`Observation?patient=${patient.patientId}&date=${body.authoredAt}`);
    const values = Object.fromEntries(
      found.entry.map(({ resource }) => [resource.code.coding[0]!.code, resource.valueQuantity.value]),
    );
    expect(values).toEqual({ '72514-3': 6, 'pain-interference': 4, 'sleep-quality': 7, mood: 5 });
    for (const { resource } of found.entry) {
      expect(resource.derivedFrom).toEqual([{ reference: `QuestionnaireResponse/${body.id}` }]);
      expect(Date.parse(resource.effectiveDateTime)).toBe(Date.parse(body.authoredAt));
    }
    const response = await fhir(found.entry[0]!.resource.derivedFrom[0]!.reference);
    expect(response).toMatchObject({
      resourceType: 'QuestionnaireResponse',
      id: body.id,
      status: 'completed',
      subject: { reference: `Patient/${patient.patientId}` },
    });
  });

  it('with skipped questions says nothing about them', async () => {
    const body = diary({ answers: { pain: 3, interference: null, sleep: null, mood: null } });
    await send(body);
    const found: Derived = await fhir(`Observation?patient=${patient.patientId}&date=${body.authoredAt}`);
    expect(found.entry).toHaveLength(1);
    const { body: list } = await clinician.agent
      .get(`/api/v1/patients/${patient.patientId}/responses?instrument=diary&limit=1`)
      .expect(200);
    expect(list.items[0]).toEqual({
      id: body.id,
      instrument: 'diary',
      authoredAt: body.authoredAt,
      answers: body.answers,
      score: null,
    });
  });
});

describe('a PEG', () => {
  it('is scored as the mean of its three items, to one decimal', async () => {
    const body = peg();
    const { body: answer } = await send(body);
    expect(answer).toEqual({ id: body.id, score: 5.7 });
    const found: Derived = await fhir(`Observation?patient=${patient.patientId}&date=${body.authoredAt}&code=91147-9`);
    expect(found.entry[0]!.resource.valueQuantity.value).toBe(5.7);
  });
});

describe('a retry with the same id', () => {
  it('is the same response, even with other answers or twice at once', async () => {
    const body = peg();
    const answers = await Promise.all([send(body), send(body), send(body)]);
    expect(answers.map((a) => [a.status, a.body])).toEqual(
      answers.map(() => [answers[0]!.status, { id: body.id, score: 5.7 }]),
    );
    const before = await stored();
    const other = await send({ ...body, authoredAt: authoredAt(), answers: { pain: 0, enjoyment: 0, activity: 0 } });
    expect(other.body).toEqual({ id: body.id, score: 5.7 });
    expect(await stored()).toEqual(before);
  });

  it("of another patient is a conflict that shows nothing of the first one's", async () => {
    const body = peg();
    await send(body);
    const other = await registerPatient(clinician);
    const answer = await send(body, clinician, other);
    expect([answer.status, answer.body.code]).toEqual([409, 'RESPONSE_EXISTS']);
    expect(answer.text).not.toContain('5.7');
  });
});

describe('what is refused is named, and leaves nothing behind', () => {
  it.each([
    ['an answer beyond the scale', diary({ answers: { pain: 11 } }), 'answers.pain'],
    ['half a point', diary({ answers: { pain: 5.5 } }), 'answers.pain'],
    ['a question nobody asked', diary({ answers: { pain: 5, fear: 2 } }), 'answers.fear'],
    ['nothing answered', diary({ answers: { pain: null } }), 'answers'],
    ['a PEG with a hole', peg({ answers: { pain: 5, activity: 3 } }), 'answers.enjoyment'],
    ['a time two days ahead', diary({ authoredAt: new Date(Date.now() + 172_800_000).toISOString() }), 'authoredAt'],
    ['a time without offset', diary({ authoredAt: '2026-03-01T18:00:00' }), 'authoredAt'],
    ['an instrument we do not have', diary({ instrument: 'phq9' }), 'instrument'],
    ['an id that is none', diary({ id: '1' }), 'id'],
    ['a misspelt member', diary({ answer: {} }), 'answer'],
  ])('%s', async (_name, body, path) => {
    const before = await stored();
    const answer = await send(body);
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, path]);
    expect(await stored()).toEqual(before);
  });

  it("another patient's page", async () => {
    const other = await registerPatient(clinician);
    const before = await stored();
    expect((await send(diary(), patient, other)).status).toBe(404);
    expect(await stored()).toEqual(before);
  });

  it('after consent was withdrawn', async () => {
    const withdrawn = await inviteAndAccept(app, admin, {
      role: 'patient',
      patientId: await registerPatient(clinician),
    });
    await answerConsent(withdrawn, withdrawn.patientId!, 'monitoring', 'withdrawn');
    const before = await stored();
    const answer = await send(diary(), withdrawn, withdrawn.patientId);
    expect([answer.status, answer.body.code]).toEqual([403, 'CONSENT_MISSING']);
    expect(await stored()).toEqual(before);
  });
});

describe('a slip of the finger in today’s diary', () => {
  let second = 0;
  /** A moment of a day before today, at noon, another each time. */
  const daysAgo = (days: number) =>
    new Date(Date.parse(`${clinicDay(-days)}T12:00:00Z`) + second++ * 1000).toISOString();
  const ahead = (ms: number) => new Date(Date.now() + ms).toISOString();
  const todays = (change: object = {}) => diary({ authoredAt: ahead(second++), ...change });
  const correct = (id: string, answers: object, correctedAt: string, by = patient) =>
    by.agent.post(`/api/v1/patients/${patient.patientId}/responses/${id}/correction`).send({ correctedAt, answers });
  const readings = async (id: string) =>
    ((await fhir(`Observation?patient=${patient.patientId}&_count=200`)).entry as { resource: Reading }[])
      .map(({ resource }) => resource)
      .filter(({ derivedFrom }) => derivedFrom?.[0]?.reference === `QuestionnaireResponse/${id}`);
  interface Reading {
    derivedFrom?: { reference: string }[];
    status: string;
    code: { coding: { code: string }[] };
    meta: { versionId: string };
    note?: { text: string }[];
    valueQuantity: { value: number };
  }
  const PAIN = '72514-3';
  const painOf = async (id: string) => {
    const { valueQuantity, status, meta } = (await readings(id)).find(({ code }) => code.coding[0]!.code === PAIN)!;
    return [valueQuantity.value, status, meta.versionId];
  };

  it('is put right by the patient: a next version of the answers and of what changed, and nothing else', async () => {
    const wrong = todays({ answers: { pain: 7, interference: 4, sleep: 7, mood: null } });
    await send(wrong).expect(ok);
    const right = { pain: 1, interference: 4, sleep: 7, mood: null };
    await correct(wrong.id, right, wrong.authoredAt).expect(200, { id: wrong.id, score: null });
    expect(await painOf(wrong.id)).toEqual([1, 'amended', '2']);
    expect((await readings(wrong.id)).map(({ meta }) => meta.versionId).sort()).toEqual(['1', '1', '2']);
    const { body } = await patient.agent.get(`/api/v1/patients/${patient.patientId}/responses?limit=100`).expect(200);
    expect(body.items.filter(({ id }: { id: string }) => id === wrong.id)).toMatchObject([{ answers: right }]);
    const response = await fhir(`QuestionnaireResponse/${wrong.id}`);
    expect(response).toMatchObject({ status: 'amended', meta: { versionId: '2' } });
    // A retry.
    const before = await stored();
    await correct(wrong.id, right, wrong.authoredAt).expect(200);
    expect(await stored()).toEqual(before);
    // Back to what it had said at first: that stands again.
    await correct(wrong.id, { ...right, pain: 7 }, wrong.authoredAt).expect(200);
    expect(await painOf(wrong.id)).toEqual([7, 'amended', '3']);
    // What is answered no more counts no more.
    await correct(wrong.id, { ...right, pain: null }, wrong.authoredAt).expect(200);
    expect(await painOf(wrong.id)).toEqual([7, 'entered-in-error', '4']);
  });

  it('is nobody else’s to put right, nor another day’s', async () => {
    const one = diary({ authoredAt: daysAgo(2) });
    await send(one).expect(ok);
    const answers = { pain: 1, interference: 4, sleep: 7, mood: 5 };
    await correct(one.id, answers, one.authoredAt, clinician).expect(403);
    await correct(randomUUID(), answers, one.authoredAt).expect(404);
    const nextDay = new Date(Date.parse(one.authoredAt) + 86_400_000).toISOString();
    const { body } = await correct(one.id, answers, nextDay).expect(422);
    expect(body.errors[0]).toMatchObject({
      path: 'correctedAt',
      message: expect.stringMatching('on the day of the answers'),
    });
    await correct(one.id, { ...answers, pain: 11 }, one.authoredAt).expect(422);
    expect(await painOf(one.id)).toEqual([6, 'final', '1']);
  });

  const noteOf = async (id: string) =>
    (await readings(id)).find(({ code }) => code.coding[0]!.code === PAIN)!.note?.map(({ text }) => text);
  const RIGHT = { pain: 1, interference: 4, sleep: 7, mood: 5 };

  it('of long ago cannot be passed off as corrected back then, nor one as corrected in the future', async () => {
    const old = diary({ authoredAt: daysAgo(8) });
    await send(old).expect(ok);
    const before = await stored();
    const late = await correct(old.id, RIGHT, old.authoredAt).expect(422);
    expect(late.body.errors).toEqual([
      { path: 'correctedAt', message: 'must not be more than 7 days ago; ask the clinic to correct it' },
    ]);
    const early = await correct(old.id, RIGHT, ahead(25 * 3_600_000)).expect(422);
    expect(early.body.errors).toEqual([
      { path: 'correctedAt', message: 'must not be more than 24 hours ahead of now' },
    ]);
    expect(await stored()).toEqual(before);
  });

  it('corrected offline says when it was made and when it came', async () => {
    const kept = diary({ authoredAt: daysAgo(6) });
    await send(kept).expect(ok);
    await correct(kept.id, RIGHT, kept.authoredAt).expect(200);
    expect(await noteOf(kept.id)).toEqual([
      `Corrected by the patient: made on ${clinicDay(-6)}, received on ${clinicDay()}.`,
    ]);
    const one = todays();
    await send(one).expect(ok);
    await correct(one.id, RIGHT, one.authoredAt).expect(200);
    expect(await noteOf(one.id)).toEqual(['Corrected by the patient on the same day.']);
  });

  it('in a PEG is kept also where its mean stays the same', async () => {
    const wrong = peg({ authoredAt: ahead(second++) });
    await send(wrong).expect(ok);
    const right = { pain: 4, enjoyment: 7, activity: 6 };
    await correct(wrong.id, right, wrong.authoredAt).expect(200, { id: wrong.id, score: 5.7 });
    const { body } = await patient.agent.get(`/api/v1/patients/${patient.patientId}/responses?limit=100`).expect(200);
    expect(body.items.find(({ id }: { id: string }) => id === wrong.id)).toMatchObject({ answers: right });
    expect(await fhir(`QuestionnaireResponse/${wrong.id}`)).toMatchObject({
      status: 'amended',
      meta: { versionId: '2' },
    });
    expect((await readings(wrong.id)).map(({ status, meta }) => [status, meta.versionId])).toEqual([['final', '1']]);
    const acts = await app.database.asOwner(
      `SELECT outcome FROM audit_event WHERE object_id = $1 AND interaction = 'update'`,
      [wrong.id],
    );
    expect(acts).toEqual([{ outcome: 'success' }]);
  });

  it('in a PEG is not kept once consent was withdrawn, also where its mean stays the same', async () => {
    const patientId = await registerPatient(clinician);
    const withdrawn = await inviteAndAccept(app, admin, { role: 'patient', patientId });
    const wrong = peg({ authoredAt: ahead(second++) });
    await send(wrong, withdrawn, patientId).expect(ok);
    await answerConsent(withdrawn, patientId, 'monitoring', 'withdrawn');
    const before = await stored();
    const answer = await withdrawn.agent
      .post(`/api/v1/patients/${patientId}/responses/${wrong.id}/correction`)
      .send({ correctedAt: wrong.authoredAt, answers: { pain: 4, enjoyment: 7, activity: 6 } });
    expect([answer.status, answer.body.code]).toEqual([403, 'CONSENT_MISSING']);
    expect(await stored()).toEqual(before);
  });

  it('that skipped a question: its answer is a first one; taken back and given again, it is an amended one', async () => {
    const wrong = todays({ answers: { pain: null, interference: 4, sleep: 7, mood: 5 } });
    await send(wrong).expect(ok);
    await correct(wrong.id, RIGHT, wrong.authoredAt).expect(200);
    expect([await painOf(wrong.id), await noteOf(wrong.id)]).toEqual([[1, 'final', '1'], undefined]);
    await correct(wrong.id, { ...RIGHT, pain: null }, wrong.authoredAt).expect(200);
    expect(await painOf(wrong.id)).toEqual([1, 'entered-in-error', '2']);
    await correct(wrong.id, { ...RIGHT, pain: 2 }, wrong.authoredAt).expect(200);
    expect(await painOf(wrong.id)).toEqual([2, 'amended', '3']);
  });
});
