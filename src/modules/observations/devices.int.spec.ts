import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { callerFor } from '../../../test/support/caller.js';
import { toObservation } from '../../../test/support/fhir.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../../../test/support/people.js';
import { until } from '../../../test/support/until.js';
import { Database } from '../../platform/database/database.js';
import { amendedObservation, findCopies, type NewObservation, ObservationsService } from './index.js';
import { findDevices, findOrStoreParts } from './known-parts.js';
import { devicesBySeries, keepDevices } from './source-devices.js';
import { toKeyed } from './store-observations.js';

/** What devices are called, and their serial numbers, are kept with a patient's source and read back where they stood. */
let app: TestApp;
let clinician: Person;
let token: string;
let clinicId: string;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'devices');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  clinicId = clinic.id;
  token = await tokenFor(app, clinicId);
}, 120_000);
afterAll(() => app?.close());

type Resource = Record<string, unknown>;
const post = (body: object | string, path = '/fhir/Observation', type = 'application/fhir+json') =>
  app
    .http()
    .post(path)
    .set({ authorization: `Bearer ${token}`, 'content-type': type })
    .send(typeof body === 'string' ? body : JSON.stringify(body));
const text = async (path: string) =>
  (
    await app
      .http()
      .get(path)
      .set({ authorization: `Bearer ${token}` })
      .expect(200)
  ).text;
const get = async (path: string) => JSON.parse(await text(path)) as Resource;
const found = async (patientId: string): Promise<Resource[]> => {
  const { entry = [] } = (await get(`/fhir/Observation?patient=${patientId}&_sort=date`)) as {
    entry?: { resource: Resource }[];
  };
  return entry.map(({ resource }) => resource);
};
const inClinic = <T>(run: () => Promise<T>): Promise<T> => app.nest.get(Database).inClinic(clinicId, run);

const hour = (i: number) => new Date(Date.UTC(2026, 2, 3, i)).toISOString();
const watch = (serial: string, more: object = {}) => ({
  display: "Anna's watch",
  identifier: { system: 'urn:serial', value: serial },
  ...more,
});
const pulse = (patientId: string, i: number, device?: object): Resource => ({
  ...toObservation(patientId, { metric: 'heartRate', value: 60 + i, start: hour(i) }),
  device,
});
/** Of no metric of ours: another device is another word. */
const loose = (patientId: string, i: number, device?: object, more: object = {}): Resource => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'urn:codes', code: 'grip' }] },
  subject: { reference: `Patient/${patientId}` },
  effectiveDateTime: hour(i),
  valueInteger: i,
  device,
  ...more,
});
async function posted(resource: object): Promise<[status: number, version: string]> {
  const { status, body } = await post(resource);
  return [status, body.meta?.versionId];
}
const devicesOf = async (patientId: string) => (await found(patientId)).map(({ device }) => device);
const sharedTexts = async () =>
  (await app.database.asOwner<{ body: string }>('SELECT body FROM skeleton')).map(({ body }) => body).join('\n');
const sourcesOf = async (patientId: string) =>
  (
    await app.database.asOwner<{ device_body: string | null }>(
      'SELECT device_body FROM source WHERE patient_id = $1 ORDER BY id',
      [patientId],
    )
  ).map(({ device_body: device }) => device && (JSON.parse(device) as object));
const remaindersOf = async (patientId: string) =>
  (
    await app.database.asOwner<{ remainder: string | null }>(
      `SELECT o.remainder FROM series w JOIN observation_row o ON o.clinic_id = w.clinic_id AND o.series_id = w.id
       WHERE w.patient_id = $1 ORDER BY o.start_at`,
      [patientId],
    )
  ).map(({ remainder }) => remainder);

describe('a device', () => {
  it('comes back letter by letter on every road out, and stands in no text that others share', async () => {
    const patientId = await registerPatient(clinician);
    const firmware = { extension: [{ url: 'urn:firmware', valueDecimal: '#' }], ...watch('SN-17') };
    const sent = JSON.stringify(pulse(patientId, 1, firmware)).replace('"#"', '1.50');
    const device = JSON.stringify(firmware).replace('"#"', '1.50');
    const { body, status, text: answer } = await post(sent);
    expect(status).toBe(201);
    const roads = [
      `/fhir/Observation/${body.id}`,
      `/fhir/Observation/${body.id}/_history/1`,
      `/fhir/Observation?patient=${patientId}`,
      `/fhir/Observation?_id=${body.id}`,
      `/fhir/Observation/$lastn?patient=${patientId}`,
    ];
    expect(answer).toContain(`"device":${device}`);
    for (const road of roads) expect([road, await text(road)]).toEqual([road, expect.stringContaining(device)]);
    expect((await post(sent)).text).toBe(answer);
    expect(await sharedTexts()).not.toMatch(/Anna|SN-17|1\.50/);
  });

  it('of a reading without one is none, beside one of the same source that has', async () => {
    const patientId = await registerPatient(clinician);
    const { display: _display, ...nameless } = watch('SN-1');
    expect(await posted(loose(patientId, 1))).toEqual([201, '1']);
    expect(await posted(loose(patientId, 2, nameless))).toEqual([201, '1']);
    expect(await posted(loose(patientId, 3))).toEqual([201, '1']);
    expect(await devicesOf(patientId)).toEqual([undefined, nameless, undefined]);
    // What came first had none: the first that has one speaks for the source.
    expect(await sourcesOf(patientId)).toEqual([nameless]);
    expect(await remaindersOf(patientId)).toEqual(['{"valueInteger":1}', '{"valueInteger":2}', '{"valueInteger":3}']);
  });

  it.each([
    ['a metric of ours', pulse, '1'],
    ['any other code', loose, '2'],
  ] as const)('that says other words than its source keeps them: %s', async (_name, reading, ofOtherWords) => {
    const patientId = await registerPatient(clinician);
    const devices = [watch('SN-1'), watch('SN-2'), watch('SN-1'), watch('SN-3', { type: 'Device' })];
    for (const [i, device] of devices.entries())
      expect(await posted(reading(patientId, i, device))).toEqual([201, '1']);
    expect(await devicesOf(patientId)).toEqual(devices);
    expect(await sourcesOf(patientId)).toEqual([devices[0]]);
    for (const [i, device] of devices.entries())
      expect(await posted(reading(patientId, i, device))).toEqual([200, '1']);
    // In another order of keys it says the same, of the source as of its own.
    for (const i of [0, 1]) {
      const turned = Object.fromEntries(Object.entries(devices[i]!).reverse());
      expect(await posted(reading(patientId, i, turned))).toEqual([200, '1']);
      expect(await posted(reading(patientId, 10 + i, turned))).toEqual([201, '1']);
    }
    expect((await remaindersOf(patientId)).map((own) => own?.includes('SN-') ?? false)).toEqual(
      // By start: what its source says, too, is kept there alone, in whatever order.
      [false, true, false, true, false, true],
    );
    // Another device for what is there: news only where it is a word of the reading.
    expect(await posted(reading(patientId, 0, devices[1]))).toEqual([200, ofOtherWords]);
    expect(await posted(reading(patientId, 0, devices[0]))).toEqual([200, ofOtherWords]);
    const [first] = await found(patientId);
    const now = ofOtherWords === '2' ? devices[1] : devices[0];
    expect(first!.device).toEqual(now);
    expect((await get(`/fhir/Observation/${String(first!.id)}/_history/1`)).device).toEqual(devices[0]);
    expect(await devicesOf(patientId)).toEqual([now, ...devices.slice(1), devices[0], devices[1]]);
    expect(await sharedTexts()).not.toMatch(/Anna|SN-/);
  });

  it('that came by a road of ours first, and by FHIR with more words: both read as they came', async () => {
    const patientId = await registerPatient(clinician);
    const listed = { patient: patientId, metric: 'heartRate', start: hour(1), value: 60, unit: '/min' };
    const source = { system: 'fhir', device: "Anna's watch" };
    const list = {
      observations: [
        { ...listed, source },
        { ...listed, start: hour(2), source },
      ],
    };
    const send = () => post(list, '/ingest/v1/observations', 'application/json');
    expect((await send()).body).toMatchObject({ stored: 2 });
    expect(await posted(pulse(patientId, 3, watch('SN-9')))).toEqual([201, '1']);
    expect((await send()).body).toMatchObject({ duplicates: 2 });
    // Our own words leave the name of its owner out.
    const plain = { display: 'Watch' };
    expect(await devicesOf(patientId)).toEqual([plain, plain, watch('SN-9')]);
    expect(await sourcesOf(patientId)).toEqual([plain]);
    expect((await remaindersOf(patientId)).map((own) => own !== null)).toEqual([false, false, true]);
  });

  it('of what does not say when is part of what it says', async () => {
    const patientId = await registerPatient(clinician);
    const untimed = (serial: string) => loose(patientId, 1, watch(serial), { effectiveDateTime: undefined });
    expect(await posted(untimed('SN-1'))).toEqual([201, '1']);
    expect(await posted(untimed('SN-2'))).toEqual([201, '1']);
    expect(await posted(untimed('SN-1'))).toEqual([200, '1']);
    expect(await posted(untimed('SN-2'))).toEqual([200, '1']);
    expect(new Set((await devicesOf(patientId)).map((device) => JSON.stringify(device))).size).toBe(2);
  });
});

describe('a stored reading', () => {
  it('keeps its device, its source’s or its own, when it is amended', async () => {
    const patientId = await registerPatient(clinician);
    const devices = [watch('SN-1'), watch('SN-2')];
    for (const [i, device] of devices.entries()) await post(loose(patientId, i, device)).expect(201);
    const observations = app.nest.get(ObservationsService);
    const act = callerFor(clinicId, 'Observation', 'create');
    for (const { id, device } of await found(patientId)) {
      const row = await observations.read(act, id as string);
      const change = { status: 'amended', note: 'as agreed', at: new Date() } as const;
      const amended = await inClinic(() => amendedObservation(row, change));
      // Told apart, as it came: whoever stores it elsewhere has it whole.
      expect([amended.device, amended.remainder]).toEqual([JSON.stringify(device), expect.not.stringContaining('SN-')]);
      expect(await observations.store(act, [amended])).toMatchObject([{ id, version: 2 }]);
    }
    const now = await found(patientId);
    expect(now.map(({ device, status }) => ({ device, status }))).toEqual(
      devices.map((device) => ({ device, status: 'amended' })),
    );
    const before = await Promise.all(now.map(({ id }) => get(`/fhir/Observation/${String(id)}/_history/1`)));
    expect(before.map(({ device, status }) => ({ device, status }))).toEqual(
      devices.map((device) => ({ device, status: 'final' })),
    );
  });

  it('goes with its device to another record, whose device of that name says other words; once, however often', async () => {
    const [from, to] = [await registerPatient(clinician), await registerPatient(clinician)];
    const devices = [watch('SN-1'), watch('SN-2'), watch('SN-3')];
    for (const [i, device] of devices.entries()) await post(loose(from, i, device)).expect(201);
    await post(loose(to, 7, watch('SN-2'))).expect(201);
    const observations = app.nest.get(ObservationsService);
    const copy = async () => {
      const { items } = await inClinic(() => findCopies(from, to, undefined, 100));
      return (await observations.store(callerFor(clinicId, 'Observation', 'create'), items)).map(
        ({ outcome }) => outcome,
      );
    };
    expect(await copy()).toEqual(['created', 'created', 'created']);
    expect(await copy()).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(await devicesOf(to)).toEqual([...devices, watch('SN-2')]);
    // Of the copies only those have words of their own whose device is another than the target's.
    expect((await remaindersOf(to)).map((own) => own!.includes('SN-'))).toEqual([true, false, true, false]);
    for (const [i, device] of devices.entries()) expect(await posted(loose(to, i, device))).toEqual([200, '1']);
  });
});

describe('two transactions at once', () => {
  const parts = (patientId: string, i: number, device: object): NewObservation => ({
    patientId,
    concept: { system: 'urn:codes', code: 'grip', metric: null },
    source: { system: 'fhir', device: '', kind: 'other' },
    variant: '',
    startMs: Date.parse(hour(i)),
    endMs: Date.parse(hour(i)),
    valueText: String(i),
    originalText: null,
    status: 'final',
    issuedMs: null,
    identifier: null,
    skeleton: '{"resourceType":"Observation","status":"final","code":{},"device":{}}',
    remainder: null,
    device: JSON.stringify(device),
  });
  const isWaiting = async () =>
    (
      await app.database.asOwner(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND state = 'active'`,
      )
    ).length > 0;

  /** The second begins when the first has told its device, and waits for its end. */
  async function oneBehindTheOther<T>(tell: (o: NewObservation) => Promise<T>, [one, other]: NewObservation[]) {
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
    const { promise: hasTold, resolve: told } = Promise.withResolvers<void>();
    const first = inClinic(async () => {
      const found = await tell(one!);
      told();
      await mayEnd;
      return found;
    });
    await hasTold;
    const second = inClinic(() => tell(other!));
    await until('the second transaction waits for the first', isWaiting);
    end();
    return Promise.all([first, second]);
  }

  it('agree on the first device also where both had found that there was none', async () => {
    const patientId = await registerPatient(clinician);
    await post(loose(patientId, 1)).expect(201);
    const [source] = await app.database.asOwner<{ id: number }>('SELECT id FROM source WHERE patient_id = $1', [
      patientId,
    ]);
    const [one, other] = [parts(patientId, 2, watch('SN-1')), parts(patientId, 3, watch('SN-2'))];
    const told = await oneBehindTheOther((o) => keepDevices([o], [source!.id]), [one, other]);
    expect(told.map((devices) => devices.get(source!.id))).toEqual([one.device, one.device]);
  });

  it.each([
    ['a source that is new', false],
    ['a source without a device', true],
  ])('agree on the first device of %s, and the other one is its reading’s own', async (_name, isThere) => {
    const patientId = await registerPatient(clinician);
    if (isThere) await post(loose(patientId, 1)).expect(201);
    const [one, other] = [parts(patientId, 2, watch('SN-1')), parts(patientId, 3, watch('SN-2'))];
    const [[ofFirst], [ofSecond]] = await oneBehindTheOther((o) => findOrStoreParts([o]), [one, other]);
    expect([ofFirst!.device, ofSecond!.device]).toEqual([one.device, one.device]);
    expect(toKeyed(one, ofFirst!).observation.remainder).toBeNull();
    expect(toKeyed(other, ofSecond!).observation.remainder).toBe(`{"device":${other.device}}`);
    expect(await sourcesOf(patientId)).toEqual([watch('SN-1')]);
  });

  it('one that is rolled back has told nothing, even if it read what it had written', async () => {
    const patientId = await registerPatient(clinician);
    await post(loose(patientId, 1)).expect(201);
    const { display: _display, ...nameless } = watch('SN-1');
    const undone = inClinic(async () => {
      const [found] = await findOrStoreParts([parts(patientId, 2, nameless)]);
      const { seriesId } = found!;
      const told = await findDevices(clinicId, [seriesId], devicesBySeries);
      throw new Error(`not ${told.get(seriesId)!}`);
    });
    await expect(undone).rejects.toThrow('not {"identifier"');
    expect(await posted(loose(patientId, 2, nameless))).toEqual([201, '1']);
    expect(await sourcesOf(patientId)).toEqual([nameless]);
  });
});
