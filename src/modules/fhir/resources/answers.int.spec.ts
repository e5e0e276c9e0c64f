import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { gatherCareCircle, type CareCircle } from '../../../../test/support/care.js';
import { toBatch, toObservation } from '../../../../test/support/fhir.js';
import { answerConsent } from '../../../../test/support/consents.js';
import { createClinic, registerPatient } from '../../../../test/support/people.js';

let app: TestApp;
let circle: CareCircle;
let of: string;

beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'answers'), 'Counted');
  of = await registerPatient(circle.treating);
}, 120_000);
afterAll(() => app?.close());

const get = (path: string, token = circle.token) =>
  app.http().get(`/fhir/${path}`).set('authorization', `Bearer ${token}`);
const post = (path: string, body: object, prefer?: string) => {
  const sent = app.http().post(`/fhir${path}`).set('authorization', `Bearer ${circle.token}`);
  if (prefer !== undefined) void sent.set('prefer', prefer);
  return sent.set('content-type', 'application/fhir+json').send(JSON.stringify(body));
};
let minute = 0;
const pulse = (patientId = of) =>
  toObservation(patientId, {
    metric: 'heartRate',
    value: 61,
    start: new Date(Date.parse('2026-02-01T00:00:00Z') + minute++ * 60_000).toISOString(),
  });

describe('a Bundle without entries has no member for them', () => {
  it.each([
    'Observation?patient=PATIENT',
    `Observation?_id=${randomUUID()}`,
    'Observation/$lastn?patient=PATIENT',
    'Patient?name=nobody',
    'MedicationStatement?patient=PATIENT',
    'Procedure?patient=PATIENT',
    'Consent?patient=PATIENT&status=rejected',
  ])('%s', async (path) => {
    const { body } = await get(path.replace('PATIENT', await registerPatient(circle.treating))).expect(200);
    expect(body).toMatchObject({ resourceType: 'Bundle', type: 'searchset' });
    expect(body).not.toHaveProperty('entry');
  });

  it('AuditEvent', async () => {
    const { body } = await circle.admin.agent.get('/fhir/AuditEvent?date=lt2001').expect(200);
    expect(body).toMatchObject({ resourceType: 'Bundle', type: 'searchset' });
    expect(body).not.toHaveProperty('entry');
  });

  it.each(['batch', 'transaction'])('%s', async (type) => {
    const answer = { resourceType: 'Bundle', type: `${type}-response` };
    expect((await post('', { resourceType: 'Bundle', type }).expect(200)).body).toEqual(answer);
    expect((await post('', { resourceType: 'Bundle', type, entry: [] }).expect(200)).body).toEqual(answer);
  });
});

describe('a page says what it was taken for', () => {
  const selfOf = async (path: string) => {
    const { body } = await get(`${path}?patient=${of}&code=8867-4&_count=500&_extra=1`).expect(200);
    return { self: body.link[0].url as string, said: JSON.stringify(body.entry ?? []) };
  };
  it.each([
    ['Observation', '&_count=200'],
    // Which has no pages.
    ['Observation/$lastn', ''],
  ])('%s: of so many at most, without what is not known', async (path, count) => {
    const { self, said } = await selfOf(path);
    expect(self.split('/fhir/')[1]).toBe(`${path}?patient=${of}&code=8867-4${count}`);
    expect(said).toContain('_extra');
  });
  it.each(['Observation', 'Observation/$lastn'])('%s: whoever wants it strictly is refused', async (path) => {
    const { body } = await get(`${path}?patient=${of}&_extra=1`).set('prefer', 'handling=strict').expect(400);
    expect(body.issue[0].expression).toEqual(['_extra']);
  });
});

describe('a count', () => {
  let counted: string;
  const own = (code: string, more: object = {}) => ({
    resourceType: 'Observation',
    status: 'final',
    subject: { reference: `Patient/${counted}` },
    code: { coding: [{ system: 'urn:own', code }] },
    valueQuantity: { value: 1 },
    ...more,
  });
  beforeAll(async () => {
    counted = circle.patientId;
    await circle.patient.agent
      .put(`/api/v1/patients/${counted}/followers/${circle.caregiver.personId}`)
      .send({ categories: ['trends'], until: null })
      .expect(({ status }) => expect(status).toBeLessThan(300));
    await answerConsent(circle.patient, counted, 'share-caregiver', 'given');
    const readings = Array.from({ length: 7 }, (_, i) => ({
      metric: i < 4 ? ('heartRate' as const) : ('painIntensity' as const),
      value: i,
      start: `2026-01-0${i + 1}T12:00:00Z`,
    })).map((reading) => (reading.metric === 'heartRate' ? { ...reading, value: 60 + reading.value } : reading));
    const { body } = await post('', toBatch(counted, readings)).expect(200);
    for (const { response } of body.entry) expect(response.status).toBe('201 Created');
    const lists = {
      status: 'preliminary',
      effectiveDateTime: '2020-01-01',
      category: [{ coding: [{ code: 'exam' }] }],
    };
    await post('/Observation', own('stay', lists)).expect(201);
    const twice = [{ system: 'urn:own', code: 'walk' }, { system: 'urn:own', code: 'stay' }]; // prettier-ignore
    await post('/Observation', own('walk', { code: { coding: twice }, effectiveDateTime: '2020-01-02' })).expect(201);
  });

  it.each([
    ['', 9],
    ['code=8867-4', 4],
    ['code=http://loinc.org|8867-4,http://loinc.org|72514-3', 7],
    ['code=urn:own|stay', 2],
    ['code=urn:own|', 2],
    ['code=urn:x|8867-4', 0],
    ['date=ge2026-01-03', 5],
    ['date=ge2026-01-03&code=8867-4', 2],
    ['date=lt2020-01-02', 1],
    ['status=preliminary', 1],
    ['category=exam&date=2020', 1],
    ['_sort=date&code=8867-4', 4],
  ])('of %s is %d, however many a page has', async (query, total) => {
    for (const asking of ['_count=0', '_summary=count', '_summary=count&_count=2']) {
      const { body } = await get(`Observation?patient=${counted}&${query}&${asking}`).expect(200);
      const url = expect.stringContaining(asking);
      expect(body).toEqual({ resourceType: 'Bundle', type: 'searchset', total, link: [{ relation: 'self', url }] });
    }
    const { body } = await get(`Observation?patient=${counted}&${query}`).expect(200);
    expect(body.entry ?? []).toHaveLength(total);
    expect(body).not.toHaveProperty('total');
  });

  it('holds what the caller may see, and nothing of a patient out of reach', async () => {
    const totalFor = async (agent: typeof circle.treating.agent, patientId = counted) =>
      (await agent.get(`/fhir/Observation?patient=${patientId}&_summary=count`).expect(200)).body.total;
    expect(await totalFor(circle.treating.agent)).toBe(9);
    expect(await totalFor(circle.patient.agent)).toBe(9);
    expect(await totalFor(circle.colleague.agent)).toBe(0);
    const found = await circle.caregiver.agent.get(`/fhir/Observation?patient=${counted}`).expect(200);
    expect(found.body.entry).toHaveLength(4);
    expect(await totalFor(circle.caregiver.agent)).toBe(4);
    expect(await totalFor(circle.treating.agent, randomUUID())).toBe(0);
  });

  it('of several patients is of all of them; of _id and $lastn of what they would answer', async () => {
    await post('/Observation', pulse()).expect(201);
    const { body } = await get(`Observation?patient=${counted},${of}&code=8867-4&_count=0`).expect(200);
    const both = await get(`Observation?patient=${counted},${of}&code=8867-4`).expect(200);
    expect(body.total).toBe(both.body.entry.length);
    const [{ resource }] = both.body.entry;
    const byId = await get(`Observation?_id=${resource.id},${randomUUID()}&_summary=count`).expect(200);
    expect([byId.body.total, byId.body.entry]).toEqual([1, undefined]);
    const last = await get(`Observation/$lastn?patient=${counted}&code=8867-4&max=3&_summary=count`).expect(200);
    expect([last.body.total, last.body.entry]).toEqual([3, undefined]);
  });

  it('is written down as a search of that patient', async () => {
    const newest = () =>
      app.database.asOwner<{ id: string; interaction: string; patient_id: string; outcome: string }>(
        `SELECT id, interaction, patient_id, outcome FROM audit_event WHERE clinic_id = $1 AND type = 'Observation'
         ORDER BY id DESC LIMIT 1`,
        [circle.clinicId],
      );
    const [before] = await newest();
    await get(`Observation?patient=${counted}&_summary=count`).expect(200);
    const [after] = await newest();
    expect(after).toMatchObject({ interaction: 'search', patient_id: counted, outcome: 'success' });
    expect(after!.id).not.toBe(before?.id);
  });

  it('of consents leaves them out, too', async () => {
    const { body } = await get(`Consent?patient=${counted}&_summary=count`).expect(200);
    const all = await get(`Consent?patient=${counted}`).expect(200);
    expect([body.total, body.entry]).toEqual([all.body.total, undefined]);
  });

  it.each(['Patient?name=a', 'MedicationStatement?patient=PATIENT', 'Procedure?patient=PATIENT'])(
    'is not offered for %s, and says so',
    async (path) => {
      for (const [asking, name] of [
        ['_count=0', '_count'],
        ['_summary=count', '_summary'],
      ] as const) {
        // prettier-ignore
        const { body } = await get(`${path.replace('PATIENT', counted)}&${asking}`).expect(400);
        expect(body.issue).toMatchObject([{ code: 'not-supported', expression: [name] }]);
      }
    },
  );

  it('another _summary is left out of the self link; false is what is answered', async () => {
    const selfOf = async (query: string) =>
      (await get(`Observation?patient=${counted}&${query}`).expect(200)).body.link[0].url as string;
    for (const value of ['true', 'text', 'data']) expect(await selfOf(`_summary=${value}`)).not.toContain('_summary');
    expect(await selfOf('_summary=false')).toContain('_summary=false');
    await get(`Observation?patient=${counted}&_summary=true`).set('prefer', 'handling=strict').expect(400);
  });
});

describe('what is sent is answered as the sender prefers', () => {
  const SENT: [string, () => object][] = [
    ['Observation', () => pulse()],
    ['Patient', () => ({ resourceType: 'Patient', name: [{ family: 'Preferred' }], birthDate: '1980-02-29' })],
    [
      'Procedure',
      () => ({
        resourceType: 'Procedure',
        status: 'completed',
        code: { text: 'Injection' },
        subject: { reference: `Patient/${of}` },
        performedDateTime: '2026-01-01',
      }),
    ],
  ];
  const HEADERS = ['location', 'etag', 'last-modified'];

  it.each(SENT)('%s', async (type, resource) => {
    const minimal = await post(`/${type}`, resource(), 'return=minimal').expect(201);
    expect(minimal.text).toBe('');
    for (const header of HEADERS) expect(minimal.headers[header]).toBeDefined();
    const id = minimal.headers['location']!.split('/')[1]!;
    expect((await get(`${type}/${id}`).expect(200)).body.id).toBe(id);

    const said = await post(`/${type}`, resource(), 'handling=strict, Return="OperationOutcome"; x=1').expect(201);
    expect(said.body).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ severity: 'information' }] });
    expect(said.headers['content-type']).toContain('application/fhir+json');
    for (const header of HEADERS) expect(said.headers[header]).toBeDefined();

    for (const prefer of [undefined, 'return=representation', 'return=whatever'])
      expect((await post(`/${type}`, resource(), prefer).expect(201)).body.resourceType).toBe(type);
  });

  it('a repeat, too; a refusal always says why', async () => {
    const again = pulse();
    await post('/Observation', again, 'return=minimal').expect(201);
    expect((await post('/Observation', again, 'return=minimal').expect(200)).text).toBe('');
    const refused = await post('/Observation', { ...again, status: 'x' }, 'return=minimal');
    expect([refused.status, refused.body.resourceType]).toEqual([422, 'OperationOutcome']);
  });
});

describe('search by date, of what says its time in another way, or not at all', () => {
  let timed: string;
  const when = async (value: number, more: object) =>
    post('/Observation', {
      resourceType: 'Observation',
      status: 'final',
      subject: { reference: `Patient/${timed}` },
      code: { coding: [{ system: 'urn:own', code: 'dose' }] },
      valueQuantity: { value },
      ...more,
    }).expect(201);
  beforeAll(async () => {
    timed = await registerPatient(circle.treating);
    const unknown = { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }] }; // prettier-ignore
    await when(1, { effectiveTiming: { event: ['2021-03-05T10:00:00Z', '2021-03-01T08:00:00+01:00', '2021-03-03'] } });
    await when(2, { effectiveTiming: { repeat: { boundsPeriod: { start: '2021-02-01', end: '2021-06-30' } } } });
    await when(3, { effectiveTiming: { repeat: { boundsPeriod: { start: '2021-05-01' } } } });
    await when(4, { effectiveTiming: { code: { text: 'twice a day' } } });
    await when(5, {});
    await when(6, { issued: '2021-03-04T00:00:00Z' });
    await when(7, { _effectiveDateTime: unknown, issued: '2021-03-04T01:00:00Z' });
    await when(8, { effectiveDateTime: '2021-03-04T12:00:00Z', note: [{ text: '"$none":["effective"' }] });
  });

  it.each<[string, number[]]>([
    ['', [1, 2, 3, 4, 5, 6, 7, 8]],
    ['date=2021-03', [1, 8]],
    ['date=2021-03-04', [8]],
    ['date=ge2021-03-05', [1, 2, 3]],
    ['date=gt2021-03-05', [2, 3]],
    ['date=lt2021-03-02', [1, 2]],
    ['date=eb2021-03-06', [1, 8]],
    ['date=sa2021-04', [3]],
    ['date=2021', [1, 2, 8]],
    ['date=le9999', [1, 2, 3, 8]],
    ['date=ge0001', [1, 2, 3, 8]],
    [`date=ge${new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)}`, [3]],
    ['date=2021-03&code=urn:own|dose', [1, 8]],
  ])('%s', async (query, values) => {
    const { body } = await get(`Observation?patient=${timed}&${query}`).expect(200);
    type Found = { resource: { valueQuantity: { value: number } } };
    expect((body.entry ?? []).map((e: Found) => e.resource.valueQuantity.value).sort()).toEqual(values);
    expect((await get(`Observation?patient=${timed}&${query}&_count=0`).expect(200)).body.total).toBe(values.length);
  });

  it('each reads back as it came', async () => {
    const { body } = await get(`Observation?patient=${timed}`).expect(200);
    const found = (value: number) =>
      body.entry.find(
        (e: { resource: { valueQuantity: { value: number } } }) => e.resource.valueQuantity.value === value,
      ).resource;
    expect(found(1).effectiveTiming.event).toEqual(['2021-03-05T10:00:00Z', '2021-03-01T08:00:00+01:00', '2021-03-03']);
    for (const value of [1, 2, 3, 4, 5, 6, 7]) expect(found(value)).not.toHaveProperty('effectiveDateTime');
  });
});
