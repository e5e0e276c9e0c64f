import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'fhir-kit-client';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { toObservation } from '../../../test/support/fhir.js';
import { createClinic, inviteAndAccept, registerPatient, tokenFor } from '../../../test/support/people.js';

let app: TestApp;
let token: string;
let patientId: string;
let observationId: string;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'asked-otherwise');
  const clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
  patientId = await registerPatient(clinician);
  const reading = { metric: 'heartRate' as const, value: 60, start: '2026-02-01T00:00:00Z' };
  const made = await post('/fhir/Observation', JSON.stringify(toObservation(patientId, reading))).expect(201);
  observationId = made.body.id;
}, 120_000);
afterAll(() => app?.close());

const FHIR = 'application/fhir+json';
const as = () => ({ authorization: `Bearer ${token}` });
const get = (path: string) => app.http().get(path).set(as());
const post = (path: string, body: string, type = FHIR) =>
  app.http().post(path).set(as()).set('content-type', type).send(body);

describe('a refusal says what would be right', () => {
  it.each<[string, () => ReturnType<typeof get>, number, string, RegExp]>([
    ['text', () => post('/fhir/Observation', 'x', 'text/plain'), 415, 'not-supported', /: send JSON\.$/],
    ['XML', () => post('/fhir/Observation', '<a/>', 'application/xml'), 415, 'not-supported', /: send JSON\.$/],
    [
      'a body of more than 2 MB',
      () => post('/fhir/Observation', JSON.stringify({ note: 'x'.repeat(2_200_000) })),
      413,
      'too-long',
      /at most 2 MB/,
    ],
    [
      'lines that call themselves JSON',
      () => post('/fhir/$import', '{}\n{}\n', 'application/json'),
      415,
      'not-supported',
      /one JSON object a line as application\/x-ndjson or application\/fhir\+ndjson/,
    ],
    [
      'a search of a type that is not here',
      () => get('/fhir/Condition'),
      404,
      'not-supported',
      /Condition.*: AuditEvent, /,
    ],
    [
      'a read of one',
      () => get(`/fhir/Condition/${randomUUID()}`),
      404,
      'not-supported',
      /Condition.*Observation, Patient/,
    ],
    ['a create of one', () => post('/fhir/Condition', '{}'), 404, 'not-supported', /Condition.*Observation, Patient/],
    [
      'a Bundle at the address of a type',
      () => post('/fhir/Bundle', '{}'),
      404,
      'not-supported',
      /POST .* to \/fhir itself/,
    ],
  ])('%s', async (_name, send, status, code, sentence) => {
    const answer = await send();
    expect([answer.status, answer.body]).toEqual([
      status,
      {
        resourceType: 'OperationOutcome',
        issue: [{ severity: 'error', code, diagnostics: expect.stringMatching(sentence) }],
      },
    ]);
  });
});

describe('a search parameter that is passed over', () => {
  const outcomes = (bundle: { entry?: { search: { mode: string }; resource: object }[] }) =>
    (bundle.entry ?? []).filter(({ search }) => search.mode === 'outcome').map(({ resource }) => resource);

  it.each([
    ['Observation', () => `patient=${patientId}`],
    ['Observation', () => `patient=${patientId}&_count=0`],
    ['Patient', () => 'name=x'],
    ['Consent', () => `patient=${patientId}`],
    ['Procedure', () => `patient=${patientId}`],
  ])('%s: is named in an entry of its own; without one there is none', async (type, search) => {
    const asked = `/fhir/${type}?${search()}`;
    expect(outcomes((await get(asked)).body)).toEqual([]);
    expect(outcomes((await get(`${asked}&colour=red&shape:exact=round`)).body)).toEqual([
      {
        resourceType: 'OperationOutcome',
        issue: ['colour', 'shape:exact'].map((name) => ({
          severity: 'warning',
          code: 'not-supported',
          diagnostics: `The search parameter ${name} is not supported here and was ignored.`,
        })),
      },
    ]);
  });

  it('is not quoted where it does not look like one', async () => {
    const { body } = await get(`/fhir/Patient?name=x&${encodeURIComponent('Ada Okonkwo, born 1980')}=1`).expect(200);
    expect(JSON.stringify(outcomes(body))).not.toContain('Okonkwo');
    expect(outcomes(body)).toHaveLength(1);
  });

  it('does not disturb a typed client', async () => {
    const client = new Client({ baseUrl: `${app.url}/fhir`, customHeaders: as() });
    const found = await client.search({
      resourceType: 'Observation',
      searchParams: { patient: patientId, colour: 'red' },
    });
    const modes = (found['entry'] as { search: { mode: string } }[]).map(({ search }) => search.mode);
    expect(modes).toEqual(['match', 'outcome']);
  });
});

describe('a read by somebody who names the version they have', () => {
  it.each([
    ['Observation', () => observationId],
    ['Patient', () => patientId],
  ])('%s: is 304 without a body while it is the same', async (type, id) => {
    const path = `/fhir/${type}/${id()}`;
    const tag = (await get(path).expect(200)).headers['etag']!;
    const same = await get(path).set('if-none-match', `W/"0", ${tag}`).expect(304);
    expect([same.text, same.headers['etag']]).toEqual(['', tag]);
    await get(path).set('if-none-match', 'W/"77"').expect(200);
    await app.http().get(path).set('if-none-match', tag).expect(401);
  });
});
