import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { type Balancer, openBalancer } from '../balancer.js';
import { type Face, makeCrowd } from '../crowd.js';
import type { TestDatabase } from '../database.js';
import { freePort } from '../free-port.js';
import { openPage } from '../open-page.js';
import { killGroup, type Stepwell, stepwell } from '../stepwell.js';
import { until } from '../until.js';
import { startTraffic } from './traffic.js';

export interface Rolling {
  readonly database: TestDatabase;
  /** How long a node that leaves goes on serving, so that the balancer notices. */
  readonly leaveSeconds: number;
  /** A request each so often. */
  readonly everyMs: number;
  /** How often both are started anew, one after the other. */
  readonly rounds: number;
}

export interface RollingPlayed {
  readonly requests: number;
  /** Answers that were not good, by what came instead. */
  readonly failed: Readonly<Record<string, number>>;
  readonly restarts: number;
  /** Nodes that did not end with 0; that did not say first that they leave and yet served; whose pages were not told. */
  readonly unclean: number;
  readonly unannounced: number;
  readonly untold: number;
  /** From SIGTERM to the end of the process. */
  readonly drainMs: readonly number[];
  /** Times the page that was open all along had to fetch everything anew, but for the first. */
  readonly pageAnew: number;
  /** Alerts that it heard of late, once all was over: of the one that there was. */
  readonly pageHeard: number;
}

interface Nodes {
  readonly ports: readonly number[];
  readonly running: Stepwell[];
  readonly start: (which: number) => Promise<Stepwell>;
}

/** F23: two nodes behind a balancer are started anew in turn while requests come in. */
export async function playRolling({ database, leaveSeconds, everyMs, rounds }: Rolling): Promise<RollingPlayed> {
  const [ports, front] = [[await freePort(), await freePort()], await freePort()];
  const env = {
    DATABASE_URL: database.ownerUrl,
    PUBLIC_URL: `http://127.0.0.1:${front}`,
    STEPWELL_LEAVE_SECONDS: String(leaveSeconds),
    STEPWELL_DEMO: 'off',
    LOG_LEVEL: 'error',
  };
  const start = async (which: number) => {
    const node = stepwell(['serve'], { ...env, PORT: String(ports[which]) });
    await node.says(/Stepwell is at/);
    return node;
  };
  const { token, face } = await prepare(database, env);
  const nodes: Nodes = { ports, start, running: await Promise.all([start(0), start(1)]) };
  const balancer = await openBalancer(ports, front);
  try {
    await until('the balancer finds a node', async () => (await fetch(`${balancer.url}/health/live`)).ok);
    return await roll({ database, nodes, balancer, token, face, everyMs, rounds });
  } finally {
    await balancer.close();
    for (const node of nodes.running) await killGroup(node);
  }
}

async function prepare(database: TestDatabase, env: NodeJS.ProcessEnv): Promise<{ token: string; face: Face }> {
  const command = async (words: string) => {
    const run = stepwell(words.split(' '), env);
    if ((await run.ended) !== 0) throw new Error(run.output());
    return run.output();
  };
  await command('create-clinic --slug rolling --name R --zone UTC --admin-email a@rolling.example');
  const token = (await command('token --clinic rolling --scopes system/*.cruds')).match(/swt_\S+/)![0];
  const [clinic] = await database.asOwner<{ id: string }>('SELECT clinic_id AS id FROM clinic');
  const [face] = await makeCrowd(database.asOwner, clinic!.id, 1, 'coordinator');
  return { token, face: face! };
}

async function roll(
  of: { database: TestDatabase; nodes: Nodes; balancer: Balancer; token: string; face: Face } & Pick<
    Rolling,
    'everyMs' | 'rounds'
  >,
): Promise<RollingPlayed> {
  const { nodes, balancer, face } = of;
  const heard: string[] = [];
  let anew = 0;
  const page = openPage(() => balancer.url, face.cookie, {
    heard: () => undefined,
    changed: ({ kind, id }) => kind === 'alert' && heard.push(id),
    anew: () => anew++,
  });
  const traffic = await startTraffic({ url: balancer.url, token: of.token, face, everyMs: of.everyMs });
  const counts = { unclean: 0, unannounced: 0, untold: 0 };
  const drainMs: number[] = [];
  try {
    await until('the page follows', () => anew > 0);
    for (let round = 0; round < of.rounds; round++)
      for (const which of [1, 0]) {
        const left = await restart(nodes, which, balancer.url, face);
        if (left.code !== 0) counts.unclean++;
        if (left.servedUnready < 3) counts.unannounced++;
        if (!left.told) counts.untold++;
        drainMs.push(left.drainMs);
        await until('the balancer sends to it again', () =>
          fetch(`http://127.0.0.1:${nodes.ports[which]}/health/ready`).then(({ ok }) => ok),
        );
        await sleep(500);
      }
  } finally {
    await traffic.end();
  }
  // The page lives on: it still hears.
  await tellOf(of.database, face.personId, traffic.patientId);
  await until('the page hears', () => heard.length > 0).catch(() => undefined);
  page.close();
  const restarts = drainMs.length;
  const { requests, failed } = traffic.counted();
  return { requests, failed, restarts, ...counts, drainMs, pageAnew: anew - 1, pageHeard: heard.length };
}

async function restart(nodes: Nodes, which: number, origin: string, face: Face) {
  const own = `http://127.0.0.1:${nodes.ports[which]}`;
  const watcher = await listen(own, origin, face);
  let told = false;
  watcher.on('restart', () => (told = true));
  const node = nodes.running[which]!;
  const statusOf = (path: string) =>
    fetch(own + path).then(
      ({ status }) => status,
      () => 0,
    );
  let ended = false;
  const startedAt = performance.now();
  node.send('SIGTERM');
  const gone = node.ended.then((code) => {
    ended = true;
    return { code, drainMs: performance.now() - startedAt };
  });
  // Not ready, and yet serving: the balancer has time to notice.
  let servedUnready = 0;
  while (!ended) {
    const states = [await statusOf('/health/ready'), await statusOf('/health/live')];
    if (states.join() === '503,200') servedUnready++;
    await sleep(100);
  }
  watcher.close();
  nodes.running[which] = await nodes.start(which);
  return { ...(await gone), servedUnready, told };
}

/** A line to one node, past the balancer. */
async function listen(url: string, origin: string, { cookie }: Face): Promise<Socket> {
  const headers = { cookie, origin, 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/v1/socket-ticket`, { method: 'POST', headers, body: '{}' });
  const auth = (await answer.json()) as { ticket: string };
  const client = io(`${url}/live`, { auth, transports: ['websocket'], forceNew: true, reconnection: false });
  await new Promise<void>((resolve, reject) => {
    client.once('connect', resolve);
    client.once('connect_error', reject);
  });
  return client;
}

/** A delivery as `deliver` writes it, without a node of our own. */
async function tellOf(database: TestDatabase, personId: string, patientId: string): Promise<void> {
  await database.asOwner(
    `WITH c AS (INSERT INTO delivery_cursor (clinic_id, person_id, last) SELECT clinic_id, $1::uuid, 1 FROM clinic
         ON CONFLICT (clinic_id, person_id) DO UPDATE SET last = delivery_cursor.last + 1 RETURNING clinic_id, last)
     INSERT INTO delivery (clinic_id, person_id, cursor, kind, object_id, patient_id)
     SELECT clinic_id, $1::uuid, last, 'alert', $2::uuid, $3::uuid FROM c`,
    [personId, randomUUID(), patientId],
  );
}
