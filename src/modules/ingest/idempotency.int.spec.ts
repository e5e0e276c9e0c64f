import { randomUUID } from 'node:crypto';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { createClinic, inviteAndAccept, registerPatient, tokenFor } from '../../../test/support/people.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Idempotency } from '../../platform/http/idempotency.js';

let app: TestApp;
let token: string;
let otherToken: string;
let patient: string;
let clinicId: string;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'keys');
  clinicId = clinic.id;
  token = await tokenFor(app, clinic.id);
  otherToken = await tokenFor(app, clinic.id);
  patient = await registerPatient(await inviteAndAccept(app, clinic.admin, { role: 'clinician' }));
}, 120_000);
afterAll(() => app?.close());

const columns = (values: (number | null)[] = [12, 0, null, 84], change: object = {}) => ({
  patient,
  device: { maker: 'Acme', model: 'Band 2', kind: 'watch' },
  columns: [
    {
      metric: 'steps',
      unit: '{steps}',
      start: `2026-03-0${1 + (next % 9)}T09:00:00Z`,
      everySeconds: 60,
      lengthSeconds: 60,
      values,
      ...change,
    },
  ],
});
let next = 0;

function send(
  body: object | Buffer,
  headers: Record<string, string> = {},
  path = '/ingest/v1/observations',
  as = token,
) {
  const request = app
    .http()
    .post(path)
    .set({ authorization: `Bearer ${as}`, 'content-type': 'application/json', ...headers });
  return Buffer.isBuffer(body) ? request.serialize((b) => b as unknown as string).send(body) : request.send(body);
}
const count = async () =>
  Number((await app.database.asOwner<{ n: string }>('SELECT count(*) AS n FROM observation'))[0]!.n);

describe('columns of a phone', () => {
  it('are stored, known again in pieces, and an impossible value is refused alone', async () => {
    next++;
    expect((await send(columns([12, 0, null, 84, -3]))).body).toMatchObject({
      stored: 3,
      refusedCount: 1,
      refused: [{ path: 'columns.0.values.4' }],
    });
    expect((await send(columns([12, 0])).expect(200)).body).toMatchObject({ stored: 0, duplicates: 2 });
    expect((await send(columns([13])).expect(200)).body).toMatchObject({ updated: 1 });
  });

  it.each<[string, object, string]>([
    ['without a distance', { everySeconds: undefined }, 'columns.0.everySeconds'],
    ['with a member we do not know', { zone: 'UTC' }, 'columns.0.zone'],
    ['with text for numbers', { values: ['12'] }, 'columns.0.values.0'],
    ['in a unit of something else', { unit: 'kg' }, 'columns.0.unit'],
  ])('%s are refused by name, whole', async (_name, change, path) => {
    const before = await count();
    const { status, body } = await send(columns([1, 2], change));
    expect([status, body.errors.map((e: { path: string }) => e.path)]).toEqual([422, [path]]);
    expect(await count()).toBe(before);
  });
});

describe('gzip', () => {
  const packed = (body: unknown) => gzipSync(JSON.stringify(body));
  const GZIP = { 'content-encoding': 'gzip' };

  it('is read on every road in', async () => {
    next++;
    expect((await send(packed(columns()), GZIP)).body).toMatchObject({ stored: 3 });
    const fitbit = { 'activities-steps': [{ dateTime: '2026-02-01', value: '5120' }] };
    expect((await send(packed(fitbit), GZIP, `/ingest/v1/vendors/fitbit?patient=${patient}`)).body.stored).toBe(1);
  });

  it.each<[string, () => Buffer, Record<string, string>, number, string]>([
    ['cut short', () => packed(columns()).subarray(0, -12), GZIP, 400, 'cut short'],
    ['of something else', () => Buffer.from('{"columns":[]}'), GZIP, 400, 'not the gzip'],
    ['that inflates beyond 8 MB', () => gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20)), GZIP, 413, 'at most 8 MB'],
    ['around gzip', () => gzipSync(packed(columns())), GZIP, 400, 'UTF-8'],
    ['around nesting without end', () => gzipSync('['.repeat(500_000)), GZIP, 400, 'nested'],
    ['that is brotli', () => brotliCompressSync('{}'), { 'content-encoding': 'br' }, 415, 'send gzip'],
  ])('%s is refused in a sentence', async (_name, body, headers, status, words) => {
    const before = await count();
    const answer = await send(body(), headers);
    expect([answer.status, answer.body.detail]).toEqual([status, expect.stringContaining(words)]);
    expect(await count()).toBe(before);
  });
});

describe('Idempotency-Key', () => {
  const fitbit = (value: string) => ({ 'activities-steps': [{ dateTime: '2026-02-03', value }] });
  const vendors = () => `/ingest/v1/vendors/fitbit?patient=${patient}`;

  it('the same key and body get the first answer, not that of a repeat', async () => {
    next++;
    for (const [path, body] of [
      ['/ingest/v1/observations', columns()],
      [vendors(), fitbit('4000')],
    ] as const) {
      const key = { 'idempotency-key': randomUUID() };
      const first = await send(body, key, path).expect(200);
      expect(first.body.stored).toBeGreaterThan(0);
      expect((await send(body, key, path).expect(200)).body).toEqual(first.body);
      expect((await send(body, {}, path).expect(200)).body).toMatchObject({ stored: 0 });
    }
  });

  it('the same key with another body, query or route is refused and changes nothing', async () => {
    const key = { 'idempotency-key': randomUUID() };
    await send(fitbit('4001'), key, vendors()).expect(200);
    const before = await count();
    for (const [body, path] of [
      [fitbit('9999'), vendors()],
      [fitbit('4001'), `${vendors()}&again=1`],
      [columns(), '/ingest/v1/observations'],
    ] as const)
      expect((await send(body, key, path)).body).toMatchObject({ status: 422, code: 'KEY_REUSED' });
    expect(await count()).toBe(before);
  });

  it('belongs to its sender', async () => {
    const key = { 'idempotency-key': randomUUID() };
    await send(fitbit('4002'), key, vendors()).expect(200);
    expect((await send(fitbit('4003'), key, vendors(), otherToken).expect(200)).body).toMatchObject({ updated: 1 });
  });

  it('many at once with one key are one act', async () => {
    next++;
    const key = { 'idempotency-key': randomUUID() };
    const body = columns([5, 6, 7]);
    const untilAnswered = async () => {
      for (;;) {
        const answer = await send(body, key);
        if (answer.status !== 409) return answer;
        expect([answer.body.code, answer.headers['retry-after']]).toEqual(['KEY_IN_USE', '1']);
      }
    };
    const answers = await Promise.all(Array.from({ length: 8 }, untilAnswered));
    expect(answers.map((a) => [a.status, a.body.stored])).toEqual(answers.map(() => [200, 3]));
  });

  it('a key in use is told at once, to more senders than there are connections, and stops nobody else', async () => {
    next++;
    const idempotency = app.nest.get(Idempotency);
    const caller = { clinicId, actor: 'system/of-this-test' } as Caller;
    const ask = (work: () => Promise<object>) =>
      idempotency.once(caller, { key: 'busy', fingerprint: 'same' }, work).catch((error: Error) => error.name);
    const [begun, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const first = ask(async () => {
      begun.resolve();
      await held.promise;
      return { from: 'first' };
    });
    await begun.promise;
    const others = Array.from({ length: 40 }, () => ask(async () => ({ from: 'another' })));
    expect(await Promise.all(others)).toEqual(others.map(() => 'KEY_IN_USE'));
    await send(columns()).expect(200);
    held.resolve();
    expect([await first, await ask(async () => ({ from: 'another' }))]).toEqual([{ from: 'first' }, { from: 'first' }]);
  });

  it('a refusal leaves the key free; an old answer is forgotten', async () => {
    const key = { 'idempotency-key': randomUUID() };
    await send({ columns: [] }, key).expect(422);
    await send(fitbit('4004'), key, vendors()).expect(200);
    await app.database.asOwner(
      `UPDATE idempotent_answer SET created_at = now() - interval '7 days 1 second' WHERE clinic_id = $1`,
      [clinicId],
    );
    expect((await send(fitbit('4005'), key, vendors()).expect(200)).body).toMatchObject({ updated: 1 });
  });

  it.each(['', 'a b', 'x'.repeat(201), 'caf\u00e9'])('%j is no key', async (key) => {
    const { status, body } = await send(columns([1]), { 'idempotency-key': key });
    expect([status, body.errors?.[0]?.path]).toEqual([400, 'Idempotency-Key']);
  });
});
