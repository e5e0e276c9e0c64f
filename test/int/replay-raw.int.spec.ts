import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../support/app.js';
import { answerConsent } from '../support/consents.js';
import { toObservation } from '../support/fhir.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../support/people.js';
import { stepwell } from '../support/stepwell.js';
import { RawRetention } from '../../src/modules/ingest/raw-retention.js';
import { FollowZones } from '../../src/modules/ingest/told/follow-zones.js';

let app: TestApp;
let folder: string;
let token: string;
let patients: string[];
let clinician: Person;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepwell-replay-'));
  await chmod(folder, 0o711);
  app = await createTestApp({ env: { STEPWELL_RAW_PAYLOAD_DAYS: '30' } });
  const clinic = await createClinic(app, 'replay');
  token = await tokenFor(app, clinic.id);
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  patients = [await registerPatient(clinician), await registerPatient(clinician, { timeZone: 'Pacific/Apia' })];
  await stepwell(['help']).ended;
}, 180_000);
afterAll(async () => {
  await app?.close();
  await rm(folder, { recursive: true, force: true });
});

const post = (path: string, body: object) =>
  app
    .http()
    .post(path)
    .set({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })
    .send(JSON.stringify(body))
    .expect(200);
const vendor = (name: string, of: string, body: object) => post(`/ingest/v1/vendors/${name}?patient=${of}`, body);
const fitbitDay = (dateTime: string, value: string) => ({ 'activities-steps': [{ dateTime, value }] });
const minute = (at: number, count: string, device: string) => ({
  dataSource: { device: { displayName: device } },
  steps: { interval: { startTime: iso(at), endTime: iso(at + 60_000) }, count },
});
const iso = (ms: number) => new Date(ms).toISOString();
const T0 = Date.parse('2026-03-02T09:00:00Z');

async function replay(...args: string[]): Promise<[number | null, string]> {
  const run = stepwell(['replay-raw', ...args], { DATABASE_URL: app.database.ownerUrl, STEPWELL_DATA_DIR: folder });
  return [await run.ended, run.output().replace(/^Building.*\n/gm, '')];
}

describe('kept payloads', () => {
  it('are linked to what they told, and counted', async () => {
    await vendor('fitbit', patients[0]!, fitbitDay('2026-03-01', '5000'));
    await vendor('fitbit', patients[0]!, fitbitDay('2026-03-01', '5000'));
    const { body } = await app
      .http()
      .get(`/fhir/Observation?patient=${patients[0]}`)
      .set('authorization', `Bearer ${token}`)
      .expect(200);
    const observation = body.entry[0].resource.id;
    const list = async (query: string) =>
      (await app.http().get(`/ingest/v1/payloads?${query}`).set('authorization', `Bearer ${token}`).expect(200)).body;
    const { payloads } = await list(`patient=${patients[0]}&observation=${observation}`);
    expect(payloads).toMatchObject([{ vendor: 'fitbit', observations: 1, bodyRemovedAt: null }]);
    expect(payloads[0].keptBytes).toBeGreaterThan(20);
    expect(payloads[0].rawBytes).toBe(JSON.stringify(fitbitDay('2026-03-01', '5000')).length);
    expect((await list(`patient=${patients[1]}&observation=${observation}`)).payloads).toEqual([]);
    const [row] = await app.database.asOwner<{ body: Buffer }>('SELECT body FROM raw_payload');
    expect(gunzipSync(row!.body).toString()).toBe(JSON.stringify(fitbitDay('2026-03-01', '5000')));
  });

  it('each correction is kept; an old payload that comes once more takes none back, and is not', async () => {
    for (const value of ['5100', '5200', '5000', '5100'])
      await vendor('fitbit', patients[0]!, fitbitDay('2026-03-01', value));
    const [row] = await app.database.asOwner<{ n: string }>('SELECT count(*) AS n FROM raw_payload');
    expect(Number(row?.n)).toBe(3);
    const [day] = await app.database.asOwner('SELECT value::text FROM observation WHERE patient_id = $1', [
      patients[0],
    ]);
    expect(day).toEqual({ value: '5200' });
  });

  it('of a patient who has withdrawn consent are not kept, not even one without a reading', async () => {
    const silent = await registerPatient(clinician);
    await answerConsent(clinician, silent, 'monitoring', 'withdrawn');
    const answer = await app
      .http()
      .post(`/ingest/v1/vendors/google-health?patient=${silent}`)
      .set({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })
      .send({ pairedDevices: [] });
    expect([answer.status, answer.body.code]).toEqual([403, 'CONSENT_MISSING']);
    expect(await app.database.asOwner('SELECT 1 FROM raw_payload WHERE patient_id = $1', [silent])).toEqual([]);
  });

  it('rebuild what is stored, beside the running server: days in two zones, two devices, corrections, other roads', async () => {
    const [here, there] = patients as [string, string];
    const points = Array.from({ length: 120 }, (_, i) =>
      minute(T0 + i * 60_000, String(i), i % 2 ? 'Charge 6' : 'Pixel 9'),
    );
    // As large as a batch may be, and no other body.
    await vendor('google-health', here, { dataPoints: points, pairedDevices: Array(60_000).fill(0) });
    await vendor('fitbit', there, fitbitDay('2026-03-01', '7000'));
    await vendor('open-mhealth', there, {
      header: { id: 'a', schema_id: { namespace: 'omh', name: 'total-sleep-time', version: '1.0' } },
      body: {
        total_sleep_time: { value: 410, unit: 'min' },
        effective_time_frame: { time_interval: { start_date_time: iso(T0), end_date_time: iso(T0 + 27e6) } },
      },
    });
    // The watch itself corrects a minute through FHIR.
    const corrected = {
      metric: 'steps',
      value: 7,
      start: iso(T0 + 60_000),
      end: iso(T0 + 120_000),
      device: 'Fitbit Charge 6',
    };
    await post('/fhir/Observation', toObservation(here, corrected as never));
    const stored = await app.database.asOwner('SELECT id, version, value FROM observation ORDER BY id');
    expect(await replay()).toEqual([
      0,
      'replay: payloads: fitbit 4, google-health 1, open-mhealth 1; observations: 123, equal 122, corrected since by another road 1, different 0\n',
    ]);
    expect(await replay('--clinic', 'replay', '--from', '2030-01-01')).toEqual([
      0,
      'replay: payloads: none; observations: 0, equal 0, corrected since by another road 0, different 0\n',
    ]);
    expect(await app.database.asOwner('SELECT id, version, value FROM observation ORDER BY id')).toEqual(stored);
    expect(await readdir(folder)).toEqual([]);
  }, 120_000);

  it('show what was changed behind them, without a value', async () => {
    await app.database.asOwner(`UPDATE observation_row SET value = value + 1 WHERE value = 7000`);
    const [code, said] = await replay();
    expect([code, said]).toEqual([
      1,
      expect.stringMatching(/different 1\n {2}payload \S+, observation \S+: differs in valueText\n$/),
    ]);
    expect(said).not.toMatch(/700[01]/);
    await app.database.asOwner(`UPDATE observation_row SET value = 7000 WHERE value = 7001`);
    await app.database.asOwner(`UPDATE raw_payload SET observation_ids = '{}' WHERE vendor = 'open-mhealth'`);
    expect(await replay()).toEqual([1, expect.stringContaining('gave 0 readings and now gives 1')]);
  }, 120_000);

  it.each([
    [['--clinic', 'nowhere'], /^There is no clinic "nowhere" here\. Clinics: replay\.$/m],
    [['--from', 'yesterday'], /^--from must be a day such as/m],
  ])(
    '%j is refused in a sentence',
    async (args, sentence) => {
      expect(await replay(...args)).toEqual([1, expect.stringMatching(sentence)]);
    },
    60_000,
  );

  it('go after the days that were set; a dated marker and the observations stay', async () => {
    await app.database.asOwner(
      `UPDATE raw_payload SET received_at = now() - interval '31 days' WHERE vendor = 'fitbit'`,
    );
    const before = await app.database.asOwner('SELECT id, value FROM observation ORDER BY id');
    await app.nest.get(RawRetention).sweep();
    const rows = await app.database.asOwner(
      `SELECT vendor, count(*)::int AS n, count(body)::int AS kept, count(body_removed_at)::int AS marked FROM raw_payload GROUP BY vendor ORDER BY vendor`,
    );
    expect(rows).toEqual([
      { vendor: 'fitbit', n: 4, kept: 0, marked: 4 },
      { vendor: 'google-health', n: 1, kept: 1, marked: 0 },
      { vendor: 'open-mhealth', n: 1, kept: 1, marked: 0 },
    ]);
    expect(await app.database.asOwner('SELECT id, value FROM observation ORDER BY id')).toEqual(before);
    const doctor = stepwell(['doctor'], { DATABASE_URL: app.database.ownerUrl, STEPWELL_DATA_DIR: folder });
    expect(await doctor.ended).toBe(0);
    expect(doctor.output()).toMatch(/^ok {2}Raw payloads {5}replay, google-health: 1 kept in \d+ bytes, 0 removed$/m);
    expect(doctor.output()).toMatch(/replay, fitbit: 0 kept in 0 bytes, 4 removed$/m);
  }, 60_000);

  it('go in parts, however many are due at once', async () => {
    await app.database.asOwner(
      `INSERT INTO raw_payload (clinic_id, id, patient_id, vendor, received_at, sha256, raw_bytes, body, observation_ids)
       SELECT clinic_id, gen_random_uuid(), patient_id, 'many', now() - interval '40 days' + n / 50 * interval '1 s', 'x', 1, 'x', '{}'
       FROM (SELECT clinic_id, patient_id FROM raw_payload LIMIT 1) p, generate_series(1, 450) n`,
    );
    await app.nest.get(RawRetention).sweep();
    // The marker is the transaction's time.
    const parts = await app.database.asOwner(
      `SELECT count(*)::int AS n FROM raw_payload WHERE vendor = 'many' AND body IS NULL GROUP BY body_removed_at ORDER BY min(body_removed_at)`,
    );
    expect(parts).toEqual([{ n: 200 }, { n: 200 }, { n: 50 }]);
  });

  it('stay while their patient is under a legal hold', async () => {
    for (const patientId of patients)
      await app.database.asOwner(
        `INSERT INTO raw_payload (clinic_id, id, patient_id, vendor, received_at, sha256, raw_bytes, body, observation_ids)
         SELECT clinic_id, gen_random_uuid(), id, 'held', now() - interval '40 days', 'x', 1, 'x', '{}' FROM patient WHERE id = $1`,
        [patientId],
      );
    await app.database.asOwner(
      `INSERT INTO legal_hold (clinic_id, id, patient_id, reason, placed_by)
       SELECT clinic_id, gen_random_uuid(), id, 'a lawsuit', gen_random_uuid() FROM patient WHERE id = $1`,
      [patients[0]],
    );
    const kept = () =>
      app.database.asOwner(
        `SELECT patient_id AS of FROM raw_payload WHERE vendor = 'held' AND body IS NOT NULL AND body_removed_at IS NULL`,
      );
    await app.nest.get(RawRetention).sweep();
    expect(await kept()).toEqual([{ of: patients[0] }]);
    await app.database.asOwner('UPDATE legal_hold SET released_at = now()');
    await app.nest.get(RawRetention).sweep();
    expect(await kept()).toEqual([]);
  });
});

describe('payloads of a patient whose time zone was corrected', () => {
  it('are equal while they wait for it, and after they have followed', async () => {
    const clinic = await createClinic(app, 'moved');
    const own = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
    const ownToken = await tokenFor(app, clinic.id);
    const of = await registerPatient(own);
    const send = (payload: object) =>
      app
        .http()
        .post(`/ingest/v1/vendors/fitbit?patient=${of}`)
        .set({ authorization: `Bearer ${ownToken}`, 'content-type': 'application/json' })
        .send(payload)
        .expect(200);
    const dataset = Array.from({ length: 24 }, (_, i) => ({ time: `${String(i).padStart(2, '0')}:00:00`, value: i }));
    for (const dateTime of ['2026-03-10', '2026-03-11'])
      await send({ ...fitbitDay(dateTime, '300'), 'activities-steps-intraday': { dataset, datasetInterval: 60 } });
    const night = (startTime: string) => ({
      sleep: [{ logId: 1, startTime, duration: 21_600_000, minutesAsleep: 350 }],
    });
    for (const startTime of ['2026-03-10T21:00:00', '2026-03-11T00:30:00']) await send(night(startTime));
    await answerConsent(own, of, 'monitoring', 'withdrawn');
    await own.agent.put(`/api/v1/patients/${of}/time-zones`).send({ since: '2026-03-05T00:00:00Z', zone: 'Asia/Tokyo' }).expect(200); // prettier-ignore
    const line =
      'moved: payloads: fitbit 4; observations: 52, equal 52, corrected since by another road 0, different 0\n';
    expect(await replay('--clinic', 'moved')).toEqual([
      0,
      `${line}  4 payloads wait to be moved to a corrected time zone, and were read in the one they were told in\n`,
    ]);
    await answerConsent(own, of, 'monitoring', 'given');
    await app.database.asOwner('UPDATE zone_move SET next_at = now()');
    await app.nest.get(FollowZones).tick();
    expect(await replay('--clinic', 'moved')).toEqual([0, line]);
  }, 120_000);
});
