import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import {
  createClinic,
  inviteAndAccept,
  type Person,
  registerPatient,
  tokenFor,
} from '../../../../test/support/people.js';
import { playSilence } from '../../../../test/support/faults/silence.js';

let app: TestApp;
let clinicId: string;
let coordinator: Person;
let token: string;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'outages');
  clinicId = clinic.id;
  coordinator = await inviteAndAccept(app, clinic.admin, { role: 'coordinator' });
  token = await tokenFor(app, clinicId);
}, 120_000);
afterAll(() => app?.close());

describe('a vendor that delivers nothing (F27)', () => {
  it('is one alert of the clinic, and none when patients fall silent one by one', async () => {
    const register = (count: number) => Promise.all(Array.from({ length: count }, () => registerPatient(coordinator)));
    const setting = { app, clinicId, token, patientIds: await register(4), alone: await register(3) };
    const played = await playSilence({ ...setting, silent: 4 });
    expect(played).toMatchObject({ before: 0, alerts: 1, ofPatients: 0, told: 4, after: 0 });
    const { body } = await coordinator.agent.get('/api/v1/alerts').expect(200);
    expect(body.items.map((row: { kind: string; key: string }) => row.kind)).toEqual(['vendor-outage']);
  });
});
