import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../../../test/support/people.js';
import { BATCH_BYTES } from '../../platform/http/body-limits.js';
import { BATCH_JSON_LIMITS, JSON_LIMITS } from '../../platform/json/parse-json.js';

let app: TestApp;
let clinician: Person;
let token: string;
let patientId: string;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'batches');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(() => app?.close());
beforeEach(async () => void (patientId = await registerPatient(clinician)));

const post = (path: string, body: string, contentType = 'application/json') =>
  app
    .http()
    .post(path)
    .set({ authorization: `Bearer ${token}`, 'content-type': contentType })
    .send(body);
const vendor = (name: string, body: string) => post(`/ingest/v1/vendors/${name}?patient=${patientId}`, body);

describe('what a vendor answered at once', () => {
  it('a page of 10,000 points of Google Health is stored', async () => {
    const dataPoints = Array.from({ length: 10_000 }, (_, i) => {
      const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
      const interval = { startTime: at(i), startUtcOffset: '3600s', endTime: at(i + 1), endUtcOffset: '3600s' };
      return {
        name: `users/1234567890/dataTypes/steps/dataPoints/${'0'.repeat(120)}${i}`,
        dataSource: { recordingMethod: 'DERIVED', platform: 'FITBIT', device: { displayName: 'Charge 6' } },
        steps: { interval, count: String(i % 90) },
      };
    });
    const body = JSON.stringify({ dataPoints });
    expect(body.length).toBeGreaterThan(4_000_000);
    expect((await vendor('google-health', body).expect(200)).body).toMatchObject({ stored: 10_000, refusedCount: 0 });
  }, 60_000);

  it('a day of Fitbit heart rate by the second is stored', async () => {
    const time = (second: number) => new Date(second * 1000).toISOString().slice(11, 19);
    const dataset = Array.from({ length: 86_400 }, (_, i) => ({ time: time(i), value: 60 + (i % 40) }));
    const body = JSON.stringify({
      'activities-heart': [{ dateTime: '2026-02-01', value: { restingHeartRate: 58 } }],
      'activities-heart-intraday': { dataset, datasetInterval: 1, datasetType: 'second' },
    });
    expect((await vendor('fitbit', body).expect(200)).body).toMatchObject({ stored: 86_401, refusedCount: 0 });
  }, 120_000);
});

describe('what is more is refused by its own limit', () => {
  const long = (bytes: number) => `"${'x'.repeat(bytes)}"`;
  const list = (values: number) => `[${'1,'.repeat(values)}1]`;
  const readings = '/ingest/v1/observations';
  const bundle = (body: string) => post('/fhir', body, 'application/fhir+json');

  it.each([
    ['a vendor, bytes', () => vendor('fitbit', long(BATCH_BYTES)), 413, 'at most 8 MB'],
    ['a vendor, values', () => vendor('fitbit', list(BATCH_JSON_LIMITS.maxNodes)), 400, 'at most 300000 values'],
    ['readings, bytes', () => post(readings, long(BATCH_BYTES)), 413, 'at most 8 MB'],
    ['readings, values', () => post(readings, list(JSON_LIMITS.maxNodes)), 400, 'at most 50000 values'],
    ['a Bundle, bytes', () => bundle(long(2 * 1024 * 1024)), 413, 'at most 2 MB'],
    ['a Bundle, values', () => bundle(list(JSON_LIMITS.maxNodes)), 400, 'at most 50000 values'],
    ['a page, bytes', () => post('/api/v1/patients', long(2 * 1024 * 1024)), 413, 'at most 2 MB'],
  ])('%s', async (_name, send, status, words) => {
    const answer = await send();
    const said = answer.body.detail ?? answer.body.issue?.[0]?.diagnostics;
    expect([answer.status, said]).toEqual([status, expect.stringContaining(words)]);
  });

  /** From a process of its own: in this one it would have written everything before the server looks. */
  it('and its sender hears so, though it was still writing', async () => {
    const refused = `const headers = { authorization: 'Bearer ${token}', 'content-type': 'application/json' };
      const body = ' '.repeat(${BATCH_BYTES + 1});
      for (let i = 0; i < 16; i++)
        console.log(await fetch('${app.url}${readings}', { method: 'POST', headers, body }).then((a) => a.status, (e) => e.cause.code));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', refused]);
    expect(stdout.trim().split('\n')).toEqual(Array(16).fill('413'));
  }, 60_000);

  it.each([
    ['a vendor', () => vendor('fitbit', long(BATCH_BYTES - 2))],
    ['readings', () => post(readings, long(BATCH_BYTES - 2))],
  ])('the last byte of %s is still read', async (_name, send) => {
    const { status, body } = await send();
    expect([status, body.code]).toEqual([422, expect.stringMatching(/^(VENDOR_PAYLOAD|INVALID_INPUT)/)]);
  });
});
