import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { answerConsent } from '../../../../test/support/consents.js';
import { postObservations } from '../../../../test/support/fhir.js';
import { decideMerge, mergeRecords } from '../../../../test/support/merges.js';
import {
  clinicDay,
  createClinic,
  inviteAndAccept,
  ok,
  type Person,
  registerPatient,
  tokenFor,
} from '../../../../test/support/people.js';
import { until } from '../../../../test/support/until.js';
import { Clock } from '../../../platform/clock/clock.js';
import { ObservationsService, Withdrawals } from '../../observations/index.js';
import { RawRetention } from '../raw-retention.js';
import { UploadSink } from '../upload-sink.js';
import { findUpload, updateUpload } from '../uploads.repository.js';
import { VendorPayloads } from '../vendor-payloads.js';
import { TakeBack } from './take-back.js';

let app: TestApp;
let clinicId: string;
let dataDir: string;
let clinician: Person;
let patientId: string;
let token: string;
let office: { coordinator: Person; admin: Person };

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'stepwell-take-back-'));
  app = await createTestApp({ env: { STEPWELL_DATA_DIR: dataDir } });
  const clinic = await createClinic(app, 'take-back');
  clinicId = clinic.id;
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
  office = { admin: clinic.admin, coordinator: await inviteAndAccept(app, clinic.admin, { role: 'coordinator' }) };
}, 120_000);
afterAll(async () => {
  await app?.close();
  await rm(dataDir, { recursive: true, force: true });
});
beforeEach(async () => {
  patientId = await registerPatient(clinician);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Steps of the minutes after eight o'clock. */
const exportOf = (values: readonly number[]) =>
  `<?xml version="1.0"?><HealthData locale="en_GB"><ExportDate value="2026-02-08 08:00:00 +0000"/>${values
    .map((value, i) => {
      const at = (minute: number) =>
        new Date(Date.UTC(2026, 1, 7, 8, minute)).toISOString().slice(0, 19).replace('T', ' ');
      return `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="iPhone" unit="count" startDate="${at(i)} +0000" endDate="${at(i + 1)} +0000" value="${value}"/>`;
    })
    .join('')}</HealthData>`;

const send = (values: readonly number[]): Promise<string> => sendText(exportOf(values));
const sendText = async (text: string): Promise<string> => {
  const { body } = await clinician.agent
    .post(`/ingest/v1/uploads?patient=${patientId}&kind=apple-health`)
    .attach('file', Buffer.from(text), 'export.xml')
    .expect(202);
  await comesTo(body.id, 'done');
  return body.id;
};
const stateOf = async (id: string) => (await clinician.agent.get(`/ingest/v1/uploads/${id}`).expect(200)).body;
const comesTo = (id: string, state: string) =>
  until(`the file is ${state}`, async () => (await stateOf(id)).state === state);
const ask = (id: string) => clinician.agent.post(`/ingest/v1/uploads/${id}/take-back`);
const takeBack = async (id: string) => {
  await ask(id).expect(202);
  await comesTo(id, 'taken-back');
  return (await stateOf(id)).takenBack as number;
};
/** What stands of each minute: its value, or its status where that is an error. */
const standing = async () => {
  const { body } = await clinician.agent
    .get(`/fhir/Observation?patient=${patientId}&_sort=date&_count=100`)
    .expect(200);
  return (body.entry ?? []).map(({ resource }: { resource: { status: string; valueQuantity: { value: number } } }) =>
    resource.status === 'entered-in-error' ? 'error' : resource.valueQuantity.value,
  );
};
const dayOf = async () =>
  (
    await app.database.asOwner(
      'SELECT value::float8 AS value, state FROM daily_value WHERE patient_id = $1 AND metric = $2 AND day = $3',
      [patientId, 'steps', '2026-02-07'],
    )
  )[0] as { value: number | null; state: string } | undefined;

describe('a file that is taken back', () => {
  it('leaves errors where there was nothing, and what it had replaced stands again; the day follows', async () => {
    await send([10, 20]);
    const wrong = await send([10, 500, 600]);
    expect(await standing()).toEqual([10, 500, 600]);
    await until('the day is added up', async () => (await dayOf())?.value === 1110);
    expect(await takeBack(wrong)).toBe(2);
    expect(await standing()).toEqual([10, 20, 'error']);
    await until('the day follows', async () => (await dayOf())?.value === 30);
    expect((await stateOf(wrong)).takeBackUntil).toBeNull();
  });

  it('goes, whichever file comes after it: the right one, sent again, is not taken for the wrong one', async () => {
    await send([10, 20]);
    const wrong = await send([500, 20]);
    await send([10, 20]);
    expect(await standing()).toEqual([500, 20]);
    expect(await takeBack(wrong)).toBe(1);
    expect(await standing()).toEqual([10, 20]);
  });

  it('keeps what another file tells, and takes it when that one goes as well', async () => {
    const [first, second] = [await send([10, 20]), await send([10, 20, 30])];
    expect(await takeBack(first)).toBe(0);
    expect(await standing()).toEqual([10, 20, 30]);
    expect(await takeBack(second)).toBe(3);
    expect(await standing()).toEqual(['error', 'error', 'error']);
  });

  it('goes with what stood again in the place of a newer one that was taken back before it', async () => {
    const [older, newer] = [await send([10, 20]), await send([10, 30])];
    expect(await takeBack(newer)).toBe(1);
    expect(await standing()).toEqual([10, 20]);
    expect(await takeBack(older)).toBe(2);
    expect(await standing()).toEqual(['error', 'error']);
  });

  it('leaves what another file has said again while something else stood in its place', async () => {
    const [first, wrong, again] = [await send([10, 20]), await send([500, 600]), await send([10])];
    expect(await standing()).toEqual([500, 600]);
    for (const id of [first, wrong]) await takeBack(id);
    expect(await standing()).toEqual([10, 'error']);
    expect(await takeBack(again)).toBe(1);
    expect(await standing()).toEqual(['error', 'error']);
  });

  it('leaves what stood before all that are taken back, in whatever order they are', async () => {
    for (const order of [
      [0, 1, 2],
      [1, 0, 2],
      [2, 0, 1],
      [2, 1, 0],
      [1, 2, 0],
      [0, 2, 1],
    ]) {
      patientId = await registerPatient(clinician);
      const seen: unknown[] = [];
      await send([5]);
      const files = [await send([10]), await send([20]), await send([30])];
      for (const place of order) {
        await takeBack(files[place]!);
        seen.push(...(await standing()));
      }
      const newest = order.map((_, i) =>
        Math.max(0, ...[1, 2, 3].filter((n) => !order.slice(0, i + 1).includes(n - 1))),
      );
      expect(seen).toEqual(newest.map((n) => [5, 10, 20, 30][n]));
    }
  }, 60_000);

  it('leaves a patient of whom nothing else was told as one of whom nothing was', async () => {
    const patient = async () => (await clinician.agent.get(`/api/v1/patients/${patientId}`).expect(200)).body;
    const [day, today] = [-17, 0].map((offset) => clinicDay(offset)) as [string, string];
    const files = [];
    for (const values of [
      [10, 20],
      [10, 20, 30],
    ])
      files.push(await sendText(exportOf(values).replaceAll('2026-02-07', day).replaceAll('2026-02-08', today)));
    await until('its silence is noticed', async () => (await patient()).lastDataAt !== null);
    expect((await patient()).headline).toMatchObject({ facts: { reason: 'notSynced' } });
    for (const id of files.toReversed()) await takeBack(id);
    await until('nothing is missed', async () => (await patient()).lastDataAt === null);
    expect(await patient()).toMatchObject({ headline: null, course: 'none', devices: [] });
  });

  it('is gone for good, also for a node that was thought dead and goes on reading it', async () => {
    const wrong = await send([10, 20]);
    const { database } = app.surroundings;
    const upload = (await database.inClinic(clinicId, () => findUpload(wrong)))!;
    expect(await takeBack(wrong)).toBe(2);
    const stores = {
      database,
      observations: app.nest.get(ObservationsService),
      payloads: app.nest.get(VendorPayloads),
      clock: app.nest.get(Clock),
    };
    const sink = new UploadSink(stores, { clinicId, upload, signal: new AbortController().signal });
    const startMs = Date.UTC(2026, 1, 7, 9);
    const source = { system: 'apple-health', device: 'iPhone', kind: 'phone' as const };
    const original = { value: 30, unit: '{steps}' };
    const more = { metric: 'steps' as const, startMs, endMs: startMs + 60_000, value: 30, original, source };
    await expect(sink.readings([{ ...more, externalId: null }])).rejects.toThrow('nobody wants');
    await database.inClinic(clinicId, () => updateUpload(wrong, { state: 'done', error: null }));
    expect(await standing()).toEqual(['error', 'error']);
    expect(await stateOf(wrong)).toMatchObject({ state: 'taken-back', takenBack: 2 });
  });

  it('goes also where it came twice: the one that only said it again can be taken back, too', async () => {
    const [first, again] = [await send([10, 20]), await send([10, 20])];
    expect((await stateOf(again)).takeBackUntil).not.toBeNull();
    expect(await takeBack(first)).toBe(0);
    expect(await standing()).toEqual([10, 20]);
    expect(await takeBack(again)).toBe(2);
    expect(await standing()).toEqual(['error', 'error']);
  });

  it('goes also where the one that wrote it went long before the one that said it again', async () => {
    const [first, again] = [await send([10]), await send([10])];
    expect(await takeBack(first)).toBe(0);
    await app.database.asOwner(
      `UPDATE upload_reading SET made_at = now() - interval '31 days 1 hour' WHERE upload_id = $1`,
      [first],
    );
    await app.nest.get(RawRetention).sweep();
    expect(await takeBack(again)).toBe(1);
    expect(await standing()).toEqual(['error']);
  });

  it('comes again when it is sent again, and can be taken back again', async () => {
    await takeBack(await send([10, 20]));
    const again = await send([10, 20]);
    expect(await stateOf(again)).toMatchObject({ stored: 2, duplicates: 0 });
    expect(await standing()).toEqual([10, 20]);
    expect(await takeBack(again)).toBe(2);
    expect(await standing()).toEqual(['error', 'error']);
  });

  it('leaves alone what somebody has said of a reading since', async () => {
    const wrong = await send([10, 20]);
    await send([11]);
    expect(await takeBack(wrong)).toBe(1);
    expect(await standing()).toEqual([11, 'error']);
  });

  it('sent again says nothing new of what somebody has corrected', async () => {
    const wrong = await send([10, 20]);
    const { body } = await clinician.agent.get(`/fhir/Observation?patient=${patientId}&_sort=date`).expect(200);
    const { id, meta } = body.entry[0].resource;
    await clinician.agent
      .post(`/api/v1/patients/${patientId}/observations/${id}/correction`)
      .send({ version: Number(meta.versionId), value: 12, reason: 'counted by hand' })
      .expect(ok);
    expect(await takeBack(wrong)).toBe(1);
    await send([10, 20]);
    expect(await standing()).toEqual([12, 20]);
  });

  it('brings nothing back of one that went long before it', async () => {
    const [first, second] = [await send([10]), await send([20])];
    await takeBack(first);
    // It waits for a consent, so long that what the first one told is not kept any more.
    await answerConsent(clinician, patientId, 'monitoring', 'withdrawn');
    await ask(second).expect(403);
    await app.database.asOwner(`UPDATE upload SET state = 'taking-back' WHERE id = $1`, [second]);
    await app.database.asOwner(`UPDATE upload_reading SET made_at = now() - interval '32 days' WHERE patient_id = $1`, [
      patientId,
    ]);
    await app.nest.get(RawRetention).sweep();
    await answerConsent(clinician, patientId, 'monitoring', 'given');
    await app.nest.get(TakeBack).sweep();
    await comesTo(second, 'taken-back');
    expect(await standing()).toEqual(['error']);
  });

  it('goes from the record that it has been merged into, and stays gone when that is undone', async () => {
    const duplicateId = patientId;
    const id = await send([10, 20]);
    patientId = await registerPatient(clinician);
    const merge = await mergeRecords(office, { survivorId: patientId, duplicateId });
    expect(await standing()).toEqual([10, 20]);
    expect(await takeBack(id)).toBe(2);
    expect(await standing()).toEqual(['error', 'error']);
    await decideMerge(office, merge, 'undo').expect(ok);
    patientId = duplicateId;
    expect(await standing()).toEqual(['error', 'error']);
  });

  it('stopped half-way, it goes on with the next look; what two nodes do at once is done once', async () => {
    const id = await send(Array.from({ length: 4200 }, (_, i) => 1 + (i % 200)));
    const withdrawals = app.nest.get(Withdrawals);
    const withdraw = withdrawals.withdraw.bind(withdrawals);
    let calls = 0;
    jest.spyOn(withdrawals, 'withdraw').mockImplementation(async (...args) => {
      const went = await withdraw(...args);
      if (++calls === 2) throw Object.assign(new Error('away'), { code: 'ECONNREFUSED', syscall: 'connect' });
      return went;
    });
    await ask(id).expect(202);
    await until('the second batch failed', () => calls === 2);
    expect(await stateOf(id)).toMatchObject({ state: 'taking-back', takenBack: 1000 });
    await Promise.all([1, 2, 3].map(() => app.nest.get(TakeBack).sweep()));
    expect(await stateOf(id)).toMatchObject({ state: 'taken-back', takenBack: 4200 });
    const [left] = await app.database.asOwner<{ n: number }>(
      `SELECT count(*)::int AS n FROM observation WHERE patient_id = $1 AND status <> 'entered-in-error'`,
      [patientId],
    );
    expect(left?.n).toBe(0);
  }, 60_000);
});

describe('the device of a file that is taken back', () => {
  const at = (minute: number) => `2026-02-07T08:${String(minute).padStart(2, '0')}:00Z`;
  const post = (device: string, minute: number) =>
    postObservations(app, token, patientId, [
      { metric: 'steps', value: 70, start: at(minute), end: at(minute + 1), device },
    ]);
  const path = () => `/api/v1/patients/${patientId}`;
  /** What the page of the patient names, and the list of whose word counts first. */
  const listed = async (): Promise<{ devices: string[]; sources: string[] }> => {
    const { body: patient } = await clinician.agent.get(path()).expect(200);
    const { body } = await clinician.agent.get(`${path()}/sources`).expect(200);
    const names = (all: { label: string }[]) => all.map(({ label }) => label).sort();
    return { devices: names(patient.devices), sources: names(body.sources) };
  };
  const both = (...names: string[]) => ({ devices: names, sources: names });
  const isListed = (...names: string[]) =>
    until(`${names.join()} listed`, async () => JSON.stringify(await listed()) === JSON.stringify(both(...names)));
  const orderOf = async () => {
    const { body } = await clinician.agent.get(`${path()}/sources`).expect(200);
    const labels = new Map(body.sources.map((s: { sourceId: number; label: string }) => [s.sourceId, s.label]));
    return body.orders[0]?.sourceIds.map((id: number) => labels.get(id)) ?? [];
  };

  it('goes with it, also from an order that was chosen, and is back in its place when the file comes again', async () => {
    await post('my watch', 30);
    const wrong = await send([10, 20]);
    await isListed('Apple iPhone', 'My Watch');
    await until('both have spoken', async () => (await orderOf()).length === 2);
    const { body } = await clinician.agent.get(`${path()}/sources`).expect(200);
    const chosen = [...body.orders[0].sourceIds].reverse();
    await clinician.agent.put(`${path()}/sources/steps/order`).send({ sourceIds: chosen }).expect(ok);
    expect(await orderOf()).toEqual(['Apple iPhone', 'My Watch']);
    await takeBack(wrong);
    await isListed('My Watch');
    expect(await orderOf()).toEqual(['My Watch']);
    const again = await send([10, 20]);
    await isListed('Apple iPhone', 'My Watch');
    expect(await orderOf()).toEqual(['Apple iPhone', 'My Watch']);
    await takeBack(again);
    await isListed('My Watch');
    // Whoever still shows the old list may save it.
    await clinician.agent.put(`${path()}/sources/steps/order`).send({ sourceIds: chosen }).expect(ok);
    // And who shows the new one takes no place from it.
    await clinician.agent
      .put(`${path()}/sources/steps/order`)
      .send({ sourceIds: chosen.slice(1) })
      .expect(ok);
    await send([10, 20]);
    await isListed('Apple iPhone', 'My Watch');
    expect(await orderOf()).toEqual(['Apple iPhone', 'My Watch']);
  });

  it('goes where several files told of it, when the last one does', async () => {
    const [first, second] = [await send([10, 20]), await send([10, 20, 30])];
    await takeBack(first);
    await until('the day follows', async () => (await dayOf())?.value === 60);
    expect(await listed()).toEqual(both('Apple iPhone'));
    await takeBack(second);
    await isListed();
  });

  it('stays where a program told of it, though nothing stands of what that said', async () => {
    await post('iPhone', 5);
    await until('the day is added up', async () => (await dayOf())?.value === 70);
    const { body } = await clinician.agent.get(`${path()}/days/steps/2026-02-07`).expect(200);
    const [{ id, version }] = body.observations;
    await clinician.agent
      .post(`${path()}/observations/${id}/correction`)
      .send({ version, reason: 'Not hers.' })
      .expect(200);
    await until('no day is left', async () => (await dayOf()) === undefined);
    expect(await listed()).toEqual(both('Apple iPhone'));
    const wrong = await send([10, 20]);
    await until('the day is added up', async () => (await dayOf())?.value === 30);
    await takeBack(wrong);
    await until('no day is left', async () => (await dayOf()) === undefined);
    expect(await listed()).toEqual(both('Apple iPhone'));
  });
});

describe('no file is taken back', () => {
  it('while it is read', async () => {
    jest
      .spyOn(app.nest.get(ObservationsService), 'store')
      .mockImplementation(() =>
        Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED', syscall: 'connect' })),
      );
    const { body } = await clinician.agent
      .post(`/ingest/v1/uploads?patient=${patientId}&kind=apple-health`)
      .attach('file', Buffer.from(exportOf([10])), 'export.xml')
      .expect(202);
    await comesTo(body.id, 'reading');
    const refused = await ask(body.id).expect(409);
    expect(refused.body.code).toBe('UPLOAD_UNDER_WAY');
    jest.restoreAllMocks();
    await comesTo(body.id, 'done');
  });

  it('after thirty days, or of which nobody knows', async () => {
    const id = await send([10]);
    await app.database.asOwner(`UPDATE upload SET created_at = now() - interval '31 days' WHERE id = $1`, [id]);
    expect((await ask(id).expect(409)).body.code).toBe('UPLOAD_NOT_TAKEN_BACK');
    expect(await standing()).toEqual([10]);
    await ask('6f3c1c5e-0000-4000-8000-000000000000').expect(404);
    await ask('nothing').expect(404);
  });

  it('of a patient who has withdrawn consent meanwhile: it says so, and can be asked for again', async () => {
    const id = await send([10]);
    await answerConsent(clinician, patientId, 'monitoring', 'withdrawn');
    expect((await ask(id).expect(403)).body.code).toBe('CONSENT_MISSING');
    expect((await stateOf(id)).takeBackUntil).not.toBeNull();
    await answerConsent(clinician, patientId, 'monitoring', 'given');
    expect(await takeBack(id)).toBe(1);
  });

  it('that brought no readings', async () => {
    const empty = await send([]);
    expect((await stateOf(empty)).takeBackUntil).toBeNull();
    expect((await ask(empty).expect(409)).body.code).toBe('UPLOAD_NOT_TAKEN_BACK');
  });

  it('whose readings are forgotten: what it told is kept for as long as it can be taken back, and a day', async () => {
    const [old, young] = [await send([10]), await send([10, 20])];
    const kept = async () =>
      (
        await app.database.asOwner<{ id: string }>(
          'SELECT upload_id AS id FROM upload_reading WHERE upload_id = ANY($1)',
          [[old, young]],
        )
      ).map(({ id }) => id);
    await app.database.asOwner(
      `UPDATE upload_reading SET made_at = now() - CASE WHEN upload_id = $1 THEN interval '31 days 1 hour' ELSE interval '30 days' END
       WHERE upload_id = ANY($2)`,
      [old, [old, young]],
    );
    await app.nest.get(RawRetention).sweep();
    expect(await kept()).toEqual([young]);
  });

  it('twice at once', async () => {
    const id = await send([10]);
    const answers = await Promise.all([1, 2, 3, 4].map(() => ask(id)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    await comesTo(id, 'taken-back');
    expect((await stateOf(id)).takenBack).toBe(1);
  });

  it('twice: who asks again reads what becomes of it', async () => {
    const id = await send([10]);
    await takeBack(id);
    expect((await ask(id).expect(202)).body).toMatchObject({ state: 'taken-back', takenBack: 1 });
  });
});
