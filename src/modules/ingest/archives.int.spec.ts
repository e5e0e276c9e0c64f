import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { describeWithTestData } from '../../../test/support/outside.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../../../test/support/people.js';
import { until } from '../../../test/support/until.js';
import { zipOf } from '../../../test/support/zip.js';
import { amendedObservation, ObservationsService, ReadingMoves } from '../observations/index.js';
import { TakeBack } from './takeback/take-back.js';
import { FollowZones, moverOf } from './told/follow-zones.js';
import { rereadPayload } from './told/reread-payload.js';
import { ToldReadings } from './told/told-readings.js';

let app: TestApp;
let dataDir: string;
let clinician: Person;
let token: string;
let clinicId: string;
let patientId: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'stepwell-archives-'));
  app = await createTestApp({ env: { STEPWELL_DATA_DIR: dataDir } });
  const clinic = await createClinic(app, 'archives');
  clinicId = clinic.id;
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(async () => {
  await app?.close();
  await rm(dataDir, { recursive: true, force: true });
});
beforeEach(async () => {
  patientId = await registerPatient(clinician);
});

type Files = Parameters<typeof zipOf>[0];
const NEW = 'Takeout/Google Health/Physical Activity_GoogleData';
const OLD = 'Takeout/Google Health/Global Export Data';
const steps = (...rows: string[]) => ['timestamp,steps,data source', ...rows, ''].join('\n');
const aNight = (logId: number, day: string, minutesAsleep = 420) => ({
  logId,
  dateOfSleep: day,
  startTime: `${day}T00:30:00.000`,
  endTime: `${day}T08:30:00.000`,
  duration: 28_800_000,
  minutesAsleep,
});
const nights = (...list: object[]): Files => ({ [`${OLD}/sleep-2026-02-01.json`]: list });

const post = (bytes: Buffer, query = '') =>
  clinician.agent
    .post(`/ingest/v1/uploads?patient=${patientId}${query}`)
    .attach('file', bytes, 'takeout-20260812T070000Z-001.zip');
const stateOf = async (id: string) => (await clinician.agent.get(`/ingest/v1/uploads/${id}`).expect(200)).body;
const comesTo = (id: string, state: string) =>
  until(`the file is ${state}`, async () => (await stateOf(id)).state === state);
const send = async (files: Files): Promise<{ id: string }> => {
  const { body } = await post(await zipOf(files)).expect(202);
  await comesTo(body.id, 'done');
  return stateOf(body.id);
};
const takeBack = async (id: string) => {
  await clinician.agent.post(`/ingest/v1/uploads/${id}/take-back`).expect(202);
  await comesTo(id, 'taken-back');
};
const vendor = (payload: object) =>
  app
    .http()
    .post(`/ingest/v1/vendors/fitbit?patient=${patientId}`)
    .set({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })
    .send(JSON.stringify(payload))
    .expect(200);
const liveIn = (zone: string) =>
  clinician.agent
    .put(`/api/v1/patients/${patientId}/time-zones`)
    .send({ since: '2026-02-01T00:00:00Z', zone })
    .expect(200);
const follow = () => app.nest.get(FollowZones).tick();
/** What counts. */
const standing = async (): Promise<string[]> => {
  const { body } = await clinician.agent
    .get(`/fhir/Observation?patient=${patientId}&_sort=date&_count=100`)
    .expect(200);
  type Told = {
    status: string;
    code: { coding: { code: string }[] };
    valueQuantity: { value: number };
    effectivePeriod: { start: string };
    device?: { display: string };
  };
  return (body.entry ?? [])
    .map(({ resource }: { resource: Told }) => resource)
    .filter(({ status }: Told) => status !== 'entered-in-error')
    .map(({ code, valueQuantity, effectivePeriod, device }: Told) =>
      [
        code.coding[0]!.code,
        new Date(effectivePeriod.start).toISOString().slice(0, 16),
        valueQuantity.value,
        device?.display ?? '-',
      ].join(' '),
    );
};
const payloads = () =>
  app.database.asOwner<{ body: Buffer | null; told: number; zones: string | null }>(
    `SELECT body, cardinality(observation_ids) AS told, read_zones AS zones FROM raw_payload WHERE patient_id = $1 ORDER BY received_at`,
    [patientId],
  );

const TWO_FORMS: Files = {
  [`${NEW}/steps_2026-02-01.csv`]: steps('2026-02-10T07:00:00Z,50,Charge 6', '2026-02-10T07:00:00Z,44,MobileTrack'),
  [`${OLD}/steps-2026-02-01.json`]: [
    { dateTime: '02/10/26 07:00:00', value: '50' },
    { dateTime: '02/09/26 07:00:00', value: '9' },
  ],
  ...nights(aNight(1, '2026-02-10')),
};

describe('the archive of an account', () => {
  it('is known by what is in it, read in both its forms, and counted once', async () => {
    const state = await send(TWO_FORMS);
    expect(state).toMatchObject({ stored: 3, duplicates: 0, skipped: 2, refused: 0, records: 5, refusals: [] });
    expect(await standing()).toEqual([
      '55423-8 2026-02-09T07:00 9 fitbit',
      '93832-4 2026-02-09T23:30 420 fitbit',
      '55423-8 2026-02-10T07:00 50 Fitbit Charge 6',
    ]);
    await until('the day is added up', async () => {
      const { body } = await clinician.agent.get(`/api/v1/patients/${patientId}/days/steps/2026-02-10`).expect(200);
      return !body.pending && body.value === 50;
    });
    expect(await send(TWO_FORMS)).toMatchObject({ stored: 0, duplicates: 3 });
    // No file of it lies about.
    expect(await readdir(join(dataDir, 'uploads'))).toEqual([]);
  });

  it('says what its sender says, or is refused', async () => {
    const bytes = await zipOf(TWO_FORMS);
    const { body } = await post(bytes, '&kind=apple-health').expect(202);
    await comesTo(body.id, 'failed');
    expect(await stateOf(body.id)).toMatchObject({ errorCode: 'UPLOAD_OTHER_KIND' });
    expect(await standing()).toEqual([]);
  });

  it('of somebody else leaves nothing, not even a payload', async () => {
    await app.database.asOwner(`UPDATE patient SET birth_date = '1980-01-01' WHERE id = $1`, [patientId]);
    const profile = { 'Takeout/Google Health/Your Profile/Profile.csv': 'id,date_of_birth\n1,1990-02-02\n' };
    const { body } = await post(await zipOf({ ...TWO_FORMS, ...profile })).expect(202);
    await comesTo(body.id, 'failed');
    expect(await stateOf(body.id)).toMatchObject({ errorCode: 'UPLOAD_NOT_THEIRS' });
    expect([await standing(), await payloads()]).toEqual([[], []]);
  });
});

describe('what it tells by the wall clock', () => {
  it.each([
    ['before', ['cloud', 'file']],
    ['after', ['file', 'cloud']],
  ])('is one with what the cloud tells %s it, whatever the period comes to be', async (_when, order) => {
    const cloud = () => vendor({ sleep: [{ ...aNight(7, '2026-02-10'), endTime: '2026-02-10T08:45:00.000' }] });
    for (const road of order) await (road === 'cloud' ? cloud() : send(nights(aNight(7, '2026-02-10'))));
    expect(await standing()).toEqual(['93832-4 2026-02-09T23:30 420 fitbit']);
  });

  it('follows a correction of the zone, and so does the file when it comes again', async () => {
    await send(nights(aNight(1, '2026-02-10'), aNight(2, '2026-02-11')));
    await liveIn('America/New_York');
    await follow();
    const moved = ['93832-4 2026-02-10T05:30 420 fitbit', '93832-4 2026-02-11T05:30 420 fitbit'];
    expect(await standing()).toEqual(moved);
    await send(nights(aNight(1, '2026-02-10'), aNight(2, '2026-02-11')));
    expect(await standing()).toEqual(moved);
  });

  it('is kept once a file, compressed', async () => {
    await send(nights({ ...aNight(1, '2026-02-10'), levels: { data: [1] }, name: 'Jane' }));
    await send(nights(aNight(1, '2026-02-10')));
    const kept = await payloads();
    expect(kept.map(({ told }) => told)).toEqual([1, 1]);
    expect(JSON.parse(gunzipSync(kept[0]!.body!).toString())).toEqual({ sleep: [aNight(1, '2026-02-10')] });
  });

  it('of lists that are none, or of something else, is refused alone, and no payload of it is kept', async () => {
    const odd = { dateTime: '02/10/26 00:00:00', value: {} };
    const state = await send({
      [`${NEW}/steps_2026-02-01.csv`]: steps('2026-02-10T07:00:00Z,50,Charge 6'),
      ...nights(...([1, 2] as unknown as object[])),
      [`${OLD}/resting_heart_rate-2026-02-01.json`]: [odd],
    });
    expect(state).toMatchObject({ stored: 1, refused: 3, records: 4 });
    expect([(await standing()).length, await payloads()]).toEqual([1, []]);
  });

  it('counts what is understood and not kept', async () => {
    const rate = (day: string, value: number) => ({ dateTime: `${day} 00:00:00`, value: { value, error: 5 } });
    const rates = [{ dateTime: '02/09/26 00:00:00', value: {} }, rate('02/10/26', 61), rate('02/11/26', 0)];
    const state = await send({ [`${OLD}/resting_heart_rate-2026-02-01.json`]: rates });
    expect(state).toMatchObject({ stored: 1, refused: 1, skipped: 1, records: 3 });
  });

  it('is refused by the reading, with what would be right', async () => {
    const { id } = await send(nights(aNight(1, '2026-02-10', 1800), aNight(2, '2026-02-11'), aNight(3, '2126-02-11')));
    expect(await stateOf(id)).toMatchObject({
      stored: 1,
      refused: 2,
      refusals: [
        { message: expect.stringMatching(/sleepDuration must be/), count: 1 },
        { message: expect.stringMatching(/24 hours ahead of now/), count: 1 },
      ],
    });
  });
});

describe('taken back', () => {
  it('it leaves nothing, and no correction of the zone brings it again', async () => {
    const { id } = await send({ ...TWO_FORMS, ...nights(aNight(1, '2026-02-10'), aNight(2, '2026-02-11')) });
    await takeBack(id);
    expect(await standing()).toEqual([]);
    expect(await payloads()).toEqual([{ body: null, told: 0, zones: null }]);
    await liveIn('America/New_York');
    await follow();
    expect(await standing()).toEqual([]);
  });

  it('it leaves nothing where a correction of the zone has moved it meanwhile, once and again', async () => {
    const { id } = await send(nights(aNight(1, '2026-02-10'), aNight(2, '2026-02-11')));
    for (const zone of ['America/New_York', 'Asia/Tokyo']) {
      await liveIn(zone);
      await follow();
    }
    expect(await standing()).toEqual(['93832-4 2026-02-09T15:30 420 fitbit', '93832-4 2026-02-10T15:30 420 fitbit']);
    await takeBack(id);
    expect(await standing()).toEqual([]);
    expect((await stateOf(id)).takenBack).toBe(2);
  });

  it('it waits while readings are still to follow a corrected zone, and leaves what another file tells', async () => {
    const first = await send(nights(aNight(1, '2026-02-10')));
    await send(nights(aNight(1, '2026-02-10')));
    const tick = jest.spyOn(app.nest.get(FollowZones), 'tick').mockResolvedValue();
    await liveIn('America/New_York');
    // Only the first file has followed yet.
    const caller = moverOf(clinicId, patientId);
    const [payload] = await app.database.asOwner<{ id: string }>('SELECT id FROM raw_payload WHERE upload_id = $1', [
      first.id,
    ]);
    await app.surroundings.database.inClinic(clinicId, async () => {
      const monitored = await app.nest.get(ObservationsService).findMonitored(caller, patientId);
      const by = { caller, moves: app.nest.get(ReadingMoves), told: app.nest.get(ToldReadings) };
      await rereadPayload(by, payload!.id, monitored!.zones);
    });
    await clinician.agent.post(`/ingest/v1/uploads/${first.id}/take-back`).expect(202);
    await app.nest.get(TakeBack).sweep();
    expect(await stateOf(first.id)).toMatchObject({
      state: 'taking-back',
      takenBack: 0,
      errorCode: 'UPLOAD_WAITS_FOR_ZONE',
    });
    tick.mockRestore();
    await follow();
    await app.nest.get(TakeBack).sweep();
    await comesTo(first.id, 'taken-back');
    expect(await standing()).toEqual(['93832-4 2026-02-10T05:30 420 fitbit']);
  });

  it('it leaves what somebody has said of a night, also where the night has moved since', async () => {
    const { id } = await send(nights(aNight(1, '2026-02-10'), aNight(2, '2026-02-11')));
    const { body } = await clinician.agent.get(`/fhir/Observation?patient=${patientId}&_sort=date`).expect(200);
    await app.surroundings.database.inClinic(clinicId, async () => {
      const observations = app.nest.get(ObservationsService);
      const caller = moverOf(clinicId, patientId);
      const change = { status: 'amended' as const, note: 'Asked for.', at: new Date() };
      const amended = await amendedObservation(await observations.read(caller, body.entry[0].resource.id), change);
      await observations.store(caller, [{ ...amended, valueText: '5', originalText: '300' }]);
    });
    await liveIn('America/New_York');
    await follow();
    await takeBack(id);
    expect(await standing()).toEqual(['93832-4 2026-02-10T05:30 300 fitbit']);
  });

  it('it comes again when it is sent again, also after the zone was corrected', async () => {
    await takeBack((await send(nights(aNight(1, '2026-02-10')))).id);
    await liveIn('America/New_York');
    await follow();
    expect(await send(nights(aNight(1, '2026-02-10')))).toMatchObject({ stored: 1 });
    expect(await standing()).toEqual(['93832-4 2026-02-10T05:30 420 fitbit']);
  });

  it('it leaves what the cloud has told as well, which follows the zone as before', async () => {
    await vendor({ sleep: [aNight(1, '2026-02-10')] });
    await takeBack((await send(nights(aNight(1, '2026-02-10'), aNight(2, '2026-02-11')))).id);
    expect(await standing()).toEqual(['93832-4 2026-02-09T23:30 420 fitbit']);
    await liveIn('America/New_York');
    await follow();
    expect(await standing()).toEqual(['93832-4 2026-02-10T05:30 420 fitbit']);
  });

  it('it gives back what the cloud had told before it, which the cloud can then correct by its own name for it', async () => {
    const day = '2026-02-03';
    await vendor({ sleep: [aNight(1, day)] });
    const [own] = await standing();
    const { id } = await send(nights(aNight(1, day, 300)));
    expect(await standing()).not.toContain(own);
    await takeBack(id);
    expect(await standing()).toEqual([own]);
    await vendor({ sleep: [{ ...aNight(1, day), startTime: `${day}T00:40:00.000` }] });
    expect(await standing()).toHaveLength(1);
  });

  it('a night that it had told at another time is back once the cloud tells it again, and the file can come again, too', async () => {
    const cloud = () => vendor({ sleep: [aNight(1, '2026-02-10')] });
    await cloud();
    const own = await standing();
    const other = nights({ ...aNight(1, '2026-02-10', 300), startTime: '2026-02-10T00:40:00.000' });
    const { id } = await send(other);
    const edited = await standing();
    expect(edited).toEqual([expect.stringContaining(' 300 ')]);
    await takeBack(id);
    await cloud();
    expect(await standing()).toEqual(own);
    await send(other);
    expect(await standing()).toEqual(edited);
  });

  it('a night is believed at another time, however often such a file came and went before', async () => {
    const night = nights(aNight(1, '2026-02-10'));
    for (let i = 0; i < 2; i++) await takeBack((await send(night)).id);
    await send(nights({ ...aNight(1, '2026-02-10', 300), startTime: '2026-02-10T00:40:00.000' }));
    expect(await standing()).toEqual([expect.stringContaining(' 300 ')]);
  });

  it('what the cloud tells is believed, whatever files had told it at this time and at another', async () => {
    const [early, late] = [0, 10].map((minute) => ({ ...aNight(1, '2026-02-10'), startTime: `2026-02-10T00:3${minute / 10}:00.000` })); // prettier-ignore
    await vendor({ sleep: [early!] });
    await takeBack((await send(nights(late!))).id);
    await takeBack((await send(nights(early!))).id);
    for (const one of [early!, late!]) {
      await vendor({ sleep: [one] });
      expect(await standing()).toHaveLength(1);
    }
  });

  it('it leaves what the cloud tells as well of a night that both told too early, as it seemed', async () => {
    await liveIn('Pacific/Honolulu');
    const wall = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 19) + '.000';
    const night = { ...aNight(1, wall(20).slice(0, 10)), startTime: wall(12), endTime: wall(20) };
    const { id } = await send(nights(night, aNight(2, '2026-02-12')));
    await vendor({ sleep: [night] });
    expect(await standing()).toHaveLength(1);
    await liveIn('Asia/Tokyo');
    await follow();
    expect(await standing()).toHaveLength(2);
    await takeBack(id);
    expect(await standing()).toHaveLength(1);
  });

  it('it leaves what the cloud has told after it, and what that said again of it', async () => {
    const [first, second] = ['2026-02-03', '2026-02-04'] as const;
    const { id } = await send(nights(aNight(1, first, 300), aNight(2, second)));
    await vendor({ sleep: [aNight(1, first), aNight(2, second)] });
    const told = await standing();
    expect(told).toHaveLength(2);
    await takeBack(id);
    expect(await standing()).toEqual(told);
  });

  it('it leaves what another file tells as well, which follows the zone, and goes with that one', async () => {
    const first = await send(nights(aNight(1, '2026-02-10')));
    const second = await send(nights(aNight(1, '2026-02-10')));
    await takeBack(first.id);
    await liveIn('America/New_York');
    await follow();
    expect(await standing()).toEqual(['93832-4 2026-02-10T05:30 420 fitbit']);
    await takeBack(second.id);
    expect(await standing()).toEqual([]);
  });

  it.each([
    ['the first', 'America/New_York', 0],
    ['the second', 'Asia/Tokyo', 1],
  ])(
    'two files that tell one night have both moved it, whichever payload did (%s); it goes with the last',
    async (_who, zone, from) => {
      const files = [
        await send(nights(aNight(1, '2026-02-10'))),
        await send(nights(aNight(1, '2026-02-10'), aNight(2, '2026-02-11'))),
      ];
      await liveIn(zone);
      await follow();
      expect(await standing()).toHaveLength(2);
      await takeBack(files[from]!.id);
      expect(await standing()).toHaveLength(from === 0 ? 2 : 1);
      await takeBack(files[1 - from]!.id);
      expect(await standing()).toEqual([]);
    },
  );
});

describeWithTestData('longitudinal/pmdata', 'months of real people, as archives', (folder) => {
  const people = () => readdirSync(folder).filter((name) => /^p\d\d$/.test(name));
  const listOf = (person: string, name: string): Record<string, unknown>[] => {
    const dir = join(folder, person, 'fitbit');
    return readdirSync(dir).includes(name) ? JSON.parse(readFileSync(join(dir, name), 'utf8')) : [];
  };

  it('go in whole, and once', async () => {
    let readings = 0;
    for (const person of people()) {
      patientId = await registerPatient(clinician);
      const [sleep, rates] = [listOf(person, 'sleep.json'), listOf(person, 'resting_heart_rate.json')];
      const days = rates.filter(({ value }) => (value as { value: number }).value > 0).map(({ dateTime }) => dateTime);
      const wanted = new Set(sleep.map(({ logId }) => logId)).size + new Set(days).size;
      const files = { [`${OLD}/sleep-2019-11-01.json`]: sleep, [`${OLD}/resting_heart_rate-2019-11-01.json`]: rates };
      // Some logs come twice in what they gave us.
      expect(await send(files)).toMatchObject({ stored: wanted, refused: 0, refusals: [] });
      expect(await send(files)).toMatchObject({ stored: 0, refused: 0 });
      readings += wanted;
    }
    console.log(`longitudinal/pmdata: ${people().length} archives, ${readings} readings`);
    expect(readings).toBeGreaterThan(1500);
  }, 180_000);
});
