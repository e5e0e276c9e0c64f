import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Socket } from 'socket.io-client';
import { query } from '../../src/platform/database/database.js';
import { deliver } from '../../src/platform/sockets/deliveries.js';
import { SocketPeople } from '../../src/platform/sockets/socket-people.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { type Face, makeCrowd } from '../support/crowd.js';
import { openPage, type OpenPage } from '../support/open-page.js';
import { createClinic, inviteAndAccept, type Person, socket, type TestClinic } from '../support/people.js';

interface Delivery {
  readonly cursor: number;
  readonly id: string;
}

async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs = 30_000): Promise<void> {
  for (const end = Date.now() + withinMs; !(await holds()); await sleep(20))
    if (Date.now() > end) throw new Error(`Not in time: ${what}`);
}

/** Faults of delivery: the numbers are those of the fault table. No Redis is used, so F5 has nothing to kill. */
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
    client.timeout(5000).emitWithAck('resume', { cursor }) as Promise<{ cursor: number; behind: number }>;

  /** The server's end of a person's line. */
  const serverSideOf = (personId: string): ServerSide | undefined =>
    [...(app.nest.get(SocketPeople) as unknown as { sockets: Set<ServerSide> }).sockets].find(
      (one) => one.connected && one.data.principal.personId === personId,
    );

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
  }, 20_000);

  it('F19: who commits later is not overtaken, so nobody reads past what is still to come', async () => {
    const client = await socket(app, nurse.agent, '/live');
    const { cursor } = await resume(client, null);
    const heard: Delivery[] = [];
    client.on('delivery', (delivery: Delivery) => heard.push(delivery));
    const [slow, quick] = [randomUUID(), randomUUID()];
    let commitSlow!: () => void;
    const held = new Promise<void>((resolve) => (commitSlow = resolve));
    let told!: () => void;
    const slowHasTold = new Promise<void>((resolve) => (told = resolve));
    const first = inClinic(async () => {
      await tell([nurse.personId], slow);
      told();
      await held;
    });
    await slowHasTold;
    const second = inClinic(() => tell([nurse.personId], quick));
    // Both are on their way; a reader that polls meanwhile must not see the second and remember that it has read so far.
    await sleep(1500);
    expect(heard).toEqual([]);
    commitSlow();
    await Promise.all([first, second]);
    await until('both are heard', () => heard.length === 2);
    expect(heard.map(({ cursor: c, id }) => ({ c, id }))).toEqual([
      { c: cursor + 1, id: slow },
      { c: cursor + 2, id: quick },
    ]);
    client.close();
  }, 30_000);

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
    await until('it is sent again', () => heard.deaf.length >= 4, 25_000);
    expect(heard.deaf).toEqual([...ids, ...ids]);
    expect(heard.hearing).toEqual(ids);
    deaf.close();
    hearing.close();
  }, 40_000);

  it('F20: a page that does not read is cut off at a megabyte, and gets what it missed when it comes back', async () => {
    const client = await socket(app, nurse.agent, '/live');
    const { cursor } = await resume(client, null);
    const here = serverSideOf(nurse.personId)!;
    let reason: string | undefined;
    here.once('disconnect', (why) => (reason = why));
    const line = (
      client.io.engine as unknown as { transport: { ws: { _socket: { pause: () => void; destroy: () => void } } } }
    ).transport.ws._socket;
    line.pause();
    // What the kernel holds for both sides, megabytes on some machines, is filled first: what comes then stays with us.
    const isStuck = async () => {
      await sleep(300);
      return here.conn.writeBuffer.length > 0;
    };
    for (let i = 0; i < 1_000 && !(here.conn.writeBuffer.length > 0 && (await isStuck())); i++) {
      here.emit('filler', 'x'.repeat(64 * 1024));
      await sleep(5);
    }
    let largest = 0;
    let sent = 0;
    while (reason === undefined && sent < 60_000) {
      await inClinic(() => tell([nurse.personId], ...Array.from({ length: 500 }, () => randomUUID())));
      sent += 500;
      await sleep(5);
      largest = Math.max(
        largest,
        here.conn.writeBuffer.reduce((sum, packet) => sum + (packet.data?.length ?? 0), 0),
      );
    }
    expect(reason).toBe('forced close');
    expect(largest).toBeLessThan(1.5 * 1024 * 1024);
    client.close();
    line.destroy();
    const again = await socket(app, nurse.agent, '/live');
    const missed: number[] = [];
    again.on('delivery', (delivery: Delivery) => missed.push(delivery.cursor));
    const last = cursor + sent;
    await resume(again, last - 300);
    await until('the rest is there', () => missed.length === 300);
    expect(missed).toEqual(Array.from({ length: 300 }, (_, i) => last - 299 + i));
    again.close();
  }, 120_000);

  it('F21: sixty pages that lose their line at once are all back, each with what it lacked', async () => {
    const crowd: Face[] = await makeCrowd(app.database.asOwner, clinic.id, 60, 'coordinator');
    const seen = new Map<string, string[]>();
    let ready = 0;
    for (const { personId, cookie } of crowd) {
      seen.set(personId, []);
      const changed = ({ id }: { id: string }) => void seen.get(personId)!.push(id);
      pages.push(openPage(() => app.url, cookie, { heard: () => undefined, changed, anew: () => ready++ }));
    }
    await until('all pages follow', () => ready === 60);
    const everybody = crowd.map(({ personId }) => personId);
    const ids = Array.from({ length: 5 }, () => randomUUID());
    await inClinic(() => tell(everybody, ids[0]!));
    await until('all have heard', () => [...seen.values()].every((one) => one.length === 1));
    for (const page of pages) page.breakLine();
    await inClinic(() => tell(everybody, ids[1]!, ids[2]!));
    // A node on its way down breaks the lines too, and says so.
    for (const page of pages.slice(0, 30)) page.wake();
    await inClinic(() => tell(everybody, ids[3]!, ids[4]!));
    await until('all have heard all', () => [...seen.values()].every((one) => one.length === 5));
    for (const one of seen.values()) expect(one).toEqual(ids);
    // None was cut off for saying too much, or for saying nothing.
    const [unheard] = await app.database.asOwner<{ n: number }>(
      'SELECT count(*)::int AS n FROM delivery WHERE person_id = ANY($1::uuid[]) AND acked_at IS NULL',
      [everybody],
    );
    if (unheard!.n > 0)
      await until('all is acknowledged', async () => {
        const [row] = await app.database.asOwner<{ n: number }>(
          'SELECT count(*)::int AS n FROM delivery WHERE person_id = ANY($1::uuid[]) AND acked_at IS NULL',
          [everybody],
        );
        return row!.n === 0;
      });
  }, 90_000);

  it('a page that catches up on a thousand deliveries is not cut off for answering them', async () => {
    const [face] = await makeCrowd(app.database.asOwner, clinic.id, 1, 'coordinator');
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
    await until('it is back', () => serverSideOf(face!.personId) !== undefined);
    const line = serverSideOf(face!.personId)!;
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

interface ServerSide {
  readonly connected: boolean;
  readonly emit: (event: string, data: string) => unknown;
  readonly conn: { readonly writeBuffer: readonly { readonly data?: string }[] };
  readonly data: { readonly principal: { readonly personId: string } };
  readonly once: (name: 'disconnect', then: (reason: string) => void) => void;
}
