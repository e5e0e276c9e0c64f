import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../support/app.js';
import { makeCrowd } from '../support/crowd.js';
import { playRaces } from '../support/faults/races.js';
import { playSameTwice } from '../support/faults/same-twice.js';
import { createClinic, inviteAndAccept, registerPatient, type TestClinic, tokenFor } from '../support/people.js';

describe('two nodes at once', () => {
  let nodes: [TestApp, TestApp];
  let clinic: TestClinic;
  let patientIds: string[];
  let fallingIds: string[];
  let token: string;

  beforeAll(async () => {
    const app = await createTestApp();
    nodes = [app, await createTestApp({ database: app.database })];
    clinic = await createClinic(app, 'two-nodes');
    const nurse = await inviteAndAccept(app, clinic.admin, { role: 'coordinator' });
    const register = () => registerPatient(nurse, { timeZone: 'UTC' });
    [patientIds, fallingIds] = [[await register(), await register()], [await register()]];
    token = await tokenFor(app, clinic.id);
  }, 60_000);
  afterAll(async () => {
    await nodes[1].close();
    await nodes[0].close();
  }, 60_000);

  it('F17: what is sent to both at the same moment is one observation, one alert, one delivery', async () => {
    const played = await playSameTwice({ nodes, clinicId: clinic.id, token, patientIds, pairs: 20, fallingIds });
    expect(played).toMatchObject({ observationsUnlikeOne: 0, alertsUnlikeOne: 0, fallsUnlikeOne: 0 });
  }, 90_000);

  it('F18: of two who do the same at the same moment one has done it, the other hears by whom, both are in the audit', async () => {
    const asOwner = nodes[0].database.asOwner;
    const [one, other] = await makeCrowd(asOwner, clinic.id, 2, 'coordinator');
    const open = await asOwner<{ id: string }>(`SELECT id FROM alert WHERE state = 'open' ORDER BY id LIMIT 6`);
    const alertIds = open.map(({ id }) => id);
    const played = await playRaces({ nodes, faces: [one!, other!], alertIds });
    expect(played).toMatchObject({ races: 6, unlikeOneWinner: 0, notTold: 0, notAudited: 0 });
  }, 60_000);
});
