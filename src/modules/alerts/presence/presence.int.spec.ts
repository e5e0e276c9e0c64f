import type { Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { alertOf, type CareCircle, gatherCareCircle } from '../../../../test/support/care.js';
import { createClinic, nextEvent, type Person, socket } from '../../../../test/support/people.js';

let node: TestApp;
let other: TestApp;
let north: CareCircle;
let south: CareCircle;
let alertId: string;
beforeAll(async () => {
  node = await createTestApp();
  other = await createTestApp({ database: node.database });
  north = await gatherCareCircle(node, await createClinic(node, 'north'), 'Watched');
  south = await gatherCareCircle(node, await createClinic(node, 'south'), 'Elsewhere');
  alertId = await alertOf(node, north);
}, 90_000);
afterAll(async () => {
  await other?.close();
  await node?.close();
});

interface Answer {
  readonly viewers?: { personId: string; name: string }[];
  readonly error?: { code: string };
}
const open = (app: TestApp, by: Person) => socket(app, by.agent, '/live');
const view = (client: Socket, id: string | null): Promise<Answer> =>
  client.timeout(30_000).emitWithAck('view', { alertId: id });
const heard = (client: Socket) => nextEvent<{ alertId: string } & Answer>(client, 'viewers');
const names = ({ viewers }: Answer) => viewers?.map(({ personId }) => personId);

describe('who is viewing an alert', () => {
  it('is told to colleagues on the same alert, also behind another node, and taken back when they leave', async () => {
    const nurse = await open(node, north.coordinator);
    expect(await view(nurse, alertId)).toEqual({ viewers: [] });

    const doctor = await open(other, north.treating);
    const arrived = heard(nurse);
    expect(names(await view(doctor, alertId))).toEqual([north.coordinator.personId]);
    expect(await arrived).toMatchObject({ alertId, viewers: [{ personId: north.treating.personId }] });

    const left = heard(nurse);
    await view(doctor, null);
    expect(await left).toEqual({ alertId, viewers: [] });

    const again = heard(nurse);
    await view(doctor, alertId);
    await again;
    const vanished = heard(nurse);
    doctor.close();
    expect(await vanished).toEqual({ alertId, viewers: [] });
    nurse.close();
  });

  it('does not name oneself on a second page', async () => {
    const first = await open(node, north.treating);
    const second = await open(other, north.treating);
    await view(first, alertId);
    expect(await view(second, alertId)).toEqual({ viewers: [] });
    first.close();
    second.close();
  });

  it.each<[string, () => Person, string]>([
    ['a clinician who does not treat the patient', () => north.colleague, 'NOT_FOUND'],
    ['a coordinator of another clinic', () => south.coordinator, 'NOT_FOUND'],
    ['the patient', () => north.patient, 'FORBIDDEN'],
    ['an admin', () => north.admin, 'FORBIDDEN'],
  ])('is refused to %s, who is not shown as a viewer either', async (_name, who, code) => {
    const nurse = await open(node, north.coordinator);
    await view(nurse, alertId);
    const stranger = await open(node, who());
    expect(await view(stranger, alertId)).toMatchObject({ error: { code } });
    expect(await view(nurse, alertId)).toEqual({ viewers: [] });
    stranger.close();
    nurse.close();
  });

  it('is no longer told to somebody who has left the care team', async () => {
    const doctor = await open(node, north.treating);
    await view(doctor, alertId);
    const told: unknown[] = [];
    doctor.on('viewers', (news) => told.push(news));
    await node.database.asOwner('DELETE FROM care_team_member WHERE patient_id = $1 AND person_id = $2', [
      north.patientId,
      north.treating.personId,
    ]);
    const nurse = await open(node, north.coordinator);
    const dropped = heard(nurse);
    expect(names(await view(nurse, alertId))).toEqual([north.treating.personId]);
    // The nurse's coming was news for the doctor's page: it was not told, and does not count as a viewer any more.
    expect(await dropped).toEqual({ alertId, viewers: [] });
    expect(await view(doctor, alertId)).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect(told).toEqual([]);
    doctor.close();
    nurse.close();
  });

  it('expires when a page falls silent', async () => {
    const nurse = await open(node, north.coordinator);
    await view(nurse, alertId);
    await node.database.asOwner(
      `INSERT INTO alert_viewer (clinic_id, page_id, alert_id, person_id, beat_at) VALUES ($1, gen_random_uuid(), $2, $3, now() - interval '41 seconds')`,
      [north.clinicId, alertId, north.admin.personId],
    );
    expect(await view(nurse, alertId)).toEqual({ viewers: [] });
    nurse.close();
  });
});
