import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { callerFor } from '../../../test/support/caller.js';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { answerConsent } from '../../../test/support/consents.js';
import { toObservation } from '../../../test/support/fhir.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../../../test/support/people.js';
import { deviceObservation, ObservationsService } from './index.js';

let nodes: [TestApp, TestApp];
let clinicians: Person[];
let tokens: string[];

beforeAll(async () => {
  const first = await createTestApp();
  nodes = [first, await createTestApp({ database: first.database })];
  const clinics = [await createClinic(first, 'shared-a'), await createClinic(first, 'shared-b')];
  clinicians = await Promise.all(clinics.map(({ admin }) => inviteAndAccept(first, admin, { role: 'clinician' })));
  tokens = await Promise.all(clinics.map(({ id }) => tokenFor(first, id)));
}, 120_000);
afterAll(async () => {
  await nodes?.[1].close();
  await nodes?.[0].close();
});

interface Reading {
  readonly minute: number;
  readonly device: string;
  readonly value: number;
}
const resource = (patientId: string, { minute, device, value }: Reading, change: object = {}) => ({
  ...toObservation(patientId, {
    metric: 'steps',
    value,
    start: new Date(Date.parse('2026-03-02T08:00:00Z') + minute * 60_000).toISOString(),
    end: new Date(Date.parse('2026-03-02T08:01:00Z') + minute * 60_000).toISOString(),
    device,
  }),
  ...change,
});

function send(node: TestApp, clinic: number, path: string, body: object, headers: Record<string, string> = {}) {
  return node
    .http()
    .post(path)
    .set({ authorization: `Bearer ${tokens[clinic]}`, 'content-type': 'application/fhir+json', ...headers })
    .send(JSON.stringify(body));
}
const bundle = (resources: object[], requests: object = {}) => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: resources.map((one) => ({ resource: one, request: { method: 'POST', url: 'Observation', ...requests } })),
});

const stateOf = (patientId: string) =>
  nodes[0].database.asOwner<{ id: string }>(
    `SELECT o.id, s.device, o.start_at, o.end_at, o.value::text, o.version FROM observation o
     JOIN source s ON s.clinic_id = o.clinic_id AND s.id = o.source_id WHERE o.patient_id = $1 ORDER BY start_at, device`,
    [patientId],
  );

describe('readings that come to two nodes at once', () => {
  it('in any order, repeated, alone or together, end in the same state with the same ids', async () => {
    const readings = fc.uniqueArray(
      fc.record({ minute: fc.nat(30), device: fc.constantFrom('A', 'B'), value: fc.nat(300) }),
      { minLength: 3, maxLength: 12, selector: ({ minute, device }) => `${minute}${device}` },
    );
    const order = fc.array(fc.record({ pick: fc.nat(100), node: fc.nat(1), together: fc.boolean() }), {
      minLength: 10,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(readings, order, async (all, sends) => {
        const patientId = await registerPatient(clinicians[0]!);
        const half = Math.ceil(all.length / 2);
        const answers = await Promise.all([
          ...sends.map(({ pick, node, together }) =>
            together
              ? send(
                  nodes[node]!,
                  0,
                  '/fhir',
                  bundle(all.slice(pick % half, (pick % half) + half).map((r) => resource(patientId, r))),
                )
              : send(nodes[node]!, 0, '/fhir/Observation', resource(patientId, all[pick % all.length]!)),
          ),
          ...all.map((reading, i) => send(nodes[i % 2]!, 0, '/fhir/Observation', resource(patientId, reading))),
        ]);
        expect(answers.filter(({ status }) => status !== 200 && status !== 201)).toEqual([]);
        const state = await stateOf(patientId);
        expect(state).toHaveLength(all.length);
        const wanted = [...all]
          .sort((a, b) => a.minute - b.minute || (a.device < b.device ? -1 : 1))
          .map(({ device, value }) => ({ device, value: String(value), version: 1 }));
        expect(state).toMatchObject(wanted);
        const created = answers.flatMap(({ status, body }) =>
          status === 201 ? [body.id] : createdOf(body.entry ?? []),
        );
        expect(created.sort()).toEqual(state.map(({ id }) => id).sort());
      }),
      { numRuns: 8 },
    );
  }, 120_000);

  it('of two clinics in one commit stay in their own', async () => {
    const patients = await Promise.all(clinicians.map((by) => registerPatient(by)));
    const mixed = Array.from({ length: 40 }, (_, minute) => minute);
    const answers = await Promise.all(
      mixed.map((minute) =>
        send(
          nodes[0],
          minute % 2,
          '/fhir/Observation',
          resource(patients[minute % 2]!, { minute, device: 'A', value: minute }),
        ),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(mixed.map(() => 201));
    const crossed = await send(
      nodes[0],
      0,
      '/fhir/Observation',
      resource(patients[1]!, { minute: 50, device: 'A', value: 1 }),
    );
    expect(crossed.status).toBe(404);
    for (const patientId of patients) expect(await stateOf(patientId)).toHaveLength(20);
    const audited = await nodes[0].database.asOwner<{ n: string }>(
      `SELECT count(*) AS n FROM audit_event WHERE patient_id = ANY($1) AND interaction = 'create' AND type = 'Observation' AND outcome = 'success' GROUP BY patient_id`,
      [patients],
    );
    expect(audited.map(({ n }) => n)).toEqual(['20', '20']);
  }, 60_000);

  it('note once a commit who was heard of, and how far each device has come', async () => {
    const patientId = await registerPatient(clinicians[0]!);
    const minutes = Array.from({ length: 30 }, (_, minute) => minute);
    const resources = minutes.flatMap((minute) => [
      resource(patientId, { minute, device: 'A', value: minute }),
      resource(patientId, { minute: minute * 2, device: 'B', value: minute }),
    ]);
    expect((await send(nodes[0], 0, '/fhir', bundle(resources))).status).toBe(200);
    const contacts = await nodes[0].database.asOwner(
      `SELECT s.device, c.newest_at FROM source_contact c JOIN source s ON s.clinic_id = c.clinic_id AND s.id = c.source_id
       WHERE c.patient_id = $1 ORDER BY 1`,
      [patientId],
    );
    expect(contacts).toEqual([
      { device: 'A', newest_at: new Date('2026-03-02T08:30:00Z') },
      { device: 'B', newest_at: new Date('2026-03-02T08:59:00Z') },
    ]);
  });

  it('are apart when system and code of one run together like those of another', async () => {
    const patientId = await registerPatient(clinicians[0]!);
    const coded = (system: string, code: string) =>
      resource(patientId, { minute: 1, device: 'A', value: 1 }, { code: { coding: [{ system, code }] } });
    const codes = [coded('urn:a|b', 'c'), coded('urn:a', 'b|c')];
    const answers = [];
    for (const one of [...codes, ...codes]) answers.push(await send(nodes[0], 0, '/fhir/Observation', one));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 200, 200]);
    const ids = answers.map(({ body }) => body.id as string);
    expect(ids.slice(2)).toEqual(ids.slice(0, 2));
  });

  it('of somebody who sees only a care team go alone, with their audit and their days', async () => {
    const patientId = await registerPatient(clinicians[0]!);
    await clinicians[0]!.agent
      .post('/fhir/Observation')
      .set('content-type', 'application/fhir+json')
      .send(JSON.stringify(resource(patientId, { minute: 1, device: 'A', value: 1 })))
      .expect(201);
    const [written] = await nodes[0].database.asOwner(
      `SELECT (SELECT count(*)::int FROM audit_event WHERE patient_id = $1 AND interaction = 'create' AND type = 'Observation') AS audited,
              (SELECT count(*)::int FROM source_contact WHERE patient_id = $1) AS noted`,
      [patientId],
    );
    expect(written).toEqual({ audited: 1, noted: 1 });
  });
});

const createdOf = (entries: { response: { status: string; location: string } }[]) =>
  entries.flatMap(({ response }) => (response.status.startsWith('201') ? [response.location.split('/')[1]] : []));

describe('consent withdrawn on one node', () => {
  it('holds at once on the other, which knew it as given', async () => {
    const patientId = await registerPatient(clinicians[0]!);
    const post = (minute: number) =>
      send(nodes[1], 0, '/fhir/Observation', resource(patientId, { minute, device: 'A', value: 1 }));
    expect((await post(1)).status).toBe(201);
    await answerConsent(clinicians[0]!, patientId, 'monitoring', 'withdrawn');
    expect((await post(2)).status).toBe(403);
    await answerConsent(clinicians[0]!, patientId, 'monitoring', 'given');
    expect((await post(3)).status).toBe(201);
    expect(await stateOf(patientId)).toHaveLength(2);
  }, 60_000);
});

describe('a change of one patient', () => {
  it.each([
    ['consent', (id: string) => answerConsent(clinicians[0]!, id, 'monitoring', 'withdrawn'), 'rejected'],
    ['registration', () => registerPatient(clinicians[0]!), 'fulfilled'],
  ] as const)('(%s) has nothing of the others built again', async (_name, change, outcome) => {
    const [changed, neighbour] = await Promise.all([0, 1].map(() => registerPatient(clinicians[0]!)));
    const service = nodes[0].nest.get(ObservationsService);
    const { clinicId } = (
      await nodes[0].database.asOwner<{ clinicId: string }>(
        'SELECT clinic_id AS "clinicId" FROM patient WHERE id = $1',
        [neighbour],
      )
    )[0]!;
    const minuteOf = (patientId: string, minute: number) =>
      deviceObservation({
        patientId,
        metric: 'heartRate',
        startMs: minute * 60_000,
        endMs: minute * 60_000,
        value: 60,
        source: { system: 'test', device: 'A', kind: 'watch' },
      });
    let builds = 0;
    const store = (patientId: string, minute: number) =>
      service.storeBuilt(
        callerFor(clinicId, 'Observation', 'create'),
        [patientId],
        () => (builds++, [minuteOf(patientId, minute)]),
      );
    await Promise.all([store(changed!, 0), store(neighbour!, 0)]);
    await change(changed!);
    builds = 0;
    const both = await Promise.allSettled([store(neighbour!, 1), store(neighbour!, 2), store(changed!, 1)]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', outcome]);
    expect(builds).toBe(outcome === 'rejected' ? 4 : 3);
    expect(await stateOf(neighbour!)).toHaveLength(3);
    expect(await stateOf(changed!)).toHaveLength(outcome === 'rejected' ? 1 : 2);
  });
});

describe('If-None-Exist', () => {
  const identifier = (value: string) => ({ identifier: [{ system: 'urn:bench', value }] });

  it('makes one of many that come at once, and leaves what is there as it is', async () => {
    const patientId = await registerPatient(clinicians[0]!);
    const key = randomUUID();
    const conditional = (value: number, node: number) =>
      send(
        nodes[node]!,
        0,
        '/fhir/Observation',
        resource(patientId, { minute: 1, device: 'A', value }, identifier(key)),
        {
          'if-none-exist': `identifier=urn:bench|${key}`,
        },
      );
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => conditional(7, i % 2)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 11 }, () => 200), 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const other = await conditional(8, 0);
    expect([other.status, other.body.valueQuantity.value, other.body.meta.versionId]).toEqual([200, 7, '1']);
    expect(await stateOf(patientId)).toMatchObject([{ value: '7', version: 1 }]);
  }, 60_000);

  it('holds entry by entry in a Bundle', async () => {
    const patientId = await registerPatient(clinicians[0]!);
    const entries = [1, 2, 3].map((minute) => ({
      resource: resource(patientId, { minute, device: 'A', value: minute }, identifier(`k${minute}`)),
      request: { method: 'POST', url: 'Observation', ifNoneExist: `identifier=urn:bench|k${minute}` },
    }));
    const body = { resourceType: 'Bundle', type: 'transaction', entry: entries };
    const [first, second] = await Promise.all([send(nodes[0], 0, '/fhir', body), send(nodes[1], 0, '/fhir', body)]);
    const statuses = [first, second].flatMap((answer) =>
      answer!.body.entry.map((e: { response: { status: string } }) => e.response.status.slice(0, 3)),
    );
    expect(statuses.sort()).toEqual(['200', '200', '200', '201', '201', '201']);
    expect(await stateOf(patientId)).toHaveLength(3);
  }, 60_000);

  it.each([
    ['names another identifier', 'identifier=urn:bench|other'],
    ['is no identifier', 'code=1234'],
  ])('is refused when it %s', async (_name, condition) => {
    const patientId = await registerPatient(clinicians[0]!);
    const { status, body } = await send(
      nodes[0],
      0,
      '/fhir/Observation',
      resource(patientId, { minute: 1, device: 'A', value: 1 }, identifier('mine')),
      { 'if-none-exist': condition },
    );
    expect([status, body.resourceType]).toEqual([400, 'OperationOutcome']);
    expect(await stateOf(patientId)).toEqual([]);
  });
});

describe('a commit of many patients', () => {
  it('marks all their days, which a worker adds up', async () => {
    const patients = await Promise.all(Array.from({ length: 5 }, () => registerPatient(clinicians[0]!)));
    const resources = patients.map((id, i) => resource(id, { minute: 1, device: 'A', value: 100 + i }));
    expect((await send(nodes[0], 0, '/fhir', bundle(resources))).status).toBe(200);
    const sums = () =>
      nodes[0].database.asOwner<{ value: number }>(
        `SELECT value FROM daily_value WHERE patient_id = ANY($1) AND metric = 'steps' ORDER BY value`,
        [patients],
      );
    const until = Date.now() + 45_000;
    while ((await sums()).length < 5) {
      if (Date.now() > until) throw new Error('Not in time');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect((await sums()).map(({ value }) => value)).toEqual([100, 101, 102, 103, 104]);
  }, 60_000);
});
