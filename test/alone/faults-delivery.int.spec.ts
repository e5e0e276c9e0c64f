import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Socket } from 'socket.io-client';
import { query } from '../../src/platform/database/database.js';
import { deliver } from '../../src/platform/sockets/deliveries.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { makeCrowd } from '../support/crowd.js';
import { playCommitOrder } from '../support/faults/commit-order.js';
import { playDeaf } from '../support/faults/deaf.js';
import { playSlowReaders, serverSideOf } from '../support/faults/slow-readers.js';
import { playStorm } from '../support/faults/storm.js';
import { openPage, type OpenPage } from '../support/open-page.js';
import { createClinic, inviteAndAccept, type Person, socket, type TestClinic } from '../support/people.js';
import { makeRandom } from '../support/random.js';
import { until } from '../support/until.js';

interface Delivery {
  readonly cursor: number;
  readonly id: string;
}

/** Faults of delivery: the numbers are those of the fault table. `npm run bench -- faults` plays the same for longer. */
describe('deliveries, when things go wrong', () => {
  let app: TestApp;
  let clinic: TestClinic;
  let nurse: Person;
  const patientId = randomUUID();
  const pages: OpenPage[] = [];

  const inClinic = <T>(run: () => Promise<T>) => app.surroundings.database.inClinic(clinic.id, run);
  const tell = (personIds: string[], ...ids: string[]) =>
    deliver(...ids.map((objectId) => ({ kind: 'alert' as const, objectId, patientId, personIds })));
  const resume = (client: Socket, cursor: number | null) =>
    client.timeout(30_000).emitWithAck('resume', { cursor }) as Promise<{ cursor: number; behind: number }>;
  const crowd = (count: number) => makeCrowd(app.database.asOwner, clinic.id, count, 'coordinator');

  beforeAll(async () => {
    app = await createTestApp();
    clinic = await createClinic(app, 'faults');
    nurse = await inviteAndAccept(app, clinic.admin, { role: 'coordinator' });
    await inClinic(() =>
      query(`INSERT INTO patient (clinic_id, id, given_name, family_name) VALUES ($1, $2, 'Test', 'Fault')`, [
        clinic.id,
        patientId,
      ]),
    );
  }, 60_000);
  afterAll(async () => {
    for (const page of pages) page.close();
    await app.close();
  }, 60_000);

  it('F19: who commits later is not overtaken, so nobody reads past what is still to come', async () => {
    const setting = { app, clinicId: clinic.id, patientId, faces: await crowd(3) };
    const played = await playCommitOrder({ ...setting, interleavings: 12, random: makeRandom(19) });
    expect(played).toMatchObject({ missed: 0, outOfOrder: 0 });
    expect(played.rolledBack).toBeGreaterThan(0);
  }, 60_000);

  it('sends again from the database what is not acknowledged, to who was sent it and to nobody else', async () => {
    const deaf = await socket(app, nurse.agent, '/live');
    const other = await inviteAndAccept(app, clinic.admin, { role: 'coordinator' });
    const hearing = await socket(app, other.agent, '/live');
    await Promise.all([resume(deaf, null), resume(hearing, null)]);
    const heard = { deaf: [] as string[], hearing: [] as string[] };
    deaf.on('delivery', ({ id }: Delivery) => heard.deaf.push(id));
    hearing.on('delivery', ({ id, cursor }: Delivery) => {
      heard.hearing.push(id);
      hearing.emit('ack', { cursor });
    });
    const ids = [randomUUID(), randomUUID()];
    await inClinic(() => tell([nurse.personId, other.personId], ...ids));
    await until('it is sent again', () => heard.deaf.length >= 4);
    expect(heard.deaf).toEqual([...ids, ...ids]);
    expect(heard.hearing).toEqual(ids);
    deaf.close();
    hearing.close();
  }, 60_000);

  it('F20: a page that does not read is cut off at a megabyte, and gets what it missed when it comes back', async () => {
    const played = await playSlowReaders({ app, clinicId: clinic.id, patientId, faces: await crowd(1) });
    expect(played).toMatchObject({ readers: 1, cut: 1, unlikeMissed: 0 });
    expect(played.largestBacklogBytes).toBeLessThan(1.5 * 1024 * 1024);
  }, 120_000);

  it('F5: news reach a page whose node does not hear of them: there is no Redis to kill, so its ear is cut off', async () => {
    const [face] = await crowd(1);
    const setting = { app, clinicId: clinic.id, patientId, face: face! };
    const played = await playDeaf({ ...setting, rounds: 1, random: makeRandom(5) });
    expect(played).toMatchObject({ rounds: 1, lost: 0 });
    expect(played.cut).toBeGreaterThan(0);
  }, 60_000);

  it('F21: sixty pages that lose their line at once are all back, each with what it lacked', async () => {
    const faces = await crowd(60);
    const everybody = faces.map(({ personId }) => personId);
    const played = await playStorm({
      asOwner: app.database.asOwner,
      faces,
      url: () => app.url,
      tell: (ids) => inClinic(() => tell(everybody, ...ids)),
      breakAll: async (broken) => {
        for (const page of broken) page.breakLine();
        // A node on its way down breaks the lines too, and says so.
        for (const page of broken.slice(0, 30)) page.wake();
      },
    });
    expect(played).toMatchObject({ pages: 60, unlikeTold: 0, unanswered: 0, signIns: 0 });
  }, 90_000);

  it('a page that catches up on a thousand deliveries is not cut off for answering them', async () => {
    const [face] = await crowd(1);
    const seen: number[] = [];
    let ready = 0;
    const page = openPage(() => app.url, face!.cookie, {
      heard: () => undefined,
      changed: ({ cursor }) => void seen.push(cursor),
      anew: () => ready++,
    });
    pages.push(page);
    await until('the page follows', () => ready === 1);
    page.breakLine();
    for (let i = 0; i < 2; i++)
      await inClinic(() => tell([face!.personId], ...Array.from({ length: 450 }, () => randomUUID())));
    await until('it is back', () => serverSideOf(app, face!.personId) !== undefined);
    const line = serverSideOf(app, face!.personId)!;
    await until('it has caught up', () => seen.length >= 900);
    await inClinic(() => tell([face!.personId], randomUUID()));
    await until('and follows', () => seen.length >= 901);
    expect(seen).toEqual(Array.from({ length: 901 }, (_, i) => i + 1));
    expect(ready).toBe(1);
    expect(line.connected).toBe(true);
    await until('the server knows that it has all', async () => {
      const [row] = await app.database.asOwner<{ n: number }>(
        'SELECT count(*)::int AS n FROM delivery WHERE person_id = $1 AND acked_at IS NOT NULL',
        [face!.personId],
      );
      return row!.n === 901;
    });
  }, 60_000);
});
