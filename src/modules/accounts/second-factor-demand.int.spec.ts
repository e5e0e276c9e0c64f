import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { addCodeApp } from '../../../test/support/code-app.js';
import {
  connect,
  createClinic,
  inviteAndAccept,
  ok,
  type Person,
  registerPatient,
  signIn,
  type TestClinic,
} from '../../../test/support/people.js';

let app: TestApp;
let clinic: TestClinic;
let ana: Person;
let patient: Person;
beforeAll(async () => {
  app = await createTestApp();
  clinic = await createClinic(app, 'demanding');
  ana = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  const patientId = await registerPatient(ana);
  patient = await inviteAndAccept(app, clinic.admin, { role: 'patient', patientId });
  await addCodeApp(clinic.admin);
  await demand(clinic.admin, 'required');
}, 60_000);
afterAll(() => app?.close());

async function demand(admin: Person, secondFactor: 'optional' | 'required'): Promise<void> {
  const { doors: _, ...settings } = (await admin.agent.get('/api/v1/clinic').expect(200)).body;
  await admin.agent
    .put('/api/v1/clinic')
    .send({ ...settings, secondFactor })
    .expect(ok);
}
const owes = async ({ agent }: Person) =>
  (await agent.get('/api/v1/session').expect(200)).body.secondFactorNeeded as boolean;
const REFUSED = { status: 403, body: { code: 'SECOND_FACTOR_NEEDED' } };

describe('a clinic that asks its staff for a second factor', () => {
  it('keeps in its history who asked for it', async () => {
    const { body } = await clinic.admin.agent.get('/api/v1/clinic/history').expect(200);
    expect(body.items[0].changes).toContainEqual({ what: 'secondFactor', before: 'optional', after: 'required' });
  });

  it.each([
    ['reading patients', () => ana.agent.get('/api/v1/patients')],
    ['the team', () => ana.agent.get('/api/v1/members')],
    ['a socket', () => ana.agent.post('/api/v1/socket-ticket').send({})],
    ['allowing an app something', () => ana.agent.get('/api/v1/app-requests/none')],
  ])('lets whoever has none do nothing else: %s', async (_, act) => {
    expect(await act()).toMatchObject(REFUSED);
  });

  it('and neither in FHIR', async () => {
    const answer = await ana.agent.get('/fhir/Patient').expect(403);
    expect(answer.text).toContain('authenticator app');
  });

  it('says so to the page, and lets the person look who they are, and leave', async () => {
    expect(await owes(ana)).toBe(true);
    await ana.agent.get('/api/v1/account').expect(200);
    await ana.agent.get('/api/v1/account/sessions').expect(200);
    const other = { ...ana, agent: await signIn(app, ana.email) };
    await other.agent.delete('/api/v1/account/sessions').expect(204);
    await ana.agent.get('/api/v1/session').expect(401);
    ana = other;
  });

  it('is not content with a passkey beside a password, which still opens the account alone', async () => {
    await app.database.asOwner(
      `INSERT INTO auth.passkey (id, "publicKey", "userId", "credentialID", counter, "deviceType", "backedUp")
       SELECT 'demand', '', auth_user_id, 'demand', 0, 'singleDevice', false FROM person WHERE id = $1`,
      [ana.personId],
    );
    expect(await ana.agent.get('/api/v1/patients')).toMatchObject(REFUSED);
  });

  it('is content with whom an organisation’s sign-on lets in, who have no password here', async () => {
    const noor = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
    expect(await owes(noor)).toBe(true);
    await app.database.asOwner(
      `UPDATE auth.account SET "providerId" = 'hospital', password = NULL WHERE "userId" = (SELECT auth_user_id FROM person WHERE id = $1)`,
      [noor.personId],
    );
    expect(await owes(noor)).toBe(false);
  });

  it('asks no patient for one, and nobody in another clinic', async () => {
    await patient.agent.get(`/api/v1/patients/${patient.patientId}`).expect(200);
    const elsewhere = await createClinic(app, 'easy');
    await inviteAndAccept(app, elsewhere.admin, { role: 'clinician', email: ana.email });
    await ana.agent.put('/api/v1/session/clinic').send({ clinicId: elsewhere.id }).expect(204);
    await ana.agent.get('/api/v1/patients').expect(200);
    await ana.agent.put('/api/v1/session/clinic').send({ clinicId: clinic.id }).expect(204);
    expect(await ana.agent.get('/api/v1/patients')).toMatchObject(REFUSED);
  });

  it('lets the person in as soon as there is one', async () => {
    await addCodeApp(ana);
    expect(await owes(ana)).toBe(false);
    await ana.agent.get('/api/v1/patients').expect(200);
    const { body } = await ana.agent.post('/api/v1/socket-ticket').send({}).expect(200);
    await connect(app, '/live', body.ticket);
  });

  it('asks again when it is taken away, until the clinic no longer asks', async () => {
    await ana.agent.delete('/api/v1/account/code-app').expect(204);
    expect(await ana.agent.get('/api/v1/patients')).toMatchObject(REFUSED);
    await demand(clinic.admin, 'optional');
    await ana.agent.get('/api/v1/patients').expect(200);
  });
});
