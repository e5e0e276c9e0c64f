import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { type CareCircle, gatherCareCircle, visitOf } from '../../../test/support/care.js';
import { answerConsent } from '../../../test/support/consents.js';
import { fetchExport } from '../../../test/support/exports.js';
import { createClinic, inviteAndAccept, nextEvent, ok, type Person, socket } from '../../../test/support/people.js';
import { RightsWorker } from './index.js';

/** What patients may ask for, where a note of theirs is protected. */
let app: TestApp;
let circle: CareCircle;
/** On the care team, and not the one who wrote. */
let second: Person;
let secretId: string;
let openId: string;
const SECRET = 'drinks alone at night';
const OPEN = 'walks to the lake';
const SAYS = 'I do not drink at all.';

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'guarded-rights');
  circle = await gatherCareCircle(app, clinic, 'Guarded');
  second = await inviteAndAccept(app, clinic.admin, { role: 'clinician', profession: 'psychologist' });
  await app.database.asOwner('INSERT INTO care_team_member (clinic_id, patient_id, person_id) VALUES ($1, $2, $3)', [
    clinic.id,
    circle.patientId,
    second.personId,
  ]);
  secretId = await noteOf(SECRET, 'substance-use');
  openId = await noteOf(OPEN, null);
}, 120_000);
afterAll(() => app?.close());

const of = (path: string) => `/api/v1/patients/${circle.patientId}${path}`;
const workOff = () => app.nest.get(RightsWorker).workOff();

async function noteOf(seen: string, label: string | null): Promise<string> {
  const visitId = await visitOf(circle, 'in-progress');
  await write(visitId, seen, label, 0);
  await circle.treating.agent.post(`/api/v1/visits/${visitId}/end`).send({}).expect(200);
  return visitId;
}
const write = (visitId: string, seen: string, label: string | null, version: number) =>
  circle.treating.agent
    .put(`/api/v1/visits/${visitId}/note`)
    .send({ patientWords: '', seen, agreed: '', label, version })
    .expect(200);
async function exportOf(who: Person, reason?: string): Promise<string> {
  const id = randomUUID();
  await who.agent
    .post(of('/exports'))
    .send({ id, ...(reason ? { reason } : {}) })
    .expect(202);
  await workOff();
  return id;
}
async function ask(about: string): Promise<string> {
  const id = randomUUID();
  await circle.patient.agent.post(of('/corrections')).send({ id, says: SAYS, about }).expect(ok);
  return id;
}
const holds = (text: string, words: string) =>
  text.includes(Buffer.from(words).toString('base64')) || text.includes(words);

describe('a copy of everything', () => {
  it('holds protected notes, and what was said of them, for the patient only', async () => {
    await ask(`DocumentReference/${secretId}`);
    const copies = [
      await fetchExport(circle.patient, circle.patientId, await exportOf(circle.patient)),
      // Also whoever wrote the note: a copy leaves the house.
      await fetchExport(circle.treating, circle.patientId, await exportOf(circle.treating, 'Asked for at the desk')),
    ];
    const found = copies.map((files) => {
      const all = [...files.values()].join('\n');
      return {
        open: documents(files).has(openId),
        secret: documents(files).has(secretId),
        words: holds(all, SECRET),
        says: all.includes(SAYS),
        told: files.get('README.txt')!.includes('Protected notes'),
      };
    });
    expect(found).toEqual([
      { open: true, secret: true, words: true, says: true, told: false },
      { open: true, secret: false, words: false, says: false, told: true },
    ]);
  });

  it('is not handed out to the team once a note in it has been protected', async () => {
    const later = await noteOf('open at first', null);
    const [forTeam, forPatient] = [await exportOf(second, 'Asked for again'), await exportOf(circle.patient)];
    await fetchExport(second, circle.patientId, forTeam);
    await write(later, 'open at first', 'psychology', 2);
    await second.agent.get(of(`/exports/${forTeam}/file`)).expect(410, /EXPORT_NOT_THERE/);
    expect(documents(await fetchExport(circle.patient, circle.patientId, forPatient)).has(later)).toBe(true);
  });

  const documents = (files: Map<string, string>) =>
    new Set(
      (files.get('fhir/DocumentReference.ndjson') ?? '')
        .split('\n')
        .filter(Boolean)
        .map((line) => (JSON.parse(line) as { id: string }).id),
    );
});

describe('a correction of a protected note', () => {
  const listed = async (who: Person, id: string) =>
    ((await who.agent.get('/api/v1/corrections').expect(200)).body.items as { id: string }[]).some(
      (one) => one.id === id,
    );
  const decide = (who: Person, id: string) =>
    who.agent.post(of(`/corrections/${id}/decision`)).send({ decision: 'amended', answer: 'Right, it is changed.' });

  it('is read and answered by those who may read the note, and by nobody else', async () => {
    const id = await ask(`DocumentReference/${secretId}`);
    const waiting = async (who: Person) =>
      (await who.agent.get('/api/v1/corrections/open').expect(200)).body.open as number;
    // What is hidden is not counted either.
    const [seen, counted] = [await waiting(circle.treating), await waiting(second)];
    await answerConsent(circle.patient, circle.patientId, 'sensitive-notes', 'given');
    expect([seen > counted, await waiting(second)]).toEqual([true, seen]);
    await answerConsent(circle.patient, circle.patientId, 'sensitive-notes', 'withdrawn');
    const plain = await ask(`DocumentReference/${openId}`);
    expect([await listed(second, plain), await listed(circle.coordinator, plain)]).toEqual([true, true]);
    for (const who of [second, circle.coordinator]) {
      expect(await listed(who, id)).toBe(false);
      const { text } = await decide(who, id).expect(404);
      expect(text).not.toContain(SAYS);
    }
    expect([await listed(circle.treating, id), await listed(circle.patient, id)]).toEqual([true, true]);

    await answerConsent(circle.patient, circle.patientId, 'sensitive-notes', 'given');
    expect(await listed(second, id)).toBe(true);
    await answerConsent(circle.patient, circle.patientId, 'sensitive-notes', 'withdrawn');
    expect(await listed(second, id)).toBe(false);

    await decide(circle.treating, id).expect(200);
    // Its next version is as protected.
    const { body } = await circle.patient.agent.get(`/fhir/DocumentReference/${secretId}`).expect(200);
    expect([body.docStatus, body.meta.security[0].code]).toEqual(['amended', 'ETH']);
    await second.agent.get(`/fhir/DocumentReference/${secretId}`).expect(404);
  });
});

describe('to be forgotten', () => {
  it('ends the visit that goes on, for everybody in it', async () => {
    await circle.admin.agent.put('/api/v1/clinic/retention').send({ exportDays: 3, erasureGraceDays: 0 }).expect(200);
    const visitId = await visitOf(circle, 'in-progress');
    const page = await socket(app, circle.treating.agent, '/visits');
    await page.timeout(30_000).emitWithAck('enter', { visitId });
    const told = nextEvent<{ state: string }>(page, 'state');
    await circle.coordinator.agent.post(of('/erasure')).send({ id: randomUUID() }).expect(ok);
    await circle.admin.agent.post(of('/erasure/approve')).send({}).expect(200);
    await workOff();
    expect((await told).state).toBe('ended');
    const [left] = await app.database.asOwner<{ state: string }>('SELECT state FROM erasure WHERE patient_id = $1', [
      circle.patientId,
    ]);
    expect(left!.state).toBe('done');
  });
});
