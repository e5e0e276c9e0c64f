import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { postObservations, toObservation } from '../../../../test/support/fhir.js';
import {
  createClinic,
  inviteAndAccept,
  ok,
  type Person,
  registerPatient,
  tokenFor,
} from '../../../../test/support/people.js';
import { RightsWorker } from '../index.js';

/** What a patient's devices are called, and their serial numbers, go with the patient. */
let app: TestApp;
let admin: Person;
let coordinator: Person;
let token: string;
beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'devices-erased');
  admin = clinic.admin;
  coordinator = await inviteAndAccept(app, admin, { role: 'coordinator' });
  token = await tokenFor(app, clinic.id);
  await admin.agent.put('/api/v1/clinic/retention').send({ exportDays: 3, erasureGraceDays: 0 }).expect(200);
}, 120_000);
afterAll(() => app?.close());

const NAME = 'Watch of the Quillfeathers';
const watch = (whose: string, serial: string) => ({
  reference: `Device/${whose}-watch`,
  identifier: { system: `urn:${whose}`, value: serial },
  display: NAME,
});
const hour = (i: number) => new Date(Date.UTC(2026, 9, 1, i)).toISOString();
const pulse = (patientId: string, i: number, device: object, value = 60) => ({
  ...toObservation(patientId, { metric: 'heartRate', value, start: hour(i) }),
  device,
});
async function send(resource: object): Promise<Record<string, unknown>> {
  const answer = await app
    .http()
    .post('/fhir/Observation')
    .set({ authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' })
    .send(JSON.stringify(resource));
  expect([200, 201]).toContain(answer.status);
  return answer.body as Record<string, unknown>;
}

/** Tables of the whole database that have these words somewhere in a row, whatever the column; bytes are read as text, too. */
async function tablesWith(words: string): Promise<string[]> {
  const tables = await app.database.asOwner<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  );
  expect(tables.length).toBeGreaterThan(50);
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await app.database.asOwner(
      `SELECT FROM ${name} t WHERE position($1 IN t::text) > 0 OR position($2 IN t::text) > 0 LIMIT 1`,
      [words, Buffer.from(words).toString('hex')],
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}

it('and what another patient’s device of the same name says stays, letter by letter', async () => {
  const [erased, stays] = [await registerPatient(coordinator), await registerPatient(coordinator)];
  const [hers, his] = [watch('quentin', 'SN-4711'), watch('rosalind', 'SN-0815')];
  // Of the same source another serial number, an earlier version, and a device that nobody else has, by two roads.
  await send(pulse(erased, 1, hers));
  await send(pulse(erased, 2, watch('quentin', 'SN-4712')));
  await send(pulse(erased, 2, watch('quentin', 'SN-4713'), 70));
  await send(pulse(erased, 3, { display: 'Ring of Quentin' }));
  await postObservations(app, token, erased, [
    { metric: 'steps', value: 5, start: hour(4), end: hour(5), device: 'Band of Quentin' },
  ]);
  const listed = await app
    .http()
    .post('/ingest/v1/observations')
    .set({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })
    .send({
      observations: [
        {
          ...{ patient: erased, metric: 'steps', start: hour(6), end: hour(7), value: 5, unit: '{steps}' },
          source: { system: 'test', device: 'Quentin 5000' },
        },
      ],
    });
  expect(listed.body).toMatchObject({ stored: 1 });
  const { id } = await send(pulse(stays, 1, his));
  const own = ['quentin-watch', 'urn:quentin', 'SN-4711', 'SN-4712', 'SN-4713', 'Ring of', 'Band of', 'Quentin 5000'];
  for (const words of [...own, NAME]) expect([words, await tablesWith(words)]).not.toEqual([words, []]);

  const path = `/api/v1/patients/${erased}/erasure`;
  await coordinator.agent.post(path).send({ id: randomUUID(), reason: 'She asked on paper' }).expect(ok);
  await admin.agent.post(`${path}/approve`).send({}).expect(200);
  await app.nest.get(RightsWorker).workOff();
  await coordinator.agent.get(`/api/v1/patients/${erased}`).expect(404);

  for (const words of own) expect([words, await tablesWith(words)]).toEqual([words, []]);
  expect(await tablesWith(NAME)).toEqual(['source']);
  const { body } = await app
    .http()
    .get(`/fhir/Observation/${String(id)}`)
    .set({ authorization: `Bearer ${token}` });
  const { id: _id, meta: _meta, ...said } = body as Record<string, unknown>;
  expect(said).toEqual(pulse(stays, 1, his));
});
