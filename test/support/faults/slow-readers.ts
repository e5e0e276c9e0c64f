import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { deliver } from '../../../src/platform/sockets/deliveries.js';
import { SocketPeople } from '../../../src/platform/sockets/socket-people.js';
import type { TestApp } from '../app.js';
import type { Face } from '../crowd.js';
import { until } from '../until.js';

export interface SlowReaders {
  readonly app: TestApp;
  readonly clinicId: string;
  readonly patientId: string;
  /** Nobody else has a page open, and nothing was ever delivered to them. */
  readonly faces: readonly Face[];
}

export interface SlowReadersPlayed {
  readonly readers: number;
  readonly cut: number;
  readonly deliveries: number;
  /** What waited in our memory for one page, at most. */
  readonly largestBacklogBytes: number;
  /** By how much this process grew, at most: server, pages and all that the pages are told. */
  readonly grownBytes: number;
  /** Cursors that a returning page should have got and did not, or got otherwise. */
  readonly unlikeMissed: number;
}

const AT_ONCE = 500;
const MISSED = 300;
const MOST_DELIVERIES = 60_000;

/** F20: pages that have stopped reading are told of more than a connection holds; then they come back. */
export async function playSlowReaders({ app, clinicId, patientId, faces }: SlowReaders): Promise<SlowReadersPlayed> {
  const before = process.memoryUsage().rss;
  let [deliveries, largestBacklogBytes, grownBytes, cut] = [0, 0, 0, 0];
  const lines: Socket[] = [];
  for (const { personId, cookie } of faces) {
    const client = await openLine(app, cookie);
    lines.push(client);
    await resume(client, null);
    const here = serverSideOf(app, personId)!;
    here.once('disconnect', (why) => void (why === 'forced close' && cut++));
    socketOf(client).pause();
    await fillKernel(here);
  }
  const sides = faces.flatMap(({ personId }) => serverSideOf(app, personId) ?? []);
  while (cut < faces.length && deliveries < MOST_DELIVERIES) {
    const personIds = faces.map(({ personId }) => personId);
    const news = Array.from({ length: AT_ONCE }, () => ({ kind: 'alert' as const, objectId: randomUUID() }));
    await app.surroundings.database.inClinic(clinicId, () =>
      deliver(...news.map((one) => ({ ...one, patientId, personIds }))),
    );
    deliveries += AT_ONCE;
    await sleep(5);
    largestBacklogBytes = Math.max(largestBacklogBytes, ...sides.map(backlogBytes));
    grownBytes = Math.max(grownBytes, process.memoryUsage().rss - before);
  }
  for (const client of lines) {
    const socket = socketOf(client);
    client.close();
    socket.destroy();
  }
  let unlikeMissed = 0;
  for (const { cookie } of faces) unlikeMissed += await countUnlikeMissed(app, cookie, deliveries);
  return { readers: faces.length, cut, deliveries, largestBacklogBytes, grownBytes, unlikeMissed };
}

/** What the kernel holds for both sides, megabytes on some machines, is filled first: what comes then stays with us. */
async function fillKernel(here: ServerSide): Promise<void> {
  const isStuck = async () => {
    await sleep(300);
    return here.conn.writeBuffer.length > 0;
  };
  for (let i = 0; i < 1_000 && !(here.conn.writeBuffer.length > 0 && (await isStuck())); i++) {
    here.emit('filler', 'x'.repeat(64 * 1024));
    await sleep(5);
  }
}

/** A page that has all but the last of them comes back. */
async function countUnlikeMissed(app: TestApp, cookie: string, last: number): Promise<number> {
  const again = await openLine(app, cookie);
  const heard: number[] = [];
  again.on('delivery', ({ cursor }: { cursor: number }) => heard.push(cursor));
  await resume(again, last - MISSED);
  await until('the rest is there', () => heard.length >= MISSED).catch(() => undefined);
  again.close();
  return Array.from({ length: Math.max(MISSED, heard.length) }, (_, i) => last - MISSED + 1 + i).filter(
    (cursor, i) => heard[i] !== cursor || i >= MISSED,
  ).length;
}

/** A line that does not come back by itself. */
async function openLine(app: TestApp, cookie: string): Promise<Socket> {
  const headers = { cookie, origin: app.url, 'content-type': 'application/json' };
  const answer = await fetch(`${app.url}/api/v1/socket-ticket`, { method: 'POST', headers, body: '{}' });
  const auth = (await answer.json()) as { ticket: string };
  const client = io(`${app.url}/live`, { auth, transports: ['websocket'], forceNew: true, reconnection: false });
  app.onClose(() => client.close());
  await new Promise<void>((resolve, reject) => {
    client.once('connect', resolve);
    client.once('connect_error', reject);
  });
  return client;
}

const resume = (client: Socket, cursor: number | null) =>
  client.timeout(30_000).emitWithAck('resume', { cursor }) as Promise<{ cursor: number; behind: number }>;

const socketOf = (client: Socket) =>
  (client.io.engine as unknown as { transport: { ws: { _socket: { pause: () => void; destroy: () => void } } } })
    .transport.ws._socket;

export interface ServerSide {
  readonly connected: boolean;
  readonly emit: (event: string, data: string) => unknown;
  readonly conn: { readonly writeBuffer: readonly { readonly data?: string }[] };
  readonly data: { readonly principal: { readonly personId: string } };
  readonly once: (name: 'disconnect', then: (reason: string) => void) => void;
}

const backlogBytes = ({ conn }: ServerSide) =>
  conn.writeBuffer.reduce((sum, packet) => sum + (packet.data?.length ?? 0), 0);

/** The server's end of a person's line. */
export const serverSideOf = (app: TestApp, personId: string): ServerSide | undefined =>
  [...(app.nest.get(SocketPeople) as unknown as { sockets: Set<ServerSide> }).sockets].find(
    (one) => one.connected && one.data.principal.personId === personId,
  );
