import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'fhir-kit-client';
import { Config } from '../../platform/config/config.js';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { answerConsent } from '../../../test/support/consents.js';
import { toBatch, toObservation } from '../../../test/support/fhir.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../../../test/support/people.js';

let app: TestApp;
let clinician: Person;
let token: string;
let patientId: string;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'fhir');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
  patientId = await registerPatient(clinician, { familyName: 'Lindqvist' });
}, 120_000);
afterAll(() => app?.close());

const FHIR = 'application/fhir+json';
const as = () => ({ authorization: `Bearer ${token}` });
const get = (path: string) => app.http().get(path).set(as());
const post = (path: string, body: string | object, type = FHIR) =>
  app
    .http()
    .post(path)
    .set(as())
    .set('content-type', type)
    .send(typeof body === 'string' ? body : JSON.stringify(body));

/** supertest would write a Buffer as JSON. */
async function postBytes(path: string, bytes: number[] | string): Promise<Answer> {
  const body = Buffer.from(bytes as string);
  const answer = await fetch(app.url + path, {
    method: 'POST',
    headers: { ...as(), origin: app.url, 'content-type': FHIR },
    body: new Uint8Array(body),
  });
  const text = await answer.text();
  return { status: answer.status, text, body: JSON.parse(text) };
}

let minute = 0;
/** A reading of steps that nothing else in this file repeats. */
function steps(change: object = {}, of = patientId): Record<string, unknown> {
  const start = new Date(Date.parse('2026-02-01T00:00:00Z') + minute++ * 60_000).toISOString();
  const resource = toObservation(of, {
    metric: 'steps',
    value: 12,
    start,
    end: new Date(Date.parse(start) + 60_000).toISOString(),
  });
  return { ...resource, ...change };
}
const counted = async (table = 'observation'): Promise<number> =>
  Number((await app.database.asOwner<{ n: string }>(`SELECT count(*) AS n FROM ${table}`))[0]!.n);

describe('one resource', () => {
  it('is created, read, and read as it was', async () => {
    const made = await post('/fhir/Observation', steps()).expect(201);
    const { id } = made.body;
    expect(made.headers['location']).toBe(`Observation/${id}/_history/1`);
    expect(made.headers['etag']).toBe('W/"1"');
    expect(made.headers['content-type']).toContain(FHIR);
    const read = await get(`/fhir/Observation/${id}`).expect(200);
    expect(read.body).toEqual(made.body);
    expect((await get(`/fhir/Observation/${id}/_history/1`).expect(200)).body).toEqual(made.body);
  });

  it('Patient: created, found by name and identifier, created once when asked to', async () => {
    const patient = {
      resourceType: 'Patient',
      identifier: [{ system: 'urn:test', value: 'p-1' }],
      name: [{ family: 'Okonkwo', given: ['Ada'] }],
      birthDate: '1980-02-29',
    };
    const made = await post('/fhir/Patient', patient).set('if-none-exist', 'identifier=urn:test|p-1').expect(201);
    expect(made.body).toMatchObject({ ...patient, meta: { versionId: '1' } });
    const again = await post('/fhir/Patient', patient).set('if-none-exist', 'identifier=urn:test|p-1').expect(200);
    expect(again.body.id).toBe(made.body.id);
    for (const search of ['name=okon', 'identifier=urn:test|p-1', `_id=${made.body.id}`, 'birthdate=1980-02-29'])
      expect(
        (await get(`/fhir/Patient?${search}`).expect(200)).body.entry.map(
          (e: { resource: { id: string } }) => e.resource.id,
        ),
      ).toEqual([made.body.id]);
    expect((await get(`/fhir/Patient/${made.body.id}`).expect(200)).body).toEqual(made.body);
  });

  it('metadata says what is offered, to everybody', async () => {
    const { body } = await app.http().get('/fhir/metadata').expect(200);
    expect(body).toMatchObject({
      resourceType: 'CapabilityStatement',
      fhirVersion: '4.0.1',
      implementation: { url: `${app.url}/fhir` },
    });
    const operations = [body.rest[0], ...body.rest[0].resource].flatMap(({ operation = [] }) => operation);
    expect(operations.map(({ name, definition }) => [name, definition])).toEqual([
      ['import', 'urn:stepwell:operation:import'],
      ['lastn', 'http://hl7.org/fhir/OperationDefinition/Observation-lastn'],
    ]);
  });
});

describe('search', () => {
  let searched: string;
  beforeAll(async () => {
    searched = await registerPatient(clinician);
    const readings = Array.from({ length: 7 }, (_, i) => ({
      metric: 'heartRate' as const,
      value: 60 + i,
      start: `2026-01-0${i + 1}T12:00:00Z`,
    }));
    const same = [1, 2, 3].map((n) => ({
      metric: 'steps' as const,
      value: n,
      start: '2026-01-05T12:00:00Z',
      end: '2026-01-05T12:30:00Z',
      device: `band ${n}`,
    }));
    await post('/fhir', toBatch(searched, [...readings, ...same])).expect(200);
  });

  it.each([
    ['code=8867-4', 7],
    ['code=http://loinc.org|8867-4', 7],
    ['code=http://loinc.org|8867-4,http://loinc.org|55423-8', 10],
    ['code=urn:x|8867-4', 0],
    ['date=2026-01-05', 4],
    ['date=ge2026-01-06', 2],
    ['date=gt2026-01-06', 1],
    ['date=lt2026-01-02', 1],
    ['date=le2026-01-02', 2],
    ['date=ge2026-01-02&date=lt2026-01-04', 2],
    ['date=gt2026-01-05T12:10:00Z', 5],
    ['date=sa2026-01-05T12:10:00Z', 2],
    ['date=sa2026-01-04', 6],
    ['date=lt2026-01-05T12:10:00Z', 8],
    ['date=eb2026-01-05T12:10:00Z', 5],
    ['date=eb2026-01-05T12:30:00Z', 5],
    ['date=eb2026-01-05T12:30:00.001Z', 8],
    ['date=le9999', 10],
    ['date=ge0001', 10],
    ['date=lt0001-01-01T00:00:00%2B14:00', 0],
    ['_count=0', 0],
    [`_id=${randomUUID()}`, 0],
  ])('%s finds %d', async (query, hits) => {
    const { body } = await get(`/fhir/Observation?patient=${searched}&${query}`).expect(200);
    expect(body).toMatchObject({ resourceType: 'Bundle', type: 'searchset' });
    expect(body.entry ?? []).toHaveLength(hits);
  });

  it('takes what is searched for by form as by query, so that it stands in no address', async () => {
    const byForm = (form: string, type = 'application/x-www-form-urlencoded') =>
      clinician.agent.post('/fhir/Observation/_search?_count=2').set('content-type', type).send(form);
    const { body } = await byForm(`patient=Patient%2F${searched}&code=http://loinc.org%7C8867-4`).expect(200);
    const { body: byQuery } = await get(
      `/fhir/Observation?_count=2&patient=Patient/${searched}&code=http://loinc.org|8867-4`,
    );
    expect(body.entry).toEqual(byQuery.entry);
    expect(body.entry).toHaveLength(2);
    expect((await byForm('patient=../../etc').expect(400)).body.resourceType).toBe('OperationOutcome');
    await byForm('{}', 'application/json').expect(415);
    await byForm(`patient=${'x'.repeat(70_000)}`).expect(413);
    const { body: patients } = await clinician.agent
      .post('/fhir/Patient/_search')
      .type('form')
      .send({ _id: searched })
      .expect(200);
    expect(patients.entry).toHaveLength(1);
  });

  it.each(['date', '-date'])('walks pages of _sort=%s to the end, each row once', async (sort) => {
    const seen: string[] = [];
    let next: string | undefined = `/fhir/Observation?patient=${searched}&_count=2&_sort=${sort}`;
    while (next) {
      const {
        body,
      }: {
        body: {
          entry: { resource: { id: string; effectiveDateTime?: string } }[];
          link: { relation: string; url: string }[];
        };
      } = await get(next).expect(200);
      expect(body.entry.length).toBeGreaterThan(0);
      seen.push(...body.entry.map((e) => e.resource.id));
      next = body.link.find((l) => l.relation === 'next')?.url.slice(app.url.length);
    }
    expect(seen).toHaveLength(10);
    expect(new Set(seen).size).toBe(10);
  });
});

describe('search by what an Observation says of itself', () => {
  let of: string;
  const CATEGORIES = 'http://terminology.hl7.org/CodeSystem/observation-category';
  const category = (code: string) => [{ coding: [{ system: CATEGORIES, code }] }];
  const valuesOf = async (path: string, query: string) => {
    const { body } = await get(`/fhir/${path}?patient=${of}&${query}`).expect(200);
    const values = (body.entry ?? []).map(
      (e: { resource: { valueQuantity: { value: number } } }) => e.resource.valueQuantity.value,
    );
    return values.sort((a: number, b: number) => a - b);
  };

  beforeAll(async () => {
    of = await registerPatient(clinician);
    const pulse = (value: number, change: object) => ({
      ...toObservation(of, { metric: 'heartRate', value, start: `2026-01-0${value - 60}T12:00:00Z` }),
      ...change,
    });
    const loinc = { system: 'http://loinc.org', code: '8867-4' };
    const loose = (value: number, system: string, code: string, more: object = {}) => ({
      resourceType: 'Observation',
      status: 'final',
      subject: { reference: `Patient/${of}` },
      code: {
        coding: [
          { system, code },
          { system: 'urn:own', code: 'grip' },
        ],
      },
      effectiveDateTime: '2026-01-05T12:00:00Z',
      valueQuantity: { value },
      ...more,
    });
    for (const resource of [
      pulse(61, { category: category('vital-signs') }),
      pulse(62, { category: category('activity'), status: 'amended' }),
      pulse(63, {
        category: category('vital-signs'),
        code: { coding: [{ system: 'urn:apple', code: 'HeartRate' }, loinc] },
      }),
      loose(1, 'urn:a', 'first', { category: category('exam') }),
      loose(2, 'urn:b', 'second'),
    ])
      await post('/fhir/Observation', resource).expect(201);
  });

  it.each<[string, number[]]>([
    ['', [1, 2, 61, 62, 63]],
    ['code=8867-4', [61, 62, 63]],
    ['code=HeartRate', [63]],
    ['code=urn:apple|HeartRate', [63]],
    ['code=urn:other|HeartRate', []],
    ['code=urn:apple|', [63]],
    ['code=http://loinc.org|', [61, 62, 63]],
    ['code=urn:own|grip', [1, 2]],
    ['code=first,HeartRate', [1, 63]],
    ['category=vital-signs', [61, 63]],
    [`category=${CATEGORIES}|vital-signs`, [61, 63]],
    ['category=urn:x|vital-signs', []],
    [`category=${CATEGORIES}|`, [1, 61, 62, 63]],
    ['category=exam,activity', [1, 62]],
    ['category=vital-signs&date=ge2026-01-02', [63]],
    ['category=vital-signs&code=HeartRate', [63]],
    ['status=amended', [62]],
    ['status=final&category=vital-signs,activity', [61, 63]],
    ['category=vital-signs&_sort=date&_count=200&code=8867-4&status=final', [61, 63]],
  ])('%s', async (query, values) => {
    expect(await valuesOf('Observation', query)).toEqual(values);
  });

  it.each<[string, number[]]>([
    ['category=vital-signs', [63]],
    ['category=vital-signs&max=5', [61, 63]],
    ['category=activity', [62]],
    ['category=vital-signs&date=lt2026-01-03', [61]],
    ['category=laboratory', []],
    ['status=amended&code=8867-4', [62]],
  ])('$lastn of %s', async (query, values) => {
    expect(await valuesOf('Observation/$lastn', query)).toEqual(values);
  });

  it('$lastn tells once what is among the newest of two of its codes', async () => {
    const patientId = await registerPatient(clinician);
    const coded = (...codes: string[]) => ({ coding: codes.map((code) => ({ system: 'urn:own', code })) });
    for (const [i, code] of [coded('pressure', 'atrium'), coded('atrium'), coded('pressure', 'artery')].entries())
      await post('/fhir/Observation', {
        resourceType: 'Observation',
        status: 'final',
        code,
        subject: { reference: `Patient/${patientId}` },
        effectiveDateTime: `2026-01-0${i + 1}T12:00:00Z`,
        valueQuantity: { value: i },
      }).expect(201);
    const { body } = await get(`/fhir/Observation/$lastn?patient=${patientId}&max=2`).expect(200);
    const ids = body.entry.map((e: { fullUrl: string }) => e.fullUrl);
    expect([ids.length, new Set(ids).size, body.total]).toEqual([3, 3, 3]);
  });

  it('walks pages of a category, each row once', async () => {
    const first = await get(`/fhir/Observation?patient=${of}&category=vital-signs&_count=1`).expect(200);
    const next = first.body.link.find((l: { relation: string }) => l.relation === 'next').url as string;
    const second = await get(next.slice(next.indexOf('/fhir'))).expect(200);
    const found = [...first.body.entry, ...second.body.entry].map((e) => e.resource.valueQuantity.value);
    expect(found).toEqual([63, 61]);
    expect(second.body.link.map((l: { relation: string }) => l.relation)).toEqual(['self']);
  });
});

describe.each([
  ['of the catalogue', { system: 'http://loinc.org', code: '41950-7' }],
  ['of another code', { system: 'urn:own', code: 'walk' }],
])('search by date, at the end of a day that is named, %s', (_name, coding) => {
  let of: string;
  beforeAll(async () => {
    of = await registerPatient(clinician, { timeZone: 'UTC' });
    const times = [
      { effectiveDateTime: '2025-10-01' },
      { effectiveDateTime: '2025-10-02' },
      { effectivePeriod: { start: '2025-10-01T23:00:00Z', end: '2025-10-02T00:00:00Z' } },
      { effectiveDateTime: '2025-10-02T00:00:00Z' },
      // What else in it ends with a day says nothing of when it was.
      {
        effectiveDateTime: '2025-10-02T00:00:00.000Z',
        device: { display: 'another' },
        extension: [{ url: 'urn:own', valuePeriod: { start: '2025-09-01', end: '2025-09-05' } }],
      },
    ];
    for (const [i, time] of times.entries())
      await post('/fhir/Observation', {
        resourceType: 'Observation',
        status: 'final',
        subject: { reference: `Patient/${of}` },
        code: { coding: [coding] },
        valueQuantity: { value: i + 1, unit: 'steps' },
        ...time,
      }).expect(201);
  });

  it.each<[string, number[]]>([
    ['ge2025-10-02', [2, 3, 4, 5]],
    ['gt2025-10-01', [2, 3, 4, 5]],
    ['gt2025-10-02', []],
    ['eb2025-10-02', [1]],
    ['eb2025-10-03', [1, 2, 3, 4, 5]],
    ['2025-10-01', [1, 3]],
  ])('%s', async (date, values) => {
    const { body } = await get(`/fhir/Observation?patient=${of}&date=${date}`).expect(200);
    const found = (body.entry ?? []).map((e: { resource: { valueQuantity: { value: number } } }) => e.resource.valueQuantity.value); // prettier-ignore
    expect(found.sort()).toEqual(values);
    expect((await get(`/fhir/Observation?patient=${of}&date=${date}&_count=0`)).body.total).toBe(values.length);
  });
});

describe('search by date, of codes whose periods may be of any length', () => {
  let of: string;
  beforeAll(async () => {
    of = await registerPatient(clinician);
    for (const [value, effectivePeriod] of Object.entries({
      1: { start: '2022-01-01T00:00:00Z', end: '2025-01-01T00:00:00Z' },
      2: { start: '2024-01-01' },
      3: { end: '2024-02-01' },
    }))
      await post('/fhir/Observation', {
        resourceType: 'Observation',
        status: 'final',
        subject: { reference: `Patient/${of}` },
        code: { coding: [{ system: 'urn:own', code: 'stay' }] },
        effectivePeriod,
        valueQuantity: { value: Number(value) },
      }).expect(201);
  });

  it.each<[string, number[]]>([
    ['date=ge2024-06-01', [1, 2]],
    ['date=gt2025-06-01', [2]],
    ['date=lt2022-06-01', [1, 3]],
    ['date=lt2020', [3]],
    ['date=sa2023', [2]],
    ['date=eb2024-06-01', [3]],
    ['date=2024', []],
    ['date=ge2024-06-01&code=urn:own|stay&_sort=date', [1, 2]],
    ['date=ge2030&code=http://loinc.org|8867-4', []],
  ])('%s', async (query, values) => {
    const { body } = await get(`/fhir/Observation?patient=${of}&${query}`).expect(200);
    const found = (body.entry ?? []).map(
      (e: { resource: { valueQuantity: { value: number } } }) => e.resource.valueQuantity.value,
    );
    expect(found.sort()).toEqual(values);
    // Page by page the same.
    const paged: number[] = [];
    for (let path: string | undefined = `/fhir/Observation?patient=${of}&${query}&_count=1`; path !== undefined;) {
      const page = (await get(path).expect(200)).body as {
        entry?: { resource: { valueQuantity: { value: number } } }[];
        link: { relation: string; url: string }[];
      };
      paged.push(...(page.entry ?? []).map((e) => e.resource.valueQuantity.value));
      const url = page.link.find(({ relation }) => relation === 'next')?.url;
      path = url?.slice(url.indexOf('/fhir'));
    }
    expect(paged.sort()).toEqual(values);
  });
});

it.each([
  ['notes', { note: [{ text: 'a'.repeat(900_000) }] }],
  ['identifiers', { identifier: [{ system: 'urn:x', value: 'a'.repeat(900_000) }] }],
])('an answer has ten megabytes of %s at most: the page ends there and the next goes on', async (_what, long) => {
  const of = await registerPatient(clinician);
  for (let i = 0; i < 13; i++) await post('/fhir/Observation', steps(long, of)).expect(201);
  const first = await get(`/fhir/Observation?patient=${of}`).expect(200);
  expect(first.text.length).toBeLessThanOrEqual(10_000_000);
  const { url } = first.body.link.find((l: { relation: string }) => l.relation === 'next');
  const second = await get(url.slice(url.indexOf('/fhir'))).expect(200);
  expect(second.body.link).toHaveLength(1);
  const ids = [...first.body.entry, ...second.body.entry].map((e) => e.resource.id);
  expect(new Set(ids).size).toBe(13);
});

describe('our own address', () => {
  it('in subject, patient and the url of an entry is the relative one', async () => {
    const of = await registerPatient(clinician);
    const { publicUrl } = app.nest.get(Config);
    const at = `${publicUrl}/fhir/Patient/${of}`;
    const made = await post('/fhir/Observation', steps({ subject: { reference: at } }, of)).expect(201);
    expect(made.body.subject).toEqual({ reference: `Patient/${of}` });
    const entry = {
      resource: steps({}, of),
      request: { method: 'POST', url: `${publicUrl}/fhir/Observation` },
    };
    const bundle = { resourceType: 'Bundle', type: 'transaction', entry: [entry] };
    const answer = await post('/fhir', bundle).expect(200);
    expect(answer.body.entry[0].response.status).toBe('201 Created');
    const found = await get(`/fhir/Observation?patient=${encodeURIComponent(at)}`).expect(200);
    expect(found.body.entry).toHaveLength(2);
    const last = await get(`/fhir/Observation/$lastn?subject=${encodeURIComponent(at)}&code=55423-8`).expect(200);
    expect(last.body.total).toBe(1);
    for (const other of [`https://elsewhere.test/fhir/Patient/${of}`, `${publicUrl}.test/fhir/Patient/${of}`]) {
      await post('/fhir/Observation', steps({ subject: { reference: other } }, of)).expect(422);
      await get(`/fhir/Observation?patient=${encodeURIComponent(other)}`).expect(400);
    }
  });
});

describe('a Bundle', () => {
  const request = { method: 'POST', url: 'Observation' };
  const bundle = (type: string, resources: object[]) => ({
    resourceType: 'Bundle',
    type,
    entry: resources.map((resource) => ({ resource, request })),
  });

  it('transaction: all', async () => {
    const before = await counted();
    const { body } = await post('/fhir', bundle('transaction', [steps(), steps(), steps()])).expect(200);
    expect(body.type).toBe('transaction-response');
    expect(body.entry.map((e: { response: { status: string } }) => e.response.status)).toEqual([
      '201 Created',
      '201 Created',
      '201 Created',
    ]);
    expect(await counted()).toBe(before + 3);
  });

  it('transaction: what refers to another entry by its name in the message is kept with that one’s id', async () => {
    const [walk, pain] = [`urn:uuid:${randomUUID()}`, `urn:uuid:${randomUUID()}`];
    const entry = [
      {
        fullUrl: walk,
        resource: steps({ derivedFrom: [{ reference: pain }], note: [{ text: `of "reference":"${pain}"` }] }),
        request,
      },
      { fullUrl: pain, resource: steps({ hasMember: [{ reference: walk }, { reference: 'urn:uuid:else' }] }), request },
    ];
    const { body } = await post('/fhir', { resourceType: 'Bundle', type: 'transaction', entry }).expect(200);
    const ids = body.entry.map((e: { response: { location: string } }) => e.response.location.split('/')[1]);
    const [first, second] = [await get(`/fhir/Observation/${ids[0]}`), await get(`/fhir/Observation/${ids[1]}`)];
    expect(first.body.derivedFrom).toEqual([{ reference: `Observation/${ids[1]}` }]);
    expect(first.body.note).toEqual([{ text: `of "reference":"${pain}"` }]);
    expect(second.body.hasMember).toEqual([{ reference: `Observation/${ids[0]}` }, { reference: 'urn:uuid:else' }]);
  });

  it('transaction: so is what refers to another entry of the same server by type and id', async () => {
    const at = (id: string) => `https://elsewhere.example/fhir/Observation/${id}`;
    const entry = [
      { fullUrl: at('1'), resource: steps(), request },
      { fullUrl: at('2'), resource: steps({ derivedFrom: [{ reference: 'Observation/1' }] }), request },
      { resource: steps({ derivedFrom: [{ reference: 'Observation/1' }] }), request },
    ];
    const { body } = await post('/fhir', { resourceType: 'Bundle', type: 'transaction', entry }).expect(200);
    const ids = body.entry.map((e: { response: { location: string } }) => e.response.location.split('/')[1]);
    const referred = async (id: string) => (await get(`/fhir/Observation/${id}`)).body.derivedFrom[0].reference;
    expect([await referred(ids[1]), await referred(ids[2])]).toEqual([`Observation/${ids[0]}`, 'Observation/1']);
  });

  it('transaction: a name that two entries have is refused by each that has it again; in a batch nothing refers to it', async () => {
    const [one, other] = [`urn:uuid:${randomUUID()}`, `urn:uuid:${randomUUID()}`];
    const before = await counted();
    const entry = [one, other, undefined, one, undefined, other].map((fullUrl) => ({
      ...(fullUrl === undefined ? {} : { fullUrl }),
      resource: steps(),
      request,
    }));
    const { body } = await post('/fhir', { resourceType: 'Bundle', type: 'transaction', entry }).expect(400);
    expect(body.issue).toEqual(
      [3, 5].map((i) => ({
        severity: 'error',
        code: 'invariant',
        expression: [`Bundle.entry[${i}].fullUrl`],
        diagnostics: 'fullUrl must not be that of another entry',
      })),
    );
    expect(await counted()).toBe(before);
    await post('/fhir', { resourceType: 'Bundle', type: 'batch', entry }).expect(200);
    expect(await counted()).toBe(before + 6);
  });

  it.each(['/Observation', 'Observation/', '/Observation/'])('takes the address %s', async (url) => {
    const entry = [{ resource: steps(), request: { method: 'POST', url } }];
    await post('/fhir', { resourceType: 'Bundle', type: 'transaction', entry }).expect(200);
  });

  it('transaction with one bad entry of 50: nothing, not even a new device or code', async () => {
    const before = [await counted(), await counted('source'), await counted('concept'), await counted('due_day')];
    const good = Array.from({ length: 49 }, (_, i) =>
      steps({ device: { display: `never seen ${i}` }, code: { text: `never seen ${i}` } }),
    );
    const { body } = await post('/fhir', bundle('transaction', [...good, steps({ status: 'finall' })])).expect(422);
    expect(body.issue[0].expression[0]).toContain('Bundle.entry[49].resource');
    expect([await counted(), await counted('source'), await counted('concept')]).toEqual(before.slice(0, 3));
  });

  it.each([
    ['about a stranger', () => steps({ subject: { reference: `Patient/${randomUUID()}` } }), 404],
    ['two days ahead', () => steps({ effectivePeriod: undefined, effectiveDateTime: '2099-01-01T00:00:00Z' }), 422],
  ])('transaction with one entry %s: nothing', async (_name, bad, status) => {
    const before = await counted();
    const { body } = await post('/fhir', bundle('transaction', [steps(), bad(), steps()])).expect(status);
    expect(body.issue[0].expression[0]).toContain('Bundle.entry[1]');
    expect(await counted()).toBe(before);
  });

  it('batch with one bad entry: that one', async () => {
    const before = await counted();
    const stranger = steps({ subject: { reference: `Patient/${randomUUID()}` } });
    const { body } = await post(
      '/fhir',
      bundle('batch', [steps(), steps({ status: 'finall' }), steps(), stranger]),
    ).expect(200);
    const statuses = body.entry.map((e: { response: { status: string } }) => e.response.status.slice(0, 3));
    expect(statuses).toEqual(['201', '422', '201', '404']);
    expect(body.entry[1].response.outcome.issue[0]).toMatchObject({ code: 'code-invalid' });
    expect(await counted()).toBe(before + 2);
  });

  it('batch where one patient withdrew consent: the others are stored', async () => {
    const withdrawn = await registerPatient(clinician);
    await answerConsent(clinician, withdrawn, 'monitoring', 'withdrawn');
    const { body } = await post('/fhir', bundle('batch', [steps(), steps({}, withdrawn), steps()])).expect(200);
    expect(body.entry.map((e: { response: { status: string } }) => e.response.status.slice(0, 3))).toEqual([
      '201',
      '403',
      '201',
    ]);
  });

  it('batch: the same reading twice is one', async () => {
    const one = steps();
    const { body } = await post('/fhir', bundle('batch', [one, one])).expect(200);
    const [first, second] = body.entry.map((e: { response: { status: string; location: string } }) => e.response);
    expect([first.status, second.status]).toEqual(['201 Created', '200 OK']);
    expect(second.location).toBe(first.location);
  });

  it('empty', async () => {
    expect((await post('/fhir', bundle('batch', [])).expect(200)).body).toMatchObject({ type: 'batch-response' });
    expect((await post('/fhir', bundle('transaction', [])).expect(200)).body).toMatchObject({
      type: 'transaction-response',
    });
  });
});

it('an outside client (fhir-kit-client) can create, read, vread, search, page and send a transaction', async () => {
  const client = new Client({ baseUrl: `${app.url}/fhir`, bearerToken: token });
  expect((await client.capabilityStatement())['resourceType']).toBe('CapabilityStatement');
  const made = (await client.create({ resourceType: 'Observation', body: steps() as never })) as unknown as {
    id: string;
  };
  expect(await client.read({ resourceType: 'Observation', id: made.id })).toEqual(made);
  expect(await client.vread({ resourceType: 'Observation', id: made.id, version: '1' })).toEqual(made);
  const page = await client.search({ resourceType: 'Observation', searchParams: { patient: patientId, _count: 1 } });
  const next = (await client.nextPage({ bundle: page as never })) as unknown as { entry: unknown[] };
  expect(next.entry).toHaveLength(1);
  const answer = (await client.transaction({
    body: {
      ...toBatch(patientId, []),
      type: 'transaction',
      entry: [{ resource: steps(), request: { method: 'POST', url: 'Observation' } }],
    } as never,
  })) as unknown as { type: string };
  expect(answer.type).toBe('transaction-response');
  await expect(client.read({ resourceType: 'Observation', id: randomUUID() })).rejects.toMatchObject({
    response: { status: 404 },
  });
});

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: {
    resourceType?: string;
    id?: string;
    issue?: { code: string }[];
    entry?: unknown[];
    link?: { url: string }[];
  };
}
/** [number in our list of bad inputs and what it is, how to send it, statuses that are right, issue codes that are right] */
type Row = [string, () => PromiseLike<Answer>, number | number[], string | string[] | null];

const observe = (change: object) => () => post('/fhir/Observation', steps(change));
const observeText = (change: object, from: string, to: string) => () =>
  post('/fhir/Observation', JSON.stringify(steps(change)).replace(from, to));
const quantity = (value: unknown, more: object = {}) => ({
  valueQuantity: { value, system: 'http://unitsofmeasure.org', code: '{steps}', ...more },
});
const heart = (value: unknown, code = '/min') => ({
  code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
  ...quantity(value, { code }),
});
const subject = (reference: string) => ({ subject: { reference } });
const searchFor = (query: string) => () => get(`/fhir/Observation?patient=${patientId}&${query}`);
const cursorOf = (text: string) => Buffer.from(text).toString('base64url');
const envelope = (type: string, resources: unknown[]) => ({
  resourceType: 'Bundle',
  type,
  entry: resources.map((resource) => ({ resource, request: { method: 'POST', url: 'Observation' } })),
});
const contained = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ resourceType: 'Patient', id: `c${i}` }));

const R5 = 'application/fhir+json; fhirVersion=5.0';
const REFUSED: Row[] = [
  ['1 body {', () => post('/fhir/Observation', '{'), 400, 'structure'],
  ['2 empty body', () => post('/fhir/Observation', ''), 400, 'structure'],
  ['3 JSON array as root', () => post('/fhir/Observation', '[]'), 400, 'structure'],
  ['3 JSON array as a Bundle', () => post('/fhir', '[]'), 400, ['structure', 'invalid']],
  ['3 null as a Bundle', () => post('/fhir', 'null'), 400, ['structure', 'invalid']],
  ['4 text/plain', () => post('/fhir/Observation', JSON.stringify(steps()), 'text/plain'), 415, 'not-supported'],
  ['5 XML', () => post('/fhir/Observation', '<Observation/>', 'application/fhir+xml'), 415, 'not-supported'],
  ['6 Accept: application/xml', () => get('/fhir/metadata').set('accept', 'application/xml'), 406, 'not-supported'],
  [
    '6 Accept: application/xml on create',
    () => post('/fhir/Observation', steps()).set('accept', 'application/xml'),
    406,
    'not-supported',
  ],
  ['7 _format=ttl', () => get('/fhir/metadata?_format=ttl'), 406, 'not-supported'],
  ['7 JSON of another version wanted', () => get('/fhir/metadata').set('accept', R5), 406, 'not-supported'],
  ['7 of another version on create', () => post('/fhir/Observation', steps()).set('accept', R5), 406, 'not-supported'],
  ['7 JSON of another version sent', () => post('/fhir/Observation', steps(), R5), 415, 'not-supported'],
  ['7 a Bundle of another version', () => post('/fhir', envelope('batch', [steps()]), R5), 415, 'not-supported'],
  [
    '7 lines of another version',
    () => post('/fhir/$import', steps(), 'application/fhir+ndjson; fhirVersion=3.0'),
    415,
    'not-supported',
  ],
  [
    '8 resourceType is not that of the URL',
    () => post('/fhir/Observation', { resourceType: 'Patient' }),
    400,
    'invalid',
  ],
  ['9 unknown type', () => get(`/fhir/Foo/${randomUUID()}`), 404, 'not-supported'],
  ['9 unknown type, search', () => get('/fhir/Foo'), 404, ['not-supported', 'not-found']],
  ['10 unknown property', observe({ foo: 1 }), 422, 'structure'],
  ['11 unknown status', observe({ status: 'finall' }), 422, 'code-invalid'],
  ['12 number in quotes', observe(quantity('72')), 422, 'value'],
  ['13 month 13', observe({ effectivePeriod: undefined, effectiveDateTime: '2026-13-22' }), 422, 'value'],
  ['14 bpm as UCUM', observe(heart(72, 'bpm')), 422, 'value'],
  ['15 heart rate -5', observe(heart(-5)), 422, 'value'],
  ['15 heart rate 1e308', observeText(heart(424_242), '424242', '1e308'), 422, 'value'],
  ['15 heart rate 1e999', observeText(heart(424_242), '424242', '1e999'), [400, 422], 'value'],
  ['15 NaN', observeText(heart(424_242), '424242', 'NaN'), 400, ['structure', 'value']],
  ['16 two values', observe({ valueString: 'x' }), 422, 'structure'],
  ['18 id of 65 characters', () => get(`/fhir/Observation/${'a'.repeat(65)}`), [400, 404], ['value', 'not-found']],
  ['18 id ../etc', () => get('/fhir/Observation/..%2F..%2Fetc'), [400, 404], ['value', 'not-found']],
  ['18 id %00', () => get('/fhir/Observation/%00'), [400, 404], ['value', 'not-found']],
  ['18 Patient id %00', () => get('/fhir/Patient/%00'), [400, 404], ['value', 'not-found']],
  ['18 Patient id of dashes', () => get(`/fhir/Patient/${'-'.repeat(36)}`), [400, 404], ['value', 'not-found']],
  ['18 version 0', () => get(`/fhir/Patient/${patientId}/_history/0`), 404, 'not-found'],
  ['18 version 99999999999', () => get(`/fhir/Patient/${patientId}/_history/99999999999`), 404, 'not-found'],
  ['18 version 999999999', () => get(`/fhir/Patient/${patientId}/_history/999999999`), 404, 'not-found'],
  ['29 subject out of reach', observe(subject(`Patient/${randomUUID()}`)), 404, 'not-found'],
  ['31 reference elsewhere', observe(subject('http://evil.example/Patient/1')), 422, 'value'],
  ['32 reference with a query', observe(subject('Patient/1?x=1')), 422, 'value'],
  ['32 reference javascript:', observe(subject('javascript:alert(1)')), 422, 'value'],
  ['32 reference of 5 KB', observe(subject(`Patient/${'a'.repeat(5000)}`)), 422, 'value'],
  [
    '33 logical reference',
    observe({ subject: { identifier: { system: 'urn:x', value: 'absent' } } }),
    422,
    ['required', 'not-found'],
  ],
  [
    '34 a thousand contained resources',
    observe({ contained: contained(1000) }),
    422,
    ['too-costly', 'structure', 'not-supported', 'invariant'],
  ],
  [
    '35 transaction of 201',
    () =>
      post(
        '/fhir',
        envelope(
          'transaction',
          Array.from({ length: 201 }, () => steps()),
        ),
      ),
    413,
    'too-long',
  ],
  [
    '35 batch of 1001',
    () =>
      post(
        '/fhir',
        envelope(
          'batch',
          Array.from({ length: 1001 }, () => steps()),
        ),
      ),
    413,
    'too-long',
  ],
  [
    '36 Bundle in Bundle in Bundle',
    () => post('/fhir', envelope('transaction', [envelope('transaction', [envelope('transaction', [])])])),
    400,
    ['not-supported', 'invalid'],
  ],
  ['36 Bundle of type history', () => post('/fhir', envelope('history', [])), 400, 'not-supported'],
  [
    '36 entry that is no object',
    () => post('/fhir', { resourceType: 'Bundle', type: 'transaction', entry: [null] }),
    400,
    ['structure', 'not-supported', 'invalid'],
  ],
  [
    '36 entries that are no list',
    () => post('/fhir', { resourceType: 'Bundle', type: 'batch', entry: {} }),
    400,
    ['structure', 'invalid'],
  ],
  [
    '36 entry that deletes',
    () =>
      post('/fhir', {
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [{ request: { method: 'DELETE', url: 'Observation/1' } }],
      }),
    400,
    'not-supported',
  ],
  [
    '37 one bad of several',
    () => post('/fhir', envelope('transaction', [steps(), steps({ status: 'x' })])),
    [400, 422],
    ['code-invalid', 'processing'],
  ],
  ['51 a million arrays in each other', () => post('/fhir/Observation', '['.repeat(1_000_000)), 400, 'too-costly'],
  ['52 __proto__', observeText({ foo: 1 }, '"foo":1', '"__proto__":{"admin":true}'), 400, 'structure'],
  [
    '52 constructor.prototype',
    observeText({ foo: 1 }, '"foo":1', '"constructor":{"prototype":{"admin":true}}'),
    [400, 422],
    'structure',
  ],
  ['53 a key twice', observeText({}, '"status":"final"', '"status":"final","status":"amended"'), 400, 'structure'],
  ['54 NUL in a string', observe({ device: { display: 'a\u0000b' } }), 400, 'value'],
  ['54 half a surrogate', observeText({ device: { display: 'a@b' } }, 'a@b', 'a\\ud800b'), 400, 'value'],
  [
    '54 broken UTF-8',
    () => postBytes('/fhir/Observation', [0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
    400,
    ['value', 'structure'],
  ],
  ['59 _count=-1', searchFor('_count=-1'), 400, 'value'],
  ['59 _count=abc', searchFor('_count=abc'), 400, 'value'],
  [
    '62 unknown parameter, strict',
    () => searchFor('colour=red')().set('prefer', 'handling=strict'),
    400,
    'not-supported',
  ],
  ['63 _sort=unknown', searchFor('_sort=unknown'), 400, 'value'],
  ['63 date=gt2026-99', searchFor('date=gt2026-99'), 400, 'value'],
  ['63 token a|b|c|d', searchFor('code=a|b|c|d'), 400, 'value'],
  ['65 cursor: noise', searchFor('_cursor=abc'), [400, 410], 'invalid'],
  [
    '65 cursor: a time no calendar has',
    searchFor(`_cursor=${cursorOf(`-9999999999999999|${randomUUID()}`)}`),
    [400, 410],
    'invalid',
  ],
  ['65 cursor: an id of dashes', searchFor(`_cursor=${cursorOf(`1|${'-'.repeat(36)}`)}`), [400, 410], 'invalid'],
  ['65 Patient cursor: noise', () => get('/fhir/Patient?_cursor=abc'), [400, 410], 'invalid'],
  [
    '65 Patient cursor: an id of dashes',
    () => get(`/fhir/Patient?_cursor=${cursorOf(JSON.stringify(['a', '-'.repeat(36)]))}`),
    [400, 410],
    'invalid',
  ],
  ['79 a year ahead', observe({ effectivePeriod: undefined, effectiveDateTime: '2099-01-01T00:00:00Z' }), 422, 'value'],
  [
    '79 a reading of a thousand years',
    observe({ effectivePeriod: { start: '1026-01-01T00:00:00Z', end: '2026-01-01T00:00:00Z' } }),
    422,
    'value',
  ],
  ['80 no offset', observe({ effectivePeriod: undefined, effectiveDateTime: '2026-02-01T10:00:00' }), 422, 'value'],
  ['80 24:00:00', observe({ effectivePeriod: undefined, effectiveDateTime: '2026-02-01T24:00:00Z' }), 422, 'value'],
];

/** Strange but right. */
const ACCEPTED: Row[] = [
  [
    '34 contained in a circle: kept as it came, never followed',
    observe({
      contained: [
        { resourceType: 'Patient', id: 'a', managingOrganization: { reference: '#b' } },
        { resourceType: 'Organization', id: 'b', partOf: { reference: '#a' } },
      ],
    }),
    201,
    null,
  ],
  ['19 id and version of another: a new id', observe({ id: randomUUID(), meta: { versionId: '7' } }), 201, null],
  ['54 a byte order mark', () => postBytes('/fhir/Observation', `\uFEFF${JSON.stringify(steps())}`), 201, null],
  ['59 _count=1000000', searchFor('_count=1000000'), 200, null],
  ['62 unknown parameter', searchFor('colour=red'), 200, null],
  ['64 SQL in code', searchFor(`code=${encodeURIComponent("' or 1=1--")}`), 200, null],
  ['64 % in code', searchFor('code=%25'), 200, null],
  ['64 SQL in name', () => get(`/fhir/Patient?name=${encodeURIComponent("%' or 1=1--_\\")}`), [200, 400], null],
  ['64 % in name', () => get('/fhir/Patient?name=%25'), 200, null],
  ['64 _ in name', () => get('/fhir/Patient?name=_'), 200, null],
  ['64 SQL in identifier', () => get(`/fhir/Patient?identifier=${encodeURIComponent("' or 1=1--")}`), 200, null],
  ['79 of 1970', observe({ effectivePeriod: undefined, effectiveDateTime: '1970-01-01T00:00:00Z' }), 201, null],
  [
    '79 an hour ahead',
    () => observe({ effectivePeriod: undefined, effectiveDateTime: new Date(Date.now() + 3_600_000).toISOString() })(),
    201,
    null,
  ],
  [
    '79 of the first moment FHIR can write',
    observe({ effectivePeriod: undefined, effectiveDateTime: '0001-01-01T00:00:00+14:00', code: { text: 'Legend' } }),
    201,
    null,
  ],
  [
    '80 leap second',
    observe({ effectivePeriod: undefined, effectiveDateTime: '2016-12-31T23:59:60Z' }),
    [201, 422],
    null,
  ],
];

describe('bad input', () => {
  it.each(REFUSED)('%s', async (_name, send, statuses, codes) => {
    const before = await counted();
    const { status, body, text } = await send();
    expect([statuses, status, text.slice(0, 300)]).toEqual([
      statuses,
      [statuses].flat().includes(status) ? status : [statuses].flat()[0],
      expect.any(String),
    ]);
    expect(body.resourceType).toBe('OperationOutcome');
    expect([codes].flat()).toContain(body.issue![0]!.code);
    expect(await counted()).toBe(before);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it.each(ACCEPTED)('%s', async (_name, send, statuses) => {
    const { status, text } = await send();
    expect([status, text.slice(0, 300)]).toEqual([
      [statuses].flat().includes(status) ? status : [statuses].flat()[0],
      expect.any(String),
    ]);
  });

  it('19 keeps its own id', async () => {
    const foreign = randomUUID();
    const { body } = await post('/fhir/Observation', steps({ id: foreign, meta: { versionId: '7' } })).expect(201);
    expect(body.id).not.toBe(foreign);
    expect(body.meta.versionId).toBe('1');
  });

  it("20, 21 another clinic's id and an absent one get the same answer", async () => {
    const other = await createClinic(app, 'fhir-other');
    const theirs = await inviteAndAccept(app, other.admin, { role: 'clinician' });
    const theirPatient = await registerPatient(theirs);
    const theirToken = await tokenFor(app, other.id);
    const made = await app
      .http()
      .post('/fhir/Observation')
      .set('authorization', `Bearer ${theirToken}`)
      .set('content-type', FHIR)
      .send(JSON.stringify(steps({}, theirPatient)))
      .expect(201);
    for (const [type, foreign] of [
      ['Observation', made.body.id],
      ['Patient', theirPatient],
    ] as const) {
      const strange = await get(`/fhir/${type}/${foreign}`).expect(404);
      const absent = await get(`/fhir/${type}/${randomUUID()}`).expect(404);
      expect(strange.body).toEqual(absent.body);
      expect(strange.body.issue[0].code).toBe('not-found');
    }
    expect((await get(`/fhir/Observation?patient=${theirPatient}`).expect(200)).body).not.toHaveProperty('entry');
  });

  it('55 numbers read back literally', async () => {
    const loose = { code: { text: 'Anything' } };
    const exponents = ['1e3', '1E+2', '1e-7', '1e+21', '-2.5e-9', '5e-324', '1.7976931348623157e+308'];
    for (const literal of ['1.50', '12345678901234567890', '0.10', '0.00', '0.0000001', ...exponents]) {
      const made = await post(
        '/fhir/Observation',
        JSON.stringify(steps({ ...loose, ...quantity(424_242) })).replace('424242', literal),
      ).expect(201);
      expect(made.text).toContain(`"value":${literal},`);
      expect((await get(`/fhir/Observation/${made.body.id}`).expect(200)).text).toContain(`"value":${literal},`);
    }
  });

  it('59 _count is capped, 62 the self link names what was asked', async () => {
    const { body } = await get(`/fhir/Observation?patient=${patientId}&_count=1000000&colour=red`).expect(200);
    expect(body.entry.length).toBeLessThanOrEqual(200);
    expect(body.link[0].relation).toBe('self');
    expect(body.link[0].url).not.toContain('colour');
  });

  it('64 nothing is found by SQL or wildcards', async () => {
    for (const name of ['%', '_', "' or 1=1--", '\\']) {
      const { body } = await get(`/fhir/Patient?name=${encodeURIComponent(name)}`);
      expect(body.entry ?? []).toEqual([]);
    }
  });

  it('79 the hour that comes twice is two readings', async () => {
    const at = (offset: string) => ({ effectivePeriod: undefined, effectiveDateTime: `2026-11-01T01:30:00${offset}` });
    const first = await post('/fhir/Observation', steps(at('-04:00'))).expect(201);
    const second = await post('/fhir/Observation', steps(at('-05:00'))).expect(201);
    expect(second.body.id).not.toBe(first.body.id);
    expect(second.body.effectiveDateTime).toBe('2026-11-01T01:30:00-05:00');
  });
});
