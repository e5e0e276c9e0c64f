import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { connect as connectTcp } from 'node:net';
import { SignJWT } from 'jose';
import { io, type Socket } from 'socket.io-client';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../support/app.js';
import { alertOf, type CareCircle, gatherCareCircle, visitOf } from '../support/care.js';
import { postObservations } from '../support/fhir.js';
import { clinicDay, connect as connectSocket, createClinic, nextEvent, ok, socket } from '../support/people.js';

/** What strangers and neighbours try at tokens, ids, sockets and the wire itself. Never a 5xx, never more than a refusal. */
let app: TestApp;
let north: CareCircle;
let south: CareCircle;
beforeAll(async () => {
  app = await createTestApp();
  north = await gatherCareCircle(app, await createClinic(app, 'north'), 'Zephyrine');
  south = await gatherCareCircle(app, await createClinic(app, 'south'), 'Someone');
}, 90_000);
afterAll(() => app?.close());

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = (more: object = {}) => ({
  iss: `${app.url}/oauth`,
  aud: `${app.url}/fhir`,
  sub: north.treating.personId,
  scope: 'user/*.cruds',
  exp: Math.floor(Date.now() / 1000) + 300,
  ...more,
});
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const jwt = (more: object, header: object = {}) =>
  new SignJWT({ ...claims(more) }).setProtectedHeader({ alg: 'ES384', ...header }).sign(privateKey);
/** The public key of the server, used as if it were a shared secret. */
async function byPublicKey(): Promise<string> {
  const { body } = await request(app.url).get('/oauth/jwks').expect(200);
  const head = `${base64({ alg: 'HS256', kid: body.keys[0].kid })}.${base64(claims())}`;
  return `${head}.${createHmac('sha256', JSON.stringify(body.keys[0])).update(head).digest('base64url')}`;
}

describe('a bearer token that is none', () => {
  it.each<[string, () => Promise<string> | string]>([
    ['a token without a signature', () => `${base64({ alg: 'none' })}.${base64(claims())}.`],
    ['signed with the public key as a secret', byPublicKey],
    ['of another issuer', () => jwt({ iss: 'https://evil.example' })],
    ['for another audience', () => jwt({ aud: 'https://other.example/fhir' })],
    ['over since a minute', () => jwt({ exp: Math.floor(Date.now() / 1000) - 61 })],
    ['with a path for a key id', () => jwt({}, { kid: '../../etc/passwd' })],
    ['with an address of its own keys', () => jwt({}, { jku: 'https://evil.example/keys' })],
    ['with its own key in the header', () => jwt({}, { jwk: { kty: 'EC', crv: 'P-384', x: 'AA', y: 'AA' } })],
    ['of the right form, which nobody was given', () => `swt${'_'}${'A'.repeat(43)}`],
    ['a right one with a letter changed', () => north.token.slice(0, -1) + (north.token.endsWith('A') ? 'B' : 'A')],
    ['a right one twice', () => `${north.token} ${north.token}`],
    ['a right one in quotes', () => `"${north.token}"`],
    ['half of SQL', () => `' or 1=1 --`],
    ['8,000 characters', () => 'x'.repeat(8000)],
    ['nothing', () => ''],
  ])('%s: 401, and the answer says how to ask', async (_name, make) => {
    const answer = await request(app.url)
      .get('/fhir/Patient')
      .set('authorization', `Bearer ${await make()}`);
    expect([answer.status, answer.body.resourceType, answer.body.issue?.[0]?.code]).toEqual([
      401,
      'OperationOutcome',
      'login',
    ]);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer\b/);
    expect(answer.text).not.toContain('Zephyrine');
  });

  it.each(['access_token', 'token', 'authorization', 'bearer'])('in the address as %s: 401', async (name) => {
    await request(app.url).get(`/fhir/Patient?${name}=${north.token}`).expect(401);
  });

  it.each(['Basic', 'Token', 'bearer bearer'])('by the scheme %s: 401', async (scheme) => {
    await request(app.url).get('/fhir/Patient').set('authorization', `${scheme} ${north.token}`).expect(401);
  });

  it('a socket’s ticket opens no route', async () => {
    const { body } = await north.treating.agent.post('/api/v1/socket-ticket').send({}).expect(200);
    await request(app.url).get('/fhir/Patient').set('authorization', `Bearer ${body.ticket}`).expect(401);
  });
});

describe('somebody else’s ids', () => {
  const withToken = (method: 'get' | 'post' | 'put' | 'delete', path: string) =>
    request(app.url)[method](path).set('authorization', `Bearer ${south.token}`);
  const fhir = (test: request.Test, body: object) =>
    test.set('content-type', 'application/fhir+json').send(JSON.stringify(body));
  const patients = async () =>
    (await app.database.asOwner<{ n: number }>('SELECT count(*)::int AS n FROM patient'))[0]!.n;

  it('another clinic’s patient looks like one that never was, to the letter', async () => {
    const [theirs, nobody] = await Promise.all(
      [north.patientId, randomUUID()].map((id) => withToken('get', `/fhir/Patient/${id}`)),
    );
    expect([theirs!.status, theirs!.text]).toEqual([404, nobody!.text]);
  });

  it.each(['put', 'delete'] as const)('%s on another clinic’s patient makes and changes nothing', async (method) => {
    const before = await patients();
    const answer = await fhir(withToken(method, `/fhir/Patient/${north.patientId}`), {
      resourceType: 'Patient',
      id: north.patientId,
      name: [{ family: 'Taken' }],
    });
    expect([404, 405]).toContain(answer.status);
    expect(await patients()).toBe(before);
    const { text } = await request(app.url)
      .get(`/fhir/Patient/${north.patientId}`)
      .set('authorization', `Bearer ${north.token}`);
    expect(text).toContain('Zephyrine');
  });

  it('an id that comes along in a new patient is not taken', async () => {
    const answer = await fhir(withToken('post', '/fhir/Patient'), {
      resourceType: 'Patient',
      id: north.patientId,
      meta: { versionId: '7' },
      name: [{ family: 'New' }],
    });
    expect(answer.status).toBe(201);
    expect([answer.body.id === north.patientId, answer.body.meta.versionId]).toEqual([false, '1']);
  });

  it('an identifier of another clinic is free here', async () => {
    const create = (token: string) =>
      fhir(
        request(app.url)
          .post('/fhir/Patient')
          .set('authorization', `Bearer ${token}`)
          .set('if-none-exist', 'identifier=urn:mrn|77'),
        { resourceType: 'Patient', identifier: [{ system: 'urn:mrn', value: '77' }], name: [{ family: 'Same' }] },
      );
    expect((await create(north.token)).status).toBe(201);
    expect((await create(south.token)).status).toBe(201);
  });

  it.each([
    ['65 characters', 'a'.repeat(65)],
    ['a way up', '..%2f..%2fetc%2fpasswd'],
    ['a zero', 'a%00b'],
    ['SQL', "'%20or%201=1--"],
  ])('%s is no id', async (_name, id) => {
    const answer = await withToken('get', `/fhir/Patient/${id}`);
    expect([400, 404]).toContain(answer.status);
  });

  it('a visit of others cannot be joined; one that is over neither', async () => {
    const id = await visitOf(north, 'in-progress');
    await south.treating.agent.post(`/api/v1/visits/${id}/join`).send({}).expect(404);
    await north.neighbour.agent.post(`/api/v1/visits/${id}/join`).send({}).expect(404);
    await north.treating.agent.post(`/api/v1/visits/${id}/end`).send({}).expect(ok);
    await north.patient.agent.post(`/api/v1/visits/${id}/join`).send({}).expect(409);
  });
});

/** Row 65: a page's cursor is a place in an order, never a right. */
describe('somebody else’s cursor', () => {
  const DAY = clinicDay(-2);
  const readings = (of: CareCircle) =>
    `/api/v1/patients/${of.patientId}/observations?metric=steps&resolution=raw&from=${DAY}&to=${DAY}`;
  /** @param page - the same question of one clinic's patient, as that clinic's people ask it */
  const ROUTES: [name: string, by: 'coordinator' | 'admin', page: (of: CareCircle) => string, parameter: string][] = [
    ['/fhir/Patient', 'coordinator', () => '/fhir/Patient?_count=1', '_cursor'],
    [
      '/fhir/Observation',
      'coordinator',
      ({ patientId }) => `/fhir/Observation?patient=${patientId}&_count=1`,
      '_cursor',
    ],
    ['/fhir/AuditEvent', 'admin', () => '/fhir/AuditEvent?_count=1', '_cursor'],
    ['/api/v1/alerts', 'coordinator', () => '/api/v1/alerts?limit=1', 'after'],
    ['…/observations', 'coordinator', (of) => `${readings(of)}&limit=1`, 'after'],
  ];
  /** Where a page is too long for a test to fill: the cursor of the same order from its FHIR sister. */
  const SISTERS: [name: string, like: string, page: string][] = [
    ['/api/v1/patients', '/fhir/Patient', '/api/v1/patients'],
    ['/api/v1/audit', '/fhir/AuditEvent', '/api/v1/audit'],
  ];
  const cursors = new Map<string, string>();

  const next = (body: { next?: string | null; link?: { relation: string; url: string }[] }) =>
    body.next ??
    new URL(body.link?.find(({ relation }) => relation === 'next')?.url ?? 'none:').searchParams.get('_cursor');
  const withCursor = (path: string, parameter: string, cursor: string) =>
    `${path}${path.includes('?') ? '&' : '?'}${parameter}=${encodeURIComponent(cursor)}`;

  beforeAll(async () => {
    for (const circle of [north, south]) {
      const hour = (h: number) => `${DAY}T0${h}:00:00Z`;
      const steps = [1, 2, 3].map((h) => ({ metric: 'steps' as const, value: h, start: hour(h), end: hour(h + 1) }));
      await postObservations(app, circle.token, circle.patientId, steps);
      await alertOf(app, circle);
      await alertOf(app, { ...circle, patientId: circle.neighbour.patientId! });
    }
    for (const [name, by, page] of ROUTES)
      cursors.set(name, next((await north[by].agent.get(page(north)).expect(200)).body) ?? '');
  });

  it.each(ROUTES)('%s: its owner goes on with it', async (name, by, page, parameter) => {
    const cursor = cursors.get(name)!;
    expect(cursor).not.toBe('');
    const [first, second] = [page(north), withCursor(page(north), parameter, cursor)];
    const [one, two] = [await north[by].agent.get(first).expect(200), await north[by].agent.get(second).expect(200)];
    expect((two.body.items ?? two.body.entry).length).toBeGreaterThan(0);
    expect(two.body.items ?? two.body.entry).not.toEqual(one.body.items ?? one.body.entry);
  });

  const everywhere = [
    ...ROUTES.map((route) => [...route, route[0]] as const),
    ...SISTERS.map(([name, like, path]) => {
      const [, by] = ROUTES.find(([known]) => known === like)!;
      return [name, by, () => path, 'after', like] as const;
    }),
  ] as [string, 'coordinator' | 'admin', (of: CareCircle) => string, string, string][];

  it.each(everywhere)(
    '%s: in another clinic it leads to that clinic’s own, or nowhere',
    async (name, by, page, parameter, like) => {
      const cursor = cursors.get(like)!;
      for (const path of [page(south), page(north)]) {
        const answer = await south[by].agent.get(withCursor(path, parameter, cursor));
        expect([200, 400, 403, 404, 410]).toContain(answer.status);
        for (const word of [
          'Zephyrine',
          north.neighbour.patientId!,
          ...(path.includes(north.patientId) ? [] : [north.patientId]),
        ])
          expect([name, word, answer.text.includes(word)]).toEqual([name, word, false]);
        if (path.includes(north.patientId)) expect(answer.body.entry ?? answer.body.items ?? []).toEqual([]);
      }
    },
  );

  it.each(everywhere)(
    '%s: with less rights it shows no more than they do',
    async (name, _by, page, parameter, like) => {
      const cursor = cursors.get(like)!;
      for (const person of [north.colleague, north.neighbour]) {
        const { status, text, body } = await person.agent.get(withCursor(page(north), parameter, cursor));
        expect([200, 400, 403, 404, 410]).toContain(status);
        const shown = JSON.stringify(body.entry ?? body.items ?? []);
        expect([name, text.includes('Zephyrine'), shown.includes(north.patientId)]).toEqual([name, false, false]);
      }
    },
  );

  it.each(everywhere)(
    '%s: a forged one, and one of another question, is refused or finds nothing of others',
    async (name, by, page, parameter, like) => {
      const own = cursors.get(like)!;
      const forged = [`${own}A`, own.slice(1), 'eyJ9', "' OR 1=1 --", Buffer.from('["",null]').toString('base64url')];
      const others = ROUTES.map(([known]) => cursors.get(known)!).filter((cursor) => cursor !== own);
      for (const cursor of [...forged, ...others]) {
        const answer = await south[by].agent.get(withCursor(page(south), parameter, cursor));
        expect([200, 400, 410, 422]).toContain(answer.status);
        expect([name, answer.text.includes('Zephyrine'), answer.text.includes(north.patientId)]).toEqual([
          name,
          false,
          false,
        ]);
      }
    },
  );
});

describe('a socket', () => {
  const open = (ticket: unknown, headers: Record<string, string> = {}): Promise<Socket | string> => {
    const client = io(`${app.url}/live`, {
      auth: { ticket },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: headers,
    });
    app.onClose(() => client.close());
    return new Promise((resolve) => {
      client.once('connect', () => resolve(client));
      client.once('connect_error', (error) => resolve(error.message));
    });
  };
  const ticket = async () =>
    (await north.treating.agent.post('/api/v1/socket-ticket').send({}).expect(200)).body.ticket as string;

  it.each([
    ['another site', 'https://evil.example'],
    ['a file or a sandbox', 'null'],
    ['our name with a suffix', 'http://127.0.0.1.evil.example'],
  ])('from %s is refused, also with a right ticket', async (_name, origin) => {
    expect(typeof (await open(await ticket(), { origin }))).toBe('string');
  });

  it('that brings a cookie says where its page is from, or is refused; a program brings none', async () => {
    const cookie = 'stepwell.session=x';
    expect(typeof (await open(await ticket(), { cookie }))).toBe('string');
    expect(typeof (await open(await ticket(), { cookie, origin: app.url }))).toBe('object');
    expect(typeof (await open(await ticket()))).toBe('object');
  });

  it('that knocks where nobody lives is closed, with a ticket and without', async () => {
    const knock = async (path: string, auth: object) => {
      const client = io(`${app.url}${path}`, { auth, transports: ['websocket'], forceNew: true, reconnection: false });
      app.onClose(() => client.close());
      const ended = new Promise<string>((resolve) => client.io.once('close', resolve));
      const answer = await new Promise<string>((resolve) => {
        client.once('connect', () => resolve('connected'));
        client.io.once('close', () => resolve('closed'));
        client.once('connect_error', (error) => resolve(error.message));
      });
      if (answer !== 'connected') await ended;
      return answer;
    };
    for (const auth of [{}, { ticket: await ticket() }])
      expect(['unauthorized', 'closed']).toContain(await knock('/', auth));
  });

  it.each<[string, unknown]>([
    ['none', undefined],
    ['an invented one', `tkt${'_'}${'A'.repeat(43)}`],
    ['a number', 7],
    ['an object', { $ne: null }],
    ['a bearer token', 'token'],
  ])('with %s for a ticket is refused', async (name, value) => {
    expect(typeof (await open(name === 'a bearer token' ? north.token : value))).toBe('string');
  });

  it('with a ticket that was shown before is refused', async () => {
    const once = await ticket();
    expect(typeof (await open(once))).toBe('object');
    expect(typeof (await open(once))).toBe('string');
  });

  it('is closed after the end of its session', async () => {
    const { agent } = north.colleague;
    const client = await socket(app, agent, '/live');
    const closed = nextEvent(client, 'disconnect');
    await app.database.asOwner(
      `DELETE FROM auth.session WHERE "userId" = (SELECT auth_user_id FROM person WHERE id = $1)`,
      [north.colleague.personId],
    );
    await closed;
  }, 60_000);

  it.each<[string, string, unknown]>([
    ['an event that there is not', 'join', { room: `patient:${'x'}` }],
    ['a room of another patient', 'subscribe', { patient: 'x' }],
    ['a cursor that is text', 'resume', { cursor: '1' }],
    ['more than asked for', 'resume', { cursor: 1, clinicId: randomUUID() }],
    ['a list', 'ack', [1]],
    ['nothing', 'ack', null],
  ])('that says %s gets an error, and stays', async (_name, event, message) => {
    const client = await socket(app, north.treating.agent, '/live');
    const answer = await client.timeout(30_000).emitWithAck(event, message);
    expect(answer.error?.code ?? answer.code).toEqual(expect.any(String));
    expect(await client.timeout(30_000).emitWithAck('resume', { cursor: null })).toMatchObject({ behind: 0 });
    client.close();
  });

  it('that brings a prototype along changes nobody’s', async () => {
    const client = await socket(app, north.treating.agent, '/live');
    const message = JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}},"cursor":null}');
    await client.timeout(30_000).emitWithAck('resume', message);
    expect(await client.timeout(30_000).emitWithAck('resume', { cursor: null })).toMatchObject({ behind: 0 });
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
    client.close();
  });

  it.each<[string, unknown]>([
    ['1 MB', { cursor: 'x'.repeat(1_000_000) }],
    ['eleven attachments', { cursor: Array.from({ length: 11 }, () => Buffer.alloc(1)) }],
  ])('that sends %s is cut off, and nobody else is', async (_name, message) => {
    const other = await socket(app, north.coordinator.agent, '/live');
    const client = await socket(app, north.treating.agent, '/live');
    const closed = new Promise((resolve) => client.once('disconnect', resolve));
    client.emit('resume', message);
    await closed;
    expect(await other.timeout(30_000).emitWithAck('resume', { cursor: null })).toMatchObject({ behind: 0 });
    other.close();
  });

  it('that floods is cut off, and others are still answered', async () => {
    const other = await socket(app, north.coordinator.agent, '/live');
    const client = await connectSocket(app, '/live', await ticket());
    const closed = new Promise((resolve) => client.once('disconnect', resolve));
    for (let i = 0; i < 1000; i++) client.emit('ack', { cursor: 0 });
    await closed;
    expect(await other.timeout(30_000).emitWithAck('resume', { cursor: null })).toMatchObject({ behind: 0 });
    other.close();
  });
});

describe('on the wire', () => {
  /** Bytes as they are; answers with the first line of each answer that came before the connection ended. */
  const raw = (text: string): Promise<string[]> =>
    new Promise((resolve) => {
      const { hostname, port } = new URL(app.url);
      const wire = connectTcp(Number(port), hostname, () => wire.write(text));
      let answer = '';
      wire.setTimeout(20_000, () => wire.destroy());
      wire.on('data', (chunk) => (answer += String(chunk)));
      // A server that refuses before all was sent resets the connection; what it said has come.
      wire.on('error', () => undefined);
      wire.on('close', () => resolve(answer.match(/^HTTP\/1\.1 \d{3}/gm) ?? []));
    });
  const lines = (...all: string[]) => `${all.join('\r\n')}\r\n\r\n`;
  const HOST = 'host: 127.0.0.1';

  it.each<[string, () => string, RegExp]>([
    [
      'two lengths that disagree',
      () =>
        lines('POST /fhir HTTP/1.1', HOST, 'content-length: 5', 'transfer-encoding: chunked') +
        '0\r\n\r\nGET / HTTP/1.1\r\n\r\n',
      /400$/,
    ],
    [
      'two content-lengths',
      () => `${lines('POST /fhir HTTP/1.1', HOST, 'content-length: 5', 'content-length: 6')}12345`,
      /400$/,
    ],
    ['a header of 64 kB', () => lines('GET /fhir/metadata HTTP/1.1', HOST, `x-long: ${'a'.repeat(65_536)}`), /431$/],
    ['a name of a header with a space', () => lines('GET /fhir/metadata HTTP/1.1', HOST, 'x y: 1'), /400$/],
    [
      'a lone line feed in a header',
      () => lines('GET /fhir/metadata HTTP/1.1', HOST, 'x: a\nset-cookie: b'),
      /[24]\d\d$/,
    ],
    ['a method that there is not', () => lines('FOO /fhir HTTP/1.1', HOST, 'connection: close'), /4\d\d$/],
    ['TRACE', () => lines('TRACE /fhir/metadata HTTP/1.1', HOST, 'connection: close'), /4\d\d$/],
    ['no host', () => lines('GET /fhir/metadata HTTP/1.1', 'connection: close'), /400$/],
  ])('%s: one answer at most, and a refusal', async (_name, text, wanted) => {
    const answers = await raw(text());
    expect(answers).toHaveLength(1);
    expect(answers[0]).toMatch(wanted);
  });

  it.each(['host', 'x-forwarded-host'])('links follow our own address, not %s', async (header) => {
    const { text } = await request(app.url)
      .get(`/fhir/Patient?_count=1`)
      .set('authorization', `Bearer ${north.token}`)
      .set(header, 'evil.example')
      .expect(200);
    expect(text).toContain(app.url);
    expect(text).not.toContain('evil.example');
  });

  it.each(['x-http-method-override', 'x-method-override', 'x-http-method'])('%s changes no method', async (header) => {
    const answer = await north.treating.agent.get(`/api/v1/patients/${north.patientId}`).set(header, 'DELETE');
    expect(answer.status).toBe(200);
  });

  it('another origin gets no cookie’s answer', async () => {
    const answer = await north.treating.agent.get('/fhir/Patient').set('origin', 'https://evil.example');
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
    expect(['*', undefined]).toContain(answer.headers['access-control-allow-origin']);
  });
});
