import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { io } from 'socket.io-client';
import { type Balancer, openBalancer } from '../support/balancer.js';
import { type Face, makeCrowd } from '../support/crowd.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { toObservation } from '../support/fhir.js';
import { freePort } from '../support/free-port.js';
import { openPage, type OpenPage } from '../support/open-page.js';
import { type Stepwell, stepwell } from '../support/stepwell.js';

const LEAVE_SECONDS = 2;
const EVERY_MS = 40;

describe('F23: nodes that are started anew one after the other', () => {
  let database: TestDatabase;
  let balancer: Balancer;
  let ports: number[];
  let env: NodeJS.ProcessEnv;
  let nodes: Stepwell[];
  let face: Face;
  let token: string;
  let patientId: string;
  let page: OpenPage;

  async function start(which: number): Promise<Stepwell> {
    const node = stepwell(['serve'], { ...env, PORT: String(ports[which]) });
    await node.says(/Stepwell is at/);
    return node;
  }

  async function command(...args: string[]): Promise<string> {
    const run = stepwell(args, env);
    expect(await run.ended).toBe(0);
    return run.output();
  }

  beforeAll(async () => {
    database = await freshDatabase();
    ports = [await freePort(), await freePort()];
    const front = await freePort();
    const leave = { STEPWELL_LEAVE_SECONDS: String(LEAVE_SECONDS), STEPWELL_DEMO: 'off' };
    env = { ...leave, DATABASE_URL: database.ownerUrl, PUBLIC_URL: `http://127.0.0.1:${front}`, LOG_LEVEL: 'error' };
    await command(
      'create-clinic',
      '--slug',
      'rolling',
      '--name',
      'R',
      '--zone',
      'UTC',
      '--admin-email',
      'a@rolling.example',
    );
    token = (await command('token', '--clinic', 'rolling', '--scopes', 'system/*.cruds')).match(/swt_\S+/)![0];
    nodes = await Promise.all([start(0), start(1)]);
    balancer = await openBalancer(ports, front);
    const [clinic] = await database.asOwner<{ id: string }>('SELECT clinic_id AS id FROM clinic');
    [face] = (await makeCrowd(database.asOwner, clinic!.id, 1, 'coordinator')) as [Face];
    await sleep(500);
    const patient = { resourceType: 'Patient', name: [{ family: 'Rolling' }] };
    patientId = (await (await post('/fhir/Patient', patient)).json()).id;
  }, 180_000);
  afterAll(async () => {
    page?.close();
    await balancer?.close();
    for (const node of nodes ?? []) {
      // The launcher and its server.
      try {
        process.kill(-node.pid, 'SIGKILL');
      } catch {
        continue;
      }
      await node.ended;
    }
    await database?.drop();
  }, 30_000);

  const post = (path: string, body: object) =>
    fetch(balancer.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
      body: JSON.stringify(body),
    });

  it('answer every request, say first that they leave, and send their pages to the other', async () => {
    const answers = new Map<string, number>();
    const count = (what: string) => answers.set(what, (answers.get(what) ?? 0) + 1);
    let going = true;
    let n = 0;
    const under: Promise<unknown>[] = [];
    const traffic = async () => {
      for (; going; n++, await sleep(EVERY_MS)) {
        const at = new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString();
        const reading = toObservation(patientId, { metric: 'heartRate', value: 60 + (n % 20), start: at });
        const asked =
          n % 2 === 0
            ? post('/fhir/Observation', reading)
            : fetch(`${balancer.url}/api/v1/alerts`, { headers: { cookie: face.cookie } });
        under.push(
          asked.then(
            async (answer) => (await answer.arrayBuffer(), count(answer.ok ? 'good' : `status ${answer.status}`)),
            (error: Error) => count(`broken: ${String(error.cause ?? error)}`),
          ),
        );
      }
      await Promise.all(under);
    };
    const connections: string[] = [];
    const seen: string[] = [];
    page = openPage(() => balancer.url, face.cookie, {
      heard: () => undefined,
      changed: ({ kind, id }) => kind === 'alert' && seen.push(id),
      anew: () => void connections.push('follows'),
    });
    const busy = traffic();
    const told: string[] = [];
    for (const which of [1, 0]) {
      const own = `http://127.0.0.1:${ports[which]}`;
      const watcher = await listen(own);
      watcher.on('restart', () => told.push(`node ${which}`));
      const states: string[] = [];
      const node = nodes[which]!;
      let ended = false;
      node.send('SIGTERM');
      const gone = node.ended.then((code) => ((ended = true), code));
      while (!ended) {
        const ready = await fetch(`${own}/health/ready`).then(
          ({ status }) => status,
          () => 0,
        );
        const live = await fetch(`${own}/health/live`).then(
          ({ status }) => status,
          () => 0,
        );
        states.push(`${ready}/${live}`);
        await sleep(100);
      }
      expect(await gone).toBe(0);
      // Not ready, and yet serving: the balancer has time to notice.
      expect(states.filter((state) => state === '503/200').length).toBeGreaterThan(3);
      watcher.close();
      nodes[which] = await start(which);
      await sleep(1000);
    }
    going = false;
    await busy;
    expect(Object.fromEntries(answers)).toEqual({ good: n });
    expect(told).toEqual(['node 1', 'node 0']);
    // The page lives on: it still hears.
    const alertId = randomUUID();
    await database.asOwner(
      `WITH c AS (UPDATE delivery_cursor SET last = last + 1 WHERE person_id = $1 RETURNING clinic_id, last),
         f AS (INSERT INTO delivery_cursor (clinic_id, person_id, last) SELECT clinic_id, $1, 1 FROM clinic WHERE NOT EXISTS (SELECT FROM c) RETURNING clinic_id, last)
       INSERT INTO delivery (clinic_id, person_id, cursor, kind, object_id, patient_id)
       SELECT clinic_id, $1, last, 'alert', $2, $3 FROM (SELECT * FROM c UNION ALL SELECT * FROM f) b`,
      [face.personId, alertId, patientId],
    );
    for (const end = Date.now() + 20_000; seen.length === 0 && Date.now() < end;) await sleep(50);
    expect(seen).toEqual([alertId]);
    expect(connections).toEqual(['follows']);
    console.log(`rolling restart: ${n} requests, all good`);
  }, 180_000);

  /** A line to one node, past the balancer. */
  async function listen(url: string) {
    const headers = { cookie: face.cookie, origin: balancer.url, 'content-type': 'application/json' };
    const answer = await fetch(`${url}/api/v1/socket-ticket`, { method: 'POST', headers, body: '{}' });
    const { ticket } = (await answer.json()) as { ticket: string };
    const client = io(`${url}/live`, {
      auth: { ticket },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    });
    await new Promise<void>((resolve, reject) => {
      client.once('connect', resolve);
      client.once('connect_error', reject);
    });
    return client;
  }
});
