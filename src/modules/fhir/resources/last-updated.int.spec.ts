import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../../test/support/care.js';
import { answerConsent } from '../../../../test/support/consents.js';
import { toObservation } from '../../../../test/support/fhir.js';
import { createClinic, registerPatient } from '../../../../test/support/people.js';

let app: TestApp;
let circle: CareCircle;

beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'updated'), 'Synced');
}, 120_000);
afterAll(() => app?.close());

interface Found {
  readonly id: string;
  readonly meta: { readonly versionId: string; readonly lastUpdated: string };
  readonly valueQuantity?: { readonly value: number };
}
interface Page {
  readonly total?: number;
  readonly entry?: readonly { readonly resource: Found }[];
  readonly link: readonly { readonly relation: string; readonly url: string }[];
}
type Agent = CareCircle['treating']['agent'];

const get = (path: string, agent?: Agent, token = circle.token) =>
  agent ? agent.get(`/fhir/${path}`) : app.http().get(`/fhir/${path}`).set('authorization', `Bearer ${token}`);
const post = (resource: object) =>
  app
    .http()
    .post(`/fhir/${(resource as { resourceType: string }).resourceType}`)
    .set('authorization', `Bearer ${circle.token}`)
    .set('content-type', 'application/fhir+json')
    .send(JSON.stringify(resource));

/** All pages, each of whose addresses must still ask for it. */
async function foundBy(path: string, agent?: Agent): Promise<Found[]> {
  const found: Found[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const { body }: { body: Page } = await get(next, agent).expect(200);
    for (const { url } of body.link) expect(url.includes('_lastUpdated')).toBe(path.includes('_lastUpdated'));
    found.push(...(body.entry ?? []).map(({ resource }) => resource));
    next = body.link.find(({ relation }) => relation === 'next')?.url.split('/fhir/')[1];
  }
  return found;
}
const totalOf = async (path: string, agent?: Agent) =>
  ((await get(`${path}&_summary=count`, agent).expect(200)).body as Page).total;
const valuesOf = (found: readonly Found[]) => found.map(({ valueQuantity }) => valueQuantity!.value).sort();
const idsOf = (found: readonly Found[]) => found.map(({ id }) => id);

const pulse = (of: string, value: number, more: object = {}) => ({
  ...toObservation(of, { metric: 'heartRate', value, start: `2026-01-0${value - 60}T12:00:00Z` }),
  ...more,
});
/** As the database keeps it, to the microsecond. */
const receive = (id: string, at: string) =>
  app.database.asOwner(
    `UPDATE observation_row o SET received_at = $2 FROM series w, concept c
     WHERE w.clinic_id = o.clinic_id AND w.id = o.series_id AND c.clinic_id = w.clinic_id AND c.id = w.concept_id
       AND (w.patient_id::text || ' ' || coalesce(o.value, 0)::int) = $1`,
    [id, at],
  );
const keep = async (of: string, value: number, at: string, resource: object = pulse(of, value)) => {
  const { body } = await post(resource).expect(201);
  await receive(`${of} ${value}`, at);
  return (body as Found).id;
};

describe('an Observation is found by when it was updated', () => {
  let of: string;
  const AT = '2026-11-01T10:00:00.123Z';
  beforeAll(async () => {
    of = await registerPatient(circle.treating);
    await keep(of, 61, AT);
    await keep(of, 62, '2026-11-01T10:00:00.123456Z');
    await keep(of, 63, '2026-11-01T10:00:00.123999Z');
    await keep(of, 64, '2026-11-01T10:00:00.124Z');
    await keep(of, 65, '2026-11-02T00:00:00Z');
  });

  it.each<[string, number[]]>([
    [`ge${AT}`, [61, 62, 63, 64, 65]],
    [`gt${AT}`, [64, 65]],
    [`sa${AT}`, [64, 65]],
    [AT, [61, 62, 63]],
    [`eq${AT}`, [61, 62, 63]],
    [`le${AT}`, [61, 62, 63]],
    [`lt${AT}`, []],
    [`eb${AT}`, []],
    ['eb2026-11-01T10:00:00.124Z', [61, 62, 63]],
    // Digits beyond those that we write say no more than those.
    ['ge2026-11-01T10:00:00.123999Z', [61, 62, 63, 64, 65]],
    ['ge2026-11-01T11:00:00.124%2B01:00', [64, 65]],
    ['gt2026-11-01T10:00:00Z', [65]],
    ['2026-11-01', [61, 62, 63, 64]],
    ['ge2026-11-02', [65]],
    ['gt2026-11-02', []],
    ['le2026-11', [61, 62, 63, 64, 65]],
    ['ge2026-11-01&_lastUpdated=lt2026-11-02', [61, 62, 63, 64]],
    [`gt${AT}&_lastUpdated=lt2026-11-02`, [64]],
    [`gt${AT}&_lastUpdated=le${AT}`, []],
    ['ge9999', []],
    ['le9999', [61, 62, 63, 64, 65]],
    ['ge0001', [61, 62, 63, 64, 65]],
  ])('%s', async (updated, values) => {
    const path = `Observation?patient=${of}&_lastUpdated=${updated}`;
    expect(valuesOf(await foundBy(path))).toEqual(values);
    expect(valuesOf(await foundBy(`${path}&_count=1`))).toEqual(values);
    expect(await totalOf(path)).toBe(values.length);
  });

  it('says what it was taken for', async () => {
    const { body } = await get(`Observation?patient=${of}&_lastUpdated=ge2026-11-02&_lastUpdated=lt2027&colour=red`)
      .set('prefer', 'handling=lenient')
      .expect(200);
    expect((body as Page).link[0]!.url).toMatch(/\?patient=[^&]+&_lastUpdated=ge2026-11-02&_lastUpdated=lt2027$/);
    await get(`Observation?patient=${of}&_lastUpdated=ge2026-11-02`).set('prefer', 'handling=strict').expect(200);
  });

  it('whatever it says, `ge` of it finds it and `gt` does not', async () => {
    for (const { id, meta } of await foundBy(`Observation?patient=${of}`)) {
      const by = (op: string) => foundBy(`Observation?patient=${of}&_lastUpdated=${op}${meta.lastUpdated}`);
      expect([idsOf(await by('ge')).includes(id), idsOf(await by('gt')).includes(id)]).toEqual([true, false]);
      expect(idsOf(await by('eq'))).toContain(id);
    }
  });

  it('by its id, too', async () => {
    const ids = idsOf(await foundBy(`Observation?patient=${of}`)).join(',');
    const path = `Observation?_id=${ids}&_lastUpdated=`;
    expect(valuesOf(await foundBy(`${path}gt${AT}`))).toEqual([64, 65]);
    expect(valuesOf(await foundBy(`${path}ge${AT}&_lastUpdated=lt2026-11-02&patient=${of}`))).toEqual([61, 62, 63, 64]);
    expect(await totalOf(`${path}${AT}`)).toBe(3);
    expect(await foundBy(`${path}ge${AT}&patient=${circle.patientId}`)).toEqual([]);
  });

  it('and by a form', async () => {
    const { body } = await circle.treating.agent
      .post('/fhir/Observation/_search')
      .type('form')
      .send({ patient: of, _lastUpdated: `gt${AT}` })
      .expect(200);
    expect(valuesOf((body as Page).entry!.map(({ resource }) => resource))).toEqual([64, 65]);
  });
});

it('what PostgreSQL keeps to the microsecond is cut to the millisecond alike where it is written and where it is compared', async () => {
  const [row] = await app.database.asOwner<{ wrong: number }>(
    `SELECT count(*)::int AS wrong FROM (SELECT timestamptz '2026-11-01 10:00Z' + n * interval '7919.000333 s' + (n % 7) * interval '1 us' AS at
       FROM generate_series(0, 30000) n UNION ALL SELECT timestamptz '2026-11-01 10:00Z' + n * interval '1 ms' FROM generate_series(0, 30000) n) t
     WHERE trunc(date_part('epoch', at) * 1000) <> extract(epoch FROM date_trunc('milliseconds', at)) * 1000`,
  );
  expect(row).toEqual({ wrong: 0 });
});

it('a corrected Observation is found again, and one sent again as it was is not', async () => {
  const of = await registerPatient(circle.treating);
  const id = await keep(of, 61, '2026-01-02T00:00:00Z');
  await keep(of, 62, '2026-01-02T00:00:00Z');
  const since = `Observation?patient=${of}&_lastUpdated=gt2026-01-02T00:00:00.000Z`;
  await post(pulse(of, 61)).expect(200);
  expect(await foundBy(since)).toEqual([]);
  const corrected = { ...pulse(of, 61), valueQuantity: { value: 71, unit: '/min', code: '/min', system: 'http://unitsofmeasure.org' } }; // prettier-ignore
  const { body } = await post(corrected).expect(200);
  const found = await foundBy(since);
  expect(found).toEqual([body]);
  expect(found).toMatchObject([{ id, meta: { versionId: '2' }, valueQuantity: { value: 71 } }]);
  expect(await foundBy(`Observation?patient=${of}&_lastUpdated=gt${found[0]!.meta.lastUpdated}`)).toEqual([]);
});

describe('with whatever else is asked', () => {
  let of: string;
  let other: string;
  const SINCE = '2026-06-01T00:00:00.000Z';
  const category = (code: string) => ({ category: [{ coding: [{ system: 'urn:c', code }] }] });
  const own = (value: number, code: string, more: object) => ({
    resourceType: 'Observation',
    status: 'final',
    subject: { reference: `Patient/${of}` },
    code: { coding: [{ system: 'urn:own', code }, { system: 'urn:own', code: 'grip' }] }, // prettier-ignore
    valueQuantity: { value },
    ...more,
  });
  beforeAll(async () => {
    of = circle.patientId;
    other = await registerPatient(circle.treating);
    await circle.patient.agent
      .put(`/api/v1/patients/${of}/followers/${circle.caregiver.personId}`)
      .send({ categories: ['trends'], until: null })
      .expect(({ status }) => expect(status).toBeLessThan(300));
    await answerConsent(circle.patient, of, 'share-caregiver', 'given');
    // Each of a kind is there before and after.
    const kinds: ((value: number) => object)[] = [
      (n) => pulse(of, n),
      (n) => pulse(of, n, { status: 'amended', ...category('vital') }),
      (n) => pulse(of, n, { code: { coding: [{ system: 'urn:apple', code: 'HeartRate' }, { system: 'http://loinc.org', code: '8867-4' }] } }), // prettier-ignore
      (n) => pulse(other, n),
      (n) => toObservation(of, { metric: 'painIntensity', value: n - 60, start: `2026-01-0${n - 60}T20:00:00Z` }),
      (n) => own(n, 'stay', { effectivePeriod: { start: '2024-01-01', end: `2026-01-0${n - 60}` } }),
      (n) => own(n, 'walk', { effectiveDateTime: `2026-01-0${n - 60}`, ...category('exam') }),
    ];
    for (const [i, kind] of kinds.entries()) {
      // Values no other kind of the same patient has, so that each is received when it should be.
      const at = ['2026-05-01T00:00:00Z', '2026-07-01T00:00:00Z'];
      for (const [j, when] of at.entries()) {
        const value = 61 + ((i * 2 + j) % 9);
        const made = await post(kind(value)).expect(201);
        await app.database.asOwner(
          `UPDATE observation_row SET received_at = $1 WHERE received_at > now() - interval '1 hour' AND received_at <> $1`,
          [when],
        );
        expect((await get(`Observation/${(made.body as Found).id}`).expect(200)).body.meta.lastUpdated).toBe(
          new Date(when).toISOString(),
        );
      }
    }
  });

  const QUERIES = [
    'patient=P',
    'patient=P&_sort=date',
    'patient=P,O',
    'patient=P&code=http://loinc.org|8867-4',
    'patient=P&code=8867-4,urn:own|stay&_sort=date',
    'patient=P&code=HeartRate',
    'patient=P&code=urn:own|grip',
    'patient=P&code=urn:own|',
    'patient=P&code=http://loinc.org|,urn:own|walk',
    'patient=P&category=urn:c|vital,urn:c|exam',
    'patient=P&category=urn:c|&code=grip&_sort=date',
    'patient=P&status=amended',
    'patient=P&status=final&category=exam',
    'patient=P&date=ge2026-01-02&code=8867-4',
    'patient=P&date=ge2026-01-02',
    'patient=P&date=sa2023&date=lt2026-02&status=final&category=exam&code=grip',
  ];
  const CALLERS: [string, () => Agent | undefined][] = [
    ['a program of the clinic', () => undefined],
    ['who treats', () => circle.treating.agent],
    ['a caregiver without the answers', () => circle.caregiver.agent],
  ];
  it.each(CALLERS.flatMap(([who, agent]) => QUERIES.map((query) => [who, query, agent] as const)))(
    '%s: %s finds what it found, of that time',
    async (_who, query, agentOf) => {
      const path = `Observation?${query.replace('P', of).replace('O', other)}`;
      const all = await foundBy(path, agentOf());
      const [before, since] = ([false, true] as const).map((isSince) =>
        idsOf(all.filter(({ meta }) => meta.lastUpdated >= SINCE === isSince)),
      );
      expect(idsOf(await foundBy(`${path}&_lastUpdated=lt${SINCE}`, agentOf()))).toEqual(before);
      expect(idsOf(await foundBy(`${path}&_lastUpdated=ge${SINCE}&_count=1`, agentOf()))).toEqual(since);
      expect(await totalOf(`${path}&_lastUpdated=ge${SINCE}`, agentOf())).toBe(since!.length);
      if (agentOf() !== circle.caregiver.agent) expect([before, since]).not.toContainEqual([]);
    },
  );

  it('it shows nobody what they could not read, nor how many there are', async () => {
    const path = `Observation?patient=${of}&_lastUpdated=ge2026-01-01`;
    const south = await gatherCareCircle(app, await createClinic(app, 'updated-south'), 'South');
    for (const agent of [circle.colleague.agent, circle.neighbour.agent, south.treating.agent]) {
      expect(await foundBy(path, agent)).toEqual([]);
      expect(await totalOf(path, agent)).toBe(0);
      const [{ id }] = (await foundBy(path)) as [Found];
      expect(await foundBy(`Observation?_id=${id}&_lastUpdated=ge2026-01-01`, agent)).toEqual([]);
    }
    const { body } = await get(path, undefined, south.token).expect(200);
    expect((body as Page).entry).toBeUndefined();
    // What was answered is not among the numbers that a caregiver follows.
    expect([(await foundBy(path)).length, await totalOf(path)]).toEqual([12, 12]);
    expect([(await foundBy(path, circle.caregiver.agent)).length, await totalOf(path, circle.caregiver.agent)]).toEqual(
      [6, 6],
    );
    await get(path, circle.admin.agent).expect(403);
  });
});

describe('a resource of another type', () => {
  const statement = (of: string, value: string) => ({
    resourceType: 'MedicationStatement',
    identifier: [{ system: 'urn:s', value }],
    status: 'active',
    medicationCodeableConcept: { text: 'pregabalin' },
    subject: { reference: `Patient/${of}` },
    effectivePeriod: { start: '2026-10-01' },
  });
  const procedure = (of: string, text: string) => ({
    resourceType: 'Procedure',
    status: 'completed',
    code: { text },
    subject: { reference: `Patient/${of}` },
    performedDateTime: '2025-10-05',
  });
  /** They say when they were updated themselves, so no two of one millisecond. */
  const apart = () => new Promise((resolve) => setTimeout(resolve, 5));

  async function expectByTime(path: string, agent?: Agent): Promise<void> {
    const all = await foundBy(path, agent);
    expect(all.length).toBeGreaterThan(1);
    for (const { id, meta } of all) {
      const at = meta.lastUpdated;
      const by = async (asked: string) => idsOf(await foundBy(`${path}&_lastUpdated=${asked}`, agent));
      const those = (isThen: (at: string) => boolean) => idsOf(all.filter((one) => isThen(one.meta.lastUpdated)));
      expect(await by(at)).toContain(id);
      expect(await by(`ge${at}`)).toEqual(those((one) => one >= at));
      expect(await by(`gt${at}`)).toEqual(those((one) => one > at));
      expect(await by(`le${at}`)).toEqual(those((one) => one <= at));
      expect(await by(`lt${at}`)).toEqual(those((one) => one < at));
      expect(await by(`ge${at}&_lastUpdated=le${at}`)).toEqual(those((one) => one === at));
      expect(await by('ge9999')).toEqual([]);
      expect(await by('le9999')).toEqual(idsOf(all));
    }
  }

  it.each([
    ['MedicationStatement', statement],
    ['Procedure', procedure],
  ] as const)('%s: by when it was updated, and by its id', async (type, make) => {
    const of = await registerPatient(circle.treating);
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      ids.push(((await post(make(of, name)).expect(201)).body as Found).id);
      await apart();
    }
    await expectByTime(`${type}?patient=${of}`);
    await expectByTime(`${type}?patient=${of}&_count=1`);
    const some = `${type}?patient=${of}&_id=${ids[0]!.toUpperCase()},${ids[2]}`;
    expect(idsOf(await foundByPlain(some))).toEqual([ids[2], ids[0]]);
    expect(idsOf(await foundByPlain(`${some}&_id=${ids[2]},${ids[1]}`))).toEqual([ids[2]]);
    for (const nobody of [randomUUID(), 'x.1'])
      expect(await foundByPlain(`${type}?patient=${of}&_id=${nobody}`)).toEqual([]);
    await get(`${type}?patient=${of}&_id=a%20b`).expect(400);
    // Of another patient, or out of reach, the id helps nobody.
    const other = await registerPatient(circle.treating);
    for (const [who, agent] of [
      [other, undefined],
      [of, circle.colleague.agent],
    ] as const)
      // prettier-ignore
      for (const more of [`_id=${ids[0]}`, '_lastUpdated=ge2000'])
        expect(idsOf(await foundBy(`${type}?patient=${who}&${more}`, agent))).toEqual([]);
  });
  const foundByPlain = async (path: string) =>
    (((await get(path).expect(200)).body as Page).entry ?? []).map(({ resource }) => resource);

  it('a MedicationStatement that the team corrects is found again', async () => {
    const of = await registerPatient(circle.treating);
    const { body } = await post(statement(of, 'corrected')).expect(201);
    const path = `MedicationStatement?patient=${of}&_lastUpdated=gt${(body as Found).meta.lastUpdated}`;
    expect(await foundBy(path)).toEqual([]);
    await circle.treating.agent
      .put(`/api/v1/patients/${of}/treatments/${(body as Found).id}`)
      .send({ version: 1, kind: 'dose', medication: 'gabapentin' })
      .expect(200);
    expect(await foundBy(path)).toMatchObject([{ id: (body as Found).id, meta: { versionId: '2' } }]);
  });

  it('Patient: by when the resource was updated, within reach', async () => {
    const name = 'Zebedee';
    for (const familyName of [`${name} A`, `${name} B`, `${name} C`]) {
      await registerPatient(circle.treating, { familyName });
      await apart();
    }
    await expectByTime(`Patient?name=${name}`);
    await expectByTime(`Patient?name=${name}&_count=1`);
    await expectByTime(`Patient?name=${name}`, circle.treating.agent);
    const [{ id }] = (await foundBy(`Patient?name=${name}`)) as [Found];
    expect(idsOf(await foundBy(`Patient?_id=${id}&_lastUpdated=ge2026-01-01`))).toEqual([id]);
    expect(await foundBy(`Patient?_id=${id}&_lastUpdated=lt2020`)).toEqual([]);
    for (const path of ['Patient?_lastUpdated=ge2020', `Patient?_id=${id}&_lastUpdated=ge2020`])
      expect(idsOf(await foundBy(path, circle.colleague.agent))).toEqual([]);
  });

  it('Patient: one whose name was corrected is found again', async () => {
    const id = await registerPatient(circle.treating);
    const { body } = await get(`Patient/${id}`).expect(200);
    const path = `Patient?_lastUpdated=gt${(body as Found).meta.lastUpdated}`;
    expect(idsOf(await foundBy(path))).not.toContain(id);
    await circle.treating.agent
      .put(`/api/v1/patients/${id}/identity`)
      .send({ version: 1, givenName: 'Ada', familyName: 'Corrected', birthDate: '1970-05-17', gender: null })
      .expect(204);
    expect(idsOf(await foundBy(path))).toContain(id);
  });

  it('Consent: an answer that another one followed is found again; and how many', async () => {
    const of = await registerPatient(circle.treating);
    await apart();
    await answerConsent(circle.treating, of, 'telehealth', 'given');
    const path = `Consent?patient=${of}`;
    await expectByTime(path);
    const [newest] = (await foundBy(path)) as [Found];
    const since = `${path}&_lastUpdated=gt${newest.meta.lastUpdated}`;
    expect([await foundBy(since), await totalOf(since)]).toEqual([[], 0]);
    await apart();
    await answerConsent(circle.treating, of, 'telehealth', 'withdrawn');
    const found = await foundBy(since);
    expect(found).toHaveLength(2);
    expect(idsOf(found)).toContain(newest.id);
    expect(await totalOf(since)).toBe(2);
    expect(await totalOf(since, circle.colleague.agent)).toBe(0);
  });

  it('AuditEvent: an act is updated when it is done', async () => {
    const { body } = await circle.admin.agent.get('/fhir/AuditEvent?_count=5').expect(200);
    const ids = idsOf((body as Page).entry!.map(({ resource }) => resource)).join(',');
    await expectByTime(`AuditEvent?_id=${ids}`, circle.admin.agent);
    for (const date of ['le9999', 'ge0001-01-01T00:00:00%2B14:00'])
      expect((await circle.admin.agent.get(`/fhir/AuditEvent?_id=${ids}&date=${date}`)).status).toBe(200);
    expect(await foundBy(`AuditEvent?_id=${ids}&_lastUpdated=ge2020`, circle.patient.agent)).toEqual([]);
  });
});

describe('what is no date is refused by its name', () => {
  it.each([
    'Observation?patient=P',
    `Observation?_id=${randomUUID()}`,
    'Patient?name=a',
    'MedicationStatement?patient=P',
    'Procedure?patient=P',
    'Consent?patient=P',
    'AuditEvent?patient=P',
  ])('%s', async (path) => {
    for (const asked of [
      '_lastUpdated=yesterday',
      '_lastUpdated=',
      '_lastUpdated=ap2026',
      '_lastUpdated=ne2026',
      '_lastUpdated=2026-02-30',
      '_lastUpdated=ge2026-01-01,ge2026-02-01',
      '_lastUpdated=ge2026-01-01&_lastUpdated=x',
      '_lastUpdated:missing=true',
    ]) {
      const agent = path.startsWith('AuditEvent') ? circle.admin.agent : undefined;
      const { body } = await get(`${path.replace('=P', `=${circle.patientId}`)}&${asked}`, agent).expect(400);
      const [issue] = (body as { issue: { expression: string[]; diagnostics: string }[] }).issue;
      expect([asked, issue!.expression]).toEqual([asked, ['_lastUpdated']]);
      expect(issue!.diagnostics).toContain('_lastUpdated');
    }
  });

  it('$lastn does not take it', async () => {
    const { body } = await get(`Observation/$lastn?patient=${circle.patientId}&_lastUpdated=ge2026`).expect(400);
    expect(body.issue).toMatchObject([{ expression: ['_lastUpdated'] }]);
  });
});
