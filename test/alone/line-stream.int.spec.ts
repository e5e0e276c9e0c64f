import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hashSecret } from '../../src/platform/auth/secrets.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { toObservation } from '../support/fhir.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../support/people.js';

let app: TestApp;
let clinician: Person;
let token: string;
let patientId: string;
let stranger: string;
let clinicId: string;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'lines');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  clinicId = clinic.id;
  token = await tokenFor(app, clinicId);
  patientId = await registerPatient(clinician);
  const other = await createClinic(app, 'other-lines');
  stranger = await registerPatient(await inviteAndAccept(app, other.admin, { role: 'clinician' }));
}, 120_000);
afterAll(() => app?.close());

interface Answer {
  readonly line: number;
  readonly status: number;
  readonly id?: string;
  readonly code?: string;
  readonly errors?: { readonly path: string }[];
}
/** Of the whole request: problem+json, or an OperationOutcome. */
interface Problem {
  readonly errors?: { readonly path: string; readonly message: string }[];
  readonly issue?: { readonly diagnostics: string; readonly expression: readonly string[] }[];
}
const OWN = '/ingest/v1/observations';

function open(path: string, headers: Record<string, string> = {}) {
  return http.request(app.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson', ...headers },
  });
}

async function post(path: string, body: string | Buffer, headers: Record<string, string> = {}) {
  const request = open(path, headers);
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  request.end(body);
  const [response] = await answered;
  const text = await textOf(response);
  return {
    status: response.statusCode,
    text,
    lines: () =>
      text
        .trim()
        .split('\n')
        .map((l) => JSON.parse(l) as Answer),
  };
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const at = (minute: number) => new Date(Date.parse('2026-02-01T00:00:00Z') + minute * 60_000).toISOString();
const reading = (minute: number, change: object = {}) => ({
  patient: patientId,
  metric: 'heartRate',
  start: at(minute),
  value: 60 + (minute % 40),
  unit: '/min',
  source: { system: 'lines', device: 'band', kind: 'watch' },
  ...change,
});
const asLines = (...values: (object | string)[]) =>
  values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n');
const count = async (of = patientId): Promise<number> =>
  Number(
    (await app.database.asOwner<{ n: string }>('SELECT count(*) AS n FROM observation WHERE patient_id = $1', [of]))[0]!
      .n,
  );

describe('a stream of readings', () => {
  it('answers each line in its place, and a bad one takes no other with it', async () => {
    const before = await count();
    const { status, lines } = await post(
      OWN,
      asLines(
        reading(1),
        '{"patient":',
        reading(2, { metric: 'glucose' }),
        '',
        reading(3, { value: 9000 }),
        reading(4, { patient: stranger }),
        reading(5, { start: '2099-01-01T00:00:00Z' }),
        `{"a":"${'x'.repeat(300 * 1024)}"}`,
        '[1,',
        reading(6),
      ),
    );
    expect(status).toBe(200);
    expect(lines().map(({ line, status, code }) => [line, status, code])).toEqual([
      [1, 201, undefined],
      [2, 400, 'JSON_REFUSED'],
      [3, 422, 'INVALID_INPUT'],
      [5, 422, 'INVALID_INPUT'],
      [6, 404, 'NOT_FOUND'],
      [7, 422, 'INVALID_INPUT'],
      [8, 400, 'JSON_REFUSED'],
      [9, 400, 'JSON_REFUSED'],
      [10, 201, undefined],
    ]);
    expect(lines()[2]!.errors?.map((e) => e.path)).toEqual(['metric']);
    expect(await count()).toBe(before + 2);
  });

  it.each([
    [OWN, (minute: number) => reading(minute), (told: Problem) => told.errors],
    [
      '/fhir/$import',
      (minute: number) => toObservation(patientId, { metric: 'heartRate', value: 60, start: at(minute) }),
      (told: Problem) =>
        told.issue?.map(({ expression, diagnostics }) => ({ path: expression[0], message: diagnostics })),
    ],
  ])('at %s takes no key: each line is an act of its own', async (path, make, faults) => {
    const before = await count();
    const { status, text } = await post(path, asLines(make(50)), { 'idempotency-key': 'push-1' });
    expect([status, faults(JSON.parse(text) as Problem)]).toEqual([
      400,
      [{ path: 'Idempotency-Key', message: expect.stringContaining('must not come with a stream') }],
    ]);
    expect(await count()).toBe(before);
  });

  it('knows what it has: again 200 with the same ids', async () => {
    const body = asLines(...Array.from({ length: 50 }, (_, i) => reading(100 + i)));
    const first = (await post(OWN, body)).lines();
    const second = (await post(OWN, body)).lines();
    expect(first.every((one) => one.status === 201)).toBe(true);
    expect(second.map(({ status, id }) => [status, id])).toEqual(first.map(({ id }) => [200, id]));
  });

  it('takes FHIR Observations, compressed as well, and reads them back', async () => {
    const observations = Array.from({ length: 30 }, (_, i) =>
      toObservation(patientId, { metric: 'steps', value: i, start: at(600 + i), end: at(601 + i) }),
    );
    const { lines } = await post('/fhir/$import', gzipSync(asLines(...observations, { resourceType: 'Patient' })), {
      'content-encoding': 'gzip',
      'content-type': 'application/fhir+ndjson',
    });
    const answers = lines();
    expect(answers.map((one) => one.status)).toEqual([...observations.map(() => 201), 400]);
    const { body } = await app
      .http()
      .get(`/fhir/Observation/${answers[7]!.id}`)
      .set('authorization', `Bearer ${token}`)
      .expect(200);
    expect(body).toMatchObject(observations[7]!);
  });

  it('answers while lines still come in', async () => {
    const request = open(OWN);
    const answered = once(request, 'response') as Promise<[IncomingMessage]>;
    request.write(`${JSON.stringify(reading(2000))}\n`);
    request.write(`${JSON.stringify(reading(2001))}\n`);
    const [response] = await answered;
    const [first] = (await once(response, 'data')) as [Buffer];
    expect(JSON.parse(first.toString().split('\n')[0]!)).toMatchObject({ line: 1, status: 201 });
    request.end(`${JSON.stringify(reading(2002))}\n`);
    expect(first.toString() + (await textOf(response))).toContain('"line":3,"status":201');
  });

  it('reads no further than its answers are taken', async () => {
    const request = open(OWN);
    const answered = once(request, 'response') as Promise<[IncomingMessage]>;
    // Refused lines cost us little and answer much: a sender that does not read would fill our memory.
    const refused = `${JSON.stringify({ metric: 'x'.repeat(200) })}\n`.repeat(500);
    let sent = 0;
    let stuck = false;
    const [response] = await (async () => {
      while (!stuck && sent < 200 * 1024 * 1024) {
        sent += refused.length;
        if (request.write(refused)) continue;
        const drained = await Promise.race([
          once(request, 'drain').then(() => true),
          new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 3000)),
        ]);
        stuck = !drained;
      }
      return answered;
    })();
    expect(stuck).toBe(true);
    response.destroy();
    request.destroy();
  }, 60_000);

  it('cuts off what grows out of nothing', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x0a), { level: 9 });
    const { status, text } = await post(OWN, bomb, { 'content-encoding': 'gzip' });
    expect([status, JSON.parse(text)]).toEqual([413, expect.objectContaining({ code: 'TOO_LARGE' })]);
    expect((await post(OWN, asLines(reading(3000)))).lines()[0]!.status).toBe(201);
  }, 60_000);

  it.each([OWN, '/fhir/$import'])(
    'at %s ends with the right to it: the next line is refused, then nothing is read',
    async (path) => {
      const own = await tokenFor(app, clinicId);
      const request = open(path, { authorization: `Bearer ${own}` });
      request.on('error', () => undefined);
      const answered = once(request, 'response') as Promise<[IncomingMessage]>;
      const minute = path === OWN ? 5000 : 5100;
      const lineOf = (n: number) =>
        JSON.stringify(
          path === OWN ? reading(n) : toObservation(patientId, { metric: 'heartRate', value: 60, start: at(n) }),
        );
      request.write(`${lineOf(minute)}\n`);
      const [response] = await answered;
      const parts = response[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
      const next = async () => JSON.parse(String((await parts.next()).value)) as Answer;
      expect(await next()).toMatchObject({ line: 1, status: 201 });
      await app.database.asOwner('UPDATE api_token SET revoked_at = now() WHERE token_hash = $1', [hashSecret(own)]);
      await sleep(5000);
      const before = await count();
      request.write(`${lineOf(minute + 1)}\n`);
      expect(await next()).toMatchObject({ line: 2, status: 401, code: 'SIGN_IN_NEEDED' });
      request.write(`${lineOf(minute + 2)}\n`);
      await expect(parts.next()).rejects.toThrow();
      expect(await count()).toBe(before);
    },
    60_000,
  );

  it.each([
    ['no stream', () => post('/fhir/$import', '{}', { 'content-type': 'application/json' }), 415],
    ['no token', () => post(OWN, asLines(reading(1)), { authorization: '' }), 401],
  ])('is refused whole: %s', async (_name, send, status) => {
    expect((await send()).status).toBe(status);
  });

  it('writes one audit row for lines that came together, and one for the stream itself', async () => {
    const [before] = await app.database.asOwner<{ id: string }>('SELECT max(id) AS id FROM audit_event');
    await post(OWN, asLines(reading(4000), reading(4001), reading(4002)));
    const rows = await app.database.asOwner(
      `SELECT count, patient_id AS of FROM audit_event WHERE type = 'Observation' AND interaction = 'create' AND id > $1 ORDER BY count`,
      [before!.id],
    );
    expect(rows).toEqual([
      { count: 0, of: null },
      { count: 3, of: patientId },
    ]);
  });
});
