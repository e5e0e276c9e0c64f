import { randomUUID } from 'node:crypto';
import http, { type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { createTestApp, type TestApp } from '../support/app.js';
import { answerConsent } from '../support/consents.js';
import { toBatch, toObservation } from '../support/fhir.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../support/people.js';

/** Consent to monitoring, withdrawn on one node while readings come in on another: by every road there is. */
let app: TestApp;
/** Knows each patient as one who agreed, from the reading before. */
let other: TestApp;
let clinician: Person;
let coordinator: Person;
let token: string;

beforeAll(async () => {
  app = await createTestApp();
  other = await createTestApp({ database: app.database });
  const clinic = await createClinic(app, 'roads');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  coordinator = await inviteAndAccept(app, clinic.admin, { role: 'coordinator' });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(async () => {
  await other?.close();
  await app?.close();
});

const at = (minute: number) => new Date(Date.UTC(2026, 9, 1, 8, minute)).toISOString();
const fhir = (patientId: string, minute: number) =>
  toObservation(patientId, { metric: 'steps', value: minute, start: at(minute), end: at(minute + 1) });
const own = (patientId: string, minute: number) => ({
  patient: patientId,
  metric: 'steps',
  start: at(minute),
  end: at(minute + 1),
  value: minute,
  unit: '{steps}',
  source: { system: 'roads', device: 'band', kind: 'watch' },
});
const post = (path: string, type: string, body: unknown): PromiseLike<Response> =>
  request(other.url)
    .post(path)
    .set('authorization', `Bearer ${token}`)
    .set('content-type', type)
    .send(typeof body === 'string' ? body : JSON.stringify(body));
const lines = (path: string, value: object) =>
  post(path, 'application/x-ndjson', `${JSON.stringify(value)}\n`).then(({ text }) => [
    (JSON.parse(text) as Answer).status,
  ]);
const status = (answer: PromiseLike<Response>) => answer.then((one) => [one.status]);
const entries = (answer: PromiseLike<Response>) =>
  answer.then(({ body }) =>
    (body.entry as { response: { status: string } }[]).map(({ response }) => parseInt(response.status, 10)),
  );

interface Answer {
  readonly status: number;
}

/** What the sender is told of reading n. */
const ROADS: Record<string, (patientId: string, n: number) => PromiseLike<number[]>> = {
  'a FHIR Observation': (id, n) => status(post('/fhir/Observation', 'application/fhir+json', fhir(id, n))),
  'a FHIR batch': (id, n) =>
    entries(
      post(
        '/fhir',
        'application/fhir+json',
        toBatch(id, [{ metric: 'steps', value: n, start: at(n), end: at(n + 1) }]),
      ),
    ),
  'a FHIR transaction': (id, n) =>
    status(
      post('/fhir', 'application/fhir+json', {
        ...toBatch(id, [{ metric: 'steps', value: n, start: at(n), end: at(n + 1) }]),
        type: 'transaction',
      }),
    ),
  'FHIR as NDJSON': (id, n) => lines('/fhir/$import', fhir(id, n)),
  'readings as NDJSON': (id, n) => lines('/ingest/v1/observations', own(id, n)),
  'readings as JSON': (id, n) =>
    status(post('/ingest/v1/observations', 'application/json', { observations: [own(id, n)] })),
  'columns of a phone': (id, n) =>
    status(
      post('/ingest/v1/observations', 'application/json', {
        patient: id,
        device: { maker: 'Roads', model: 'Phone 1', kind: 'phone' },
        columns: [
          {
            metric: 'steps',
            unit: '{steps}',
            start: at(n),
            everySeconds: 60,
            lengthSeconds: 60,
            values: [n + 1, n + 2],
          },
        ],
      }),
    ),
  'a payload of a vendor': (id, n) =>
    status(
      post(`/ingest/v1/vendors/fitbit?patient=${id}`, 'application/json', {
        'activities-steps': [{ dateTime: at(0).slice(0, 8) + String(n).padStart(2, '0'), value: '4000' }],
      }),
    ),
  'an upload': (id, n) => upload(id, n),
  'a questionnaire': (id, n) =>
    status(
      clinician.agent.post(`/api/v1/patients/${id}/responses`).send({
        id: randomUUID(),
        instrument: 'peg',
        authoredAt: at(n),
        answers: { pain: 5, enjoyment: 4, activity: 3 },
      }),
    ),
};

async function upload(patientId: string, n: number): Promise<number[]> {
  const day = String(n).padStart(2, '0');
  const xml = `<?xml version="1.0"?><HealthData><ExportDate value="2026-10-30 08:00:00 +0100"/><Record type="HKQuantityTypeIdentifierStepCount" sourceName="W" unit="count" startDate="2026-09-${day} 08:00:00 +0100" endDate="2026-09-${day} 08:01:00 +0100" value="9"/></HealthData>`;
  const sent = await request(other.url)
    .post(`/ingest/v1/uploads?patient=${patientId}&kind=apple-health`)
    .set('authorization', `Bearer ${token}`)
    .attach('file', Buffer.from(xml), 'export.xml');
  if (sent.status !== 202) return [sent.status];
  for (let i = 0; i < 800; i++) {
    const { body } = await request(other.url)
      .get(`/ingest/v1/uploads/${sent.body.id}`)
      .set('authorization', `Bearer ${token}`)
      .expect(200);
    if (body.state === 'done') return [200];
    if (body.state === 'failed') return [500];
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The upload was never read');
}

const held = async (patientId: string) =>
  app.database.asOwner<{ readings: number; payloads: number; responses: number }>(
    `SELECT (SELECT count(*)::int FROM observation WHERE patient_id = $1) AS readings,
       (SELECT count(*)::int FROM raw_payload WHERE patient_id = $1) AS payloads,
       (SELECT count(*)::int FROM record WHERE patient_id = $1 AND type = 'QuestionnaireResponse') AS responses`,
    [patientId],
  );
async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; !(await isTrue()); i++) {
    if (i > 400) throw new Error('It did not become true');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
const isTaken = (codes: readonly number[]) => codes.every((code) => code === 200 || code === 201);

describe('consent to monitoring, withdrawn', () => {
  it.each(Object.entries(ROADS))('%s is refused from that moment on, and nothing of it is kept', async (_, send) => {
    const patientId = await registerPatient(clinician);
    expect(isTaken(await send(patientId, 1))).toBe(true);
    expect(isTaken(await send(patientId, 2))).toBe(true);
    await answerConsent(coordinator, patientId, 'monitoring', 'withdrawn');
    const before = await held(patientId);
    // News, and what is stored already: the one goes the short way into the store, the other the long one.
    for (const n of [3, 1]) expect(await send(patientId, n)).toEqual([403]);
    expect(await held(patientId)).toEqual(before);
    await answerConsent(coordinator, patientId, 'monitoring', 'given');
    expect(isTaken(await send(patientId, 3))).toBe(true);
    expect(await held(patientId)).not.toEqual(before);
  });

  it.each(['/ingest/v1/observations', '/fhir/$import'])('reaches a stream on %s that is open', async (path) => {
    const patientId = await registerPatient(clinician);
    const line = (n: number) =>
      `${JSON.stringify(path === '/fhir/$import' ? fhir(patientId, n) : own(patientId, n))}\n`;
    const stream = http.request(other.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
    });
    const answers: number[] = [];
    stream.on('response', (response: IncomingMessage) =>
      createInterface({ input: response }).on('line', (text) => answers.push((JSON.parse(text) as Answer).status)),
    );
    stream.write(line(1));
    await until(async () => (await held(patientId))[0]!.readings === 1);
    await answerConsent(coordinator, patientId, 'monitoring', 'withdrawn');
    const before = await held(patientId);
    for (const n of [2, 3, 4]) {
      stream.write(line(n));
      await until(() => answers.length === n);
    }
    expect(answers).toEqual([201, 403, 403, 403]);
    expect(await held(patientId)).toEqual(before);
    await answerConsent(coordinator, patientId, 'monitoring', 'given');
    stream.write(line(5));
    await until(() => answers.length === 5);
    stream.end(line(6));
    await until(() => answers.length === 6);
    expect(answers.slice(4)).toEqual([201, 201]);
  });

  it('takes nobody else’s readings along that were sent at the same moment', async () => {
    const [leaving, staying] = [await registerPatient(clinician), await registerPatient(clinician)];
    const send = ROADS['a FHIR Observation']!;
    for (const id of [leaving, staying]) await send(id, 1);
    await answerConsent(coordinator, leaving, 'monitoring', 'withdrawn');
    const answers = await Promise.all([2, 3, 4].flatMap((n) => [send(leaving, n), send(staying, n)]));
    expect(answers).toEqual([[403], [201], [403], [201], [403], [201]]);
    expect((await held(leaving))[0]!.readings).toBe(1);
    expect((await held(staying))[0]!.readings).toBe(4);
  });
});
