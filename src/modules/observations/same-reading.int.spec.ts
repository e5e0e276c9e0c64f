import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { callerFor } from '../../../test/support/caller.js';
import { toObservation } from '../../../test/support/fhir.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../../../test/support/people.js';
import { Database } from '../../platform/database/database.js';
import { amendedObservation, findCopies, ObservationsService } from './index.js';

let nodes: [TestApp, TestApp];
let clinician: Person;
let token: string;
let clinicId: string;

beforeAll(async () => {
  const first = await createTestApp();
  nodes = [first, await createTestApp({ database: first.database })];
  const clinic = await createClinic(first, 'same');
  clinician = await inviteAndAccept(first, clinic.admin, { role: 'clinician' });
  clinicId = clinic.id;
  token = await tokenFor(first, clinicId);
}, 120_000);
afterAll(async () => {
  await nodes?.[1].close();
  await nodes?.[0].close();
});

type Resource = Record<string, unknown>;
const headers = () => ({ authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' });
function post(resource: object, { node = 0, path = '/fhir/Observation', more = {} } = {}) {
  return nodes[node]!.http()
    .post(path)
    .set({ ...headers(), ...more })
    .send(JSON.stringify(resource));
}
const get = async (path: string): Promise<Resource> => (await nodes[0].http().get(path).set(headers())).body;
/** Status, version and the number that the answer shows. */
async function posted(resource: object, more = {}) {
  const { status, body } = await post(resource, { more });
  return [status, body.meta?.versionId, body.valueInteger ?? body.valueQuantity?.value];
}
const found = async (patientId: string, more = ''): Promise<Resource[]> => {
  const { entry = [] } = (await get(`/fhir/Observation?patient=${patientId}${more}`)) as {
    entry?: { resource: Resource }[];
  };
  return entry.map(({ resource }) => resource);
};

const AT = '2026-03-03T10:00:00.000Z';
const loose = (patientId: string, code: object, value: number, more: object = {}): Resource => ({
  resourceType: 'Observation',
  status: 'final',
  code,
  subject: { reference: `Patient/${patientId}` },
  effectiveDateTime: AT,
  valueInteger: value,
  ...more,
});
const untimed = (patientId: string, value: number, more: object = {}): Resource =>
  loose(patientId, { text: 'Walk to the shop' }, value, { effectiveDateTime: undefined, ...more });
const steps = (patientId: string, value: number, more: object = {}): Resource => ({
  ...toObservation(patientId, { metric: 'steps', value, start: AT, end: '2026-03-03T11:00:00.000Z' }),
  ...more,
});

describe('another reading of the same moment', () => {
  it('is what is so since then, or was so until then; each is the same when it comes again', async () => {
    const patientId = await registerPatient(clinician);
    const told = (value: number, effectivePeriod?: object, more: object = {}) =>
      loose(patientId, { text: 'Uses a cane' }, value, {
        ...(effectivePeriod ? { effectiveDateTime: undefined, effectivePeriod } : {}),
        ...more,
      });
    const all = [told(1), told(2, { start: AT }), told(3, { end: AT }), told(4, { start: AT, end: AT })];
    for (const one of all.slice(0, 3)) expect(await posted(one)).toEqual([201, '1', one.valueInteger]);
    expect(await posted(told(5, { start: AT }, { bodySite: { text: 'left' } }))).toEqual([201, '1', 5]);
    // A period of no length is a moment.
    expect(await posted(all[3]!)).toEqual([200, '2', 4]);
    for (const one of all.slice(1, 3)) expect(await posted(one)).toEqual([200, '1', one.valueInteger]);
    expect(await posted({ ...all[1], status: 'entered-in-error' })).toEqual([200, '2', 2]);
    expect((await found(patientId)).map((o) => [o.valueInteger, o.status]).sort()).toEqual([
      [2, 'entered-in-error'],
      [3, 'final'],
      [4, 'final'],
      [5, 'final'],
    ]);
  });

  it('is what has another text for a code, and $lastn has them apart', async () => {
    const patientId = await registerPatient(clinician);
    expect(await posted(loose(patientId, { text: 'Walking speed' }, 5))).toEqual([201, '1', 5]);
    expect(await posted(loose(patientId, { text: 'Grip  strength' }, 40))).toEqual([201, '1', 40]);
    expect(await posted(loose(patientId, { text: ' Grip strength' }, 41))).toEqual([200, '2', 41]);
    expect(await posted(loose(patientId, { text: 'x'.repeat(5000) }, 1))).toEqual([201, '1', 1]);
    expect((await found(patientId)).map((o) => o.valueInteger).sort()).toEqual([1, 41, 5]);
    await posted(loose(patientId, { text: 'Walking speed' }, 6, { effectiveDateTime: '2026-03-04' }));
    const { entry } = (await get(`/fhir/Observation/$lastn?patient=${patientId}`)) as {
      entry: { resource: Resource }[];
    };
    expect(entry.map(({ resource }) => resource.valueInteger).sort()).toEqual([1, 41, 6]);
  });

  it('is another answer to a question that takes several, and what its further codes tell apart', async () => {
    const patientId = await registerPatient(clinician);
    const coded = (...codes: string[]) => ({ coding: codes.map((code) => ({ system: 'urn:example', code })) });
    const answer = (code: string) =>
      loose(patientId, coded('languages'), 0, { valueInteger: undefined, valueCodeableConcept: coded(code) });
    const pressure = (where: string, value: number) => loose(patientId, coded('pressure', where), value);
    const all = [answer('de'), answer('fr'), pressure('atrium', 8), pressure('artery', 28)];
    const entry = all.map((resource) => ({ resource, request: { method: 'POST', url: 'Observation' } }));
    const bundle = { resourceType: 'Bundle', type: 'transaction', entry };
    for (const status of ['201 Created', '200 OK']) {
      const { body } = await post(bundle, { path: '/fhir' });
      expect(body.entry.map((one: { response: { status: string } }) => one.response.status)).toEqual(
        Array(4).fill(status),
      );
    }
    expect(await posted({ ...all[0], status: 'entered-in-error' })).toEqual([200, '2', undefined]);
    expect(await posted(pressure('artery', 29))).toEqual([200, '2', 29]);
    expect(await found(patientId, '&code=urn:example|languages')).toHaveLength(2);
    expect((await found(patientId, '&code=urn:example|pressure')).map((o) => o.valueInteger).sort()).toEqual([29, 8]);
  });

  it('is a pain at another site, and the day has one value of all three', async () => {
    const patientId = await registerPatient(clinician);
    const site = (code: string, text?: string) => ({
      coding: [{ system: 'http://snomed.info/sct', code }],
      ...(text === undefined ? {} : { text }),
    });
    const pain = (value: number, bodySite: object | undefined, display = 'Site') => ({
      ...toObservation(patientId, { metric: 'painIntensity', value, start: AT, device: 'Pain App' }),
      bodySite: bodySite && JSON.parse(JSON.stringify(bodySite).replace('"code"', `"display":"${display}","code"`)),
    });
    expect(await posted(pain(4, site('72696002')))).toEqual([201, '1', 4]);
    expect(await posted(pain(7, site('77568009')))).toEqual([201, '1', 7]);
    expect(await posted(pain(7, site('69536005')))).toEqual([201, '1', 7]);
    expect(await posted(pain(2, undefined))).toEqual([201, '1', 2]);
    expect(await posted(pain(5, { text: 'Left knee' }))).toEqual([201, '1', 5]);
    expect(await posted(pain(5, site('72696002', 'Left knee')))).toEqual([201, '1', 5]);
    // How a code is shown makes it no other site.
    expect(await posted(pain(3, site('72696002'), 'Knee'))).toEqual([200, '2', 3]);
    expect((await found(patientId)).map((o) => (o.valueQuantity as { value: number }).value).sort()).toEqual([
      2, 3, 5, 5, 7, 7,
    ]);
    const day = async () =>
      (await clinician.agent.get(`/api/v1/patients/${patientId}/days/painIntensity/2026-03-03`)).body;
    // The rule of pain is the mean of what was said.
    await waitUntil(async () => Math.abs((await day()).value - 29 / 6) < 1e-9);
    expect((await day()).sources).toMatchObject([{ label: 'Pain App' }]);
  }, 60_000);

  it('is not what a device measures elsewhere: a person has one count of steps', async () => {
    const patientId = await registerPatient(clinician);
    expect(await posted(steps(patientId, 10, { bodySite: { text: 'left wrist' } }))).toEqual([201, '1', 10]);
    expect(await posted(steps(patientId, 12, { bodySite: { text: 'right wrist' } }))).toEqual([200, '2', 12]);
  });
});

describe('a reading that does not say when', () => {
  it.each([
    ['an identifier', { identifier: [{ system: 'urn:n', value: '1' }] }, {}],
    [
      'an identifier and a condition',
      { identifier: [{ system: 'urn:n', value: '1' }] },
      { 'if-none-exist': 'identifier=urn:n|1' },
    ],
    ['its content alone', {}, {}],
  ])(
    'is the same by %s, also eight times at once on two nodes',
    async (_name, own, more) => {
      const patientId = await registerPatient(clinician);
      const sent = Array.from({ length: 8 }, (_, i) => post(untimed(patientId, 1, own), { node: i % 2, more }));
      const answers = await Promise.all(sent);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
      expect(new Set(answers.map(({ body }) => `${body.id} ${body.meta.versionId}`)).size).toBe(1);
      expect(await posted(untimed(patientId, 1, own), more)).toEqual([200, '1', 1]);
      const [one, ...others] = await found(patientId);
      expect([others, Object.keys(one!).includes('effectiveDateTime')]).toEqual([[], false]);
      // It stands where it came first, but says no time that a search could ask for; and it can be taken back.
      expect(await found(patientId, `&date=ge${new Date(Date.now() - 3_600_000).toISOString()}`)).toEqual([]);
      expect((await posted(untimed(patientId, 1, { ...own, status: 'entered-in-error' })))[1]).toBe('2');
    },
    60_000,
  );

  it('is another one with another identifier or content; with its identifier another content is its next version', async () => {
    const patientId = await registerPatient(clinician);
    const named = (value: string) => ({ identifier: [{ system: 'urn:n', value }] });
    expect(await posted(untimed(patientId, 1, named('1')))).toEqual([201, '1', 1]);
    expect(await posted(untimed(patientId, 1, named('2')))).toEqual([201, '1', 1]);
    expect(await posted(untimed(patientId, 2, named('2')))).toEqual([200, '2', 2]);
    expect(await posted(untimed(patientId, 1))).toEqual([201, '1', 1]);
    expect(await posted(untimed(patientId, 2))).toEqual([201, '1', 2]);
    const nightly = { code: { coding: [{ system: 'urn:c', code: 'c' }] }, bodySite: { text: 'left' } };
    expect(await posted(untimed(patientId, 2, nightly))).toEqual([201, '1', 2]);
    expect(await posted(untimed(patientId, 2, { ...nightly, bodySite: { text: 'right' } }))).toEqual([201, '1', 2]);
  });
});

describe('what keeps readings apart', () => {
  const sites = ['left knee', 'right knee'];
  async function readAt(sent: string) {
    for (const text of sites) await post(loose(sent, { text: 'Pain' }, text.length, { bodySite: { text } }));
    await post(untimed(sent, 1));
  }

  it('goes with them to another record, once however often, and what says no time is known there', async () => {
    const [from, to] = [await registerPatient(clinician), await registerPatient(clinician)];
    await readAt(from);
    const observations = nodes[0].nest.get(ObservationsService);
    const act = callerFor(clinicId, 'Observation', 'create');
    const copy = async () => {
      const page = () => findCopies(from, to, undefined, 100);
      const { items } = await nodes[0].nest.get(Database).inClinic(clinicId, page);
      return (await observations.store(act, items)).map(({ outcome }) => outcome);
    };
    expect(await copy()).toEqual(['created', 'created', 'created']);
    expect(await copy()).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(
      (await found(to)).flatMap(({ bodySite }) => (bodySite as { text: string } | undefined)?.text ?? []).sort(),
    ).toEqual(sites);
    expect(await posted(untimed(to, 1))).toEqual([200, '1', 1]);
  });

  it('stays when one of them is amended, and its sender repeats what it had sent', async () => {
    const patientId = await registerPatient(clinician);
    await readAt(patientId);
    const observations = nodes[0].nest.get(ObservationsService);
    const act = callerFor(clinicId, 'Observation', 'create');
    for (const { id } of await found(patientId)) {
      const row = await observations.read(act, id as string);
      const change = { status: 'amended', note: 'as agreed', at: new Date() } as const;
      const amended = await nodes[0].nest.get(Database).inClinic(clinicId, () => amendedObservation(row, change));
      expect(await observations.store(act, [amended])).toMatchObject([{ id, version: 2 }]);
    }
    await readAt(patientId);
    expect((await found(patientId)).map(({ status }) => status)).toEqual(['amended', 'amended', 'amended']);
  });
});

describe('what the team decides', () => {
  it('stands, whatever it was before and however far ahead the clock of its sender is', async () => {
    const patientId = await registerPatient(clinician);
    const reading = steps(patientId, 10, { issued: '2099-01-01T00:00:00.000Z' });
    const { body } = await post(reading);
    const observations = nodes[0].nest.get(ObservationsService);
    const act = callerFor(clinicId, 'Observation', 'create');
    for (const [i, status] of (['entered-in-error', 'amended', 'entered-in-error'] as const).entries()) {
      const row = await observations.read(act, body.id);
      const change = { status, note: 'as agreed', at: new Date() };
      const decided = await nodes[0].nest.get(Database).inClinic(clinicId, () => amendedObservation(row, change));
      expect(await observations.store(act, [decided])).toMatchObject([{ version: i + 2 }]);
      expect((await posted(reading))[1]).toBe(String(i + 2));
    }
    expect(await found(patientId)).toMatchObject([{ status: 'entered-in-error' }]);
  });
});

describe('an old version sent again', () => {
  const v1 = (patientId: string) => steps(patientId, 10, { issued: '2026-03-03T12:00:01.000Z' });
  const v2 = (patientId: string) => steps(patientId, 12, { issued: '2026-03-03T13:00:01.000Z', status: 'corrected' });

  it('takes no correction back, alone, in a bundle or beside others', async () => {
    const patientId = await registerPatient(clinician);
    expect(await posted(v1(patientId))).toEqual([201, '1', 10]);
    expect(await posted(v2(patientId))).toEqual([200, '2', 12]);
    expect(await posted(v1(patientId))).toEqual([200, '2', 12]);
    const entry = { resource: v1(patientId), request: { method: 'POST', url: 'Observation' } };
    const bundle = await post({ resourceType: 'Bundle', type: 'transaction', entry: [entry] }, { path: '/fhir' });
    expect(bundle.body.entry[0].response).toMatchObject({ status: '200 OK', etag: 'W/"2"' });
    const beside = await Promise.all(Array.from({ length: 6 }, () => post(v1(patientId))));
    expect(beside.map(({ body }) => body.meta.versionId)).toEqual(Array(6).fill('2'));
    // As the phone's own list says it, without time of issue.
    const reading = { metric: 'steps', start: AT, end: '2026-03-03T11:00:00Z', unit: '{steps}' };
    const own = { patient: patientId, ...reading, value: 10, source: { system: 'fhir', device: 'test watch' } };
    const listed = await post(
      { observations: [own] },
      { path: '/ingest/v1/observations', more: { 'content-type': 'application/json' } },
    );
    expect(listed.body).toMatchObject({ stored: 0, updated: 0, duplicates: 1 });
    expect(await found(patientId)).toMatchObject([{ meta: { versionId: '2' }, status: 'corrected' }]);
  }, 60_000);

  it('does not revive what was entered in error, whether it says when it was issued or not', async () => {
    const patientId = await registerPatient(clinician);
    const at = (value: number, more: object) => posted(steps(patientId, value, more));
    expect(await at(10, {})).toEqual([201, '1', 10]);
    expect(await at(10, { status: 'entered-in-error' })).toEqual([200, '2', 10]);
    expect(await at(10, {})).toEqual([200, '2', 10]);
    expect((await found(patientId))[0]!.status).toBe('entered-in-error');
    expect(await at(11, {})).toEqual([200, '3', 11]);
  });

  it('that first comes after what took it back or amended it undoes neither, though none says when it was issued', async () => {
    for (const [later, earlier] of [
      ['entered-in-error', 'final'],
      ['amended', 'preliminary'],
      ['amended', 'final'],
    ]) {
      const patientId = await registerPatient(clinician);
      expect(await posted(steps(patientId, 100, { status: later }))).toEqual([201, '1', 100]);
      expect(await posted(steps(patientId, 100, { status: earlier }))).toEqual([200, '1', 100]);
      const entry = { resource: steps(patientId, 100, { status: earlier }) };
      const request = { method: 'POST', url: 'Observation' };
      await post({ resourceType: 'Bundle', type: 'batch', entry: [{ ...entry, request }] }, { path: '/fhir' });
      expect(await found(patientId)).toMatchObject([{ status: later, meta: { versionId: '1' } }]);
    }
  });

  it('that comes late does not replace a later one; issued anew it does, and counts', async () => {
    const patientId = await registerPatient(clinician);
    const at = (value: number, hour: number) =>
      posted(steps(patientId, value, { issued: `2026-03-03T${hour}:00:00.000Z` }));
    expect(await at(12, 13)).toEqual([201, '1', 12]);
    expect(await at(10, 12)).toEqual([200, '1', 12]);
    expect(await at(11, 14)).toEqual([200, '2', 11]);
    expect(await at(12, 15)).toEqual([200, '3', 12]);
    // Said again later, it is the same version; and what was issued meanwhile does not replace it.
    expect(await at(12, 17)).toEqual([200, '3', 12]);
    expect(await at(13, 16)).toEqual([200, '3', 12]);
  });

  it('does not replace one that was known later, where what stands came by a road that does not say when', async () => {
    const patientId = await registerPatient(clinician);
    const at = (value: number, hour: number) =>
      posted(steps(patientId, value, { issued: `2026-03-03T${hour}:00:00.000Z` }));
    const reading = { metric: 'steps', start: AT, end: '2026-03-03T11:00:00Z', unit: '{steps}' };
    const own = { patient: patientId, ...reading, value: 12, source: { system: 'fhir', device: 'test watch' } };
    expect(await at(10, 12)).toEqual([201, '1', 10]);
    const listed = await post(
      { observations: [own] },
      { path: '/ingest/v1/observations', more: { 'content-type': 'application/json' } },
    );
    expect(listed.body).toMatchObject({ updated: 1 });
    expect(await at(11, 11)).toEqual([200, '2', 12]);
    expect(await at(11, 13)).toEqual([200, '3', 11]);
  });

  it('any versions in any order, with repeats, on two nodes end as the one issued last', async () => {
    const version = fc.record({
      value: fc.integer({ min: 1, max: 4 }),
      note: fc.constantFrom(undefined, 'one', 'two'),
      status: fc.constantFrom('final', 'corrected', 'entered-in-error'),
    });
    const sends = fc.array(fc.record({ pick: fc.nat(50), node: fc.nat(1), wait: fc.boolean() }), {
      minLength: 6,
      maxLength: 14,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(version, { minLength: 2, maxLength: 5 }), sends, async (versions, order) => {
        const patientId = await registerPatient(clinician);
        const all = versions.map(({ value, note, status }, i) =>
          steps(patientId, value, {
            status,
            issued: new Date(Date.parse('2026-03-03T12:00:00Z') + i * 60_000).toISOString(),
            ...(note === undefined ? {} : { note: [{ text: note }] }),
          }),
        );
        const turns = [
          ...order.map(({ pick, ...more }) => ({ one: all[pick % all.length]!, ...more })),
          ...all.toReversed().map((one, i) => ({ one, node: i % 2, wait: false })),
        ];
        const under: Promise<{ status: number }>[] = [];
        for (const { one, node, wait } of turns) {
          const sent = post(one, { node }).then((answer) => answer);
          under.push(sent);
          if (wait) await sent;
        }
        const answers = await Promise.all(under);
        expect(answers.filter(({ status }) => status !== 200 && status !== 201)).toEqual([]);
        const { id: _id, meta: _meta, ...stands } = (await found(patientId))[0]!;
        expect(stands).toEqual(all.at(-1));
      }),
      { numRuns: 12 },
    );
  }, 120_000);
});

describe('the same value', () => {
  it('with another note, method, interpretation or category is the next version, and reads back as it was posted', async () => {
    const patientId = await registerPatient(clinician);
    const told = [
      {},
      { note: [{ text: 'walked with crutches' }] },
      { note: [{ text: 'walked with crutches' }], method: { text: 'counted' } },
      { method: { text: 'counted' }, interpretation: [{ text: 'few' }] },
      { category: [{ coding: [{ system: 'urn:c', code: 'activity' }] }] },
    ];
    for (const [i, more] of told.entries()) {
      const { body } = await post(steps(patientId, 10, more));
      const { id, meta, ...said } = body;
      expect([meta.versionId, said]).toEqual([String(i + 1), steps(patientId, 10, more)]);
      expect(await get(`/fhir/Observation/${id}`)).toEqual(body);
    }
    // Each of them again, as a phone with an old batch does.
    for (const more of told) expect(await posted(steps(patientId, 10, more))).toEqual([200, '5', 10]);
  });

  it('in a re-sync is no news: another identifier, issue time, name of the code, unit, or writing of the moment', async () => {
    const patientId = await registerPatient(clinician);
    expect(await posted(steps(patientId, 10, { note: [{ text: 'n' }] }))).toEqual([201, '1', 10]);
    const again = [
      { identifier: [{ system: 'urn:sync', value: '1' }] },
      { identifier: [{ value: '2', use: 'official' }] },
      { issued: '2026-03-04T10:00:00+01:00' },
      { meta: { lastUpdated: '2026-03-05T10:00:00Z', source: 'urn:sync' } },
      { code: { coding: [{ system: 'http://loinc.org', code: '55423-8', display: 'Steps' }] } },
      { effectivePeriod: { start: '2026-03-03T11:00:00+01:00', end: '2026-03-03T12:00:00+01:00' } },
      { valueQuantity: { value: 10, unit: 'steps' } },
    ];
    for (const more of again)
      expect(await posted(steps(patientId, 10, { note: [{ text: 'n' }], ...more }))).toEqual([200, '1', 10]);
  });

  it('written with an exponent or a signed zero reads back as it was written', async () => {
    const patientId = await registerPatient(clinician);
    for (const [i, text] of ['1e2', '-0', '-0.0', '1.50', '2E+1'].entries()) {
      const weight = loose(patientId, { coding: [{ system: 'http://loinc.org', code: '29463-7' }] }, 0, {
        effectiveDateTime: `2026-03-03T1${i}:00:00.000Z`,
        valueInteger: undefined,
        valueQuantity: { value: 424_242, unit: 'kg' },
      });
      const send = () =>
        nodes[0].http().post('/fhir/Observation').set(headers()).send(JSON.stringify(weight).replace('424242', text));
      const answer = await send();
      const read = await nodes[0].http().get(`/fhir/Observation/${answer.body.id}`).set(headers());
      expect([answer.status, read.text.includes(`"value":${text},`), read.text]).toEqual([201, true, answer.text]);
      expect((await send()).status).toBe(200);
    }
  });
});

async function waitUntil(holds: () => Promise<boolean>, withinMs = 45_000): Promise<void> {
  const until = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error('It did not come to hold in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
