import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { postObservations, type Reading } from '../../../test/support/fhir.js';
import {
  awayFromMidnight,
  clinicDay,
  createClinic,
  inviteAndAccept,
  MIDNIGHT_MS,
  type Person,
  registerPatient,
  tokenFor,
} from '../../../test/support/people.js';
import { untilQuiet } from '../../../test/support/quiet.js';
import { until } from '../../../test/support/until.js';
import { requestRecompute } from '../observations/sources/recompute.repository.js';
import { findSources } from '../observations/sources/contact.repository.js';
import { saveOrder } from '../observations/sources/source-order.repository.js';
import { endOfDay, startOfDay } from '../../metrics/index.js';

const ZONE = 'Europe/Berlin';
const DAYS = 70;
const WORSE_FOR = 21;
/** What is younger came live; the rest of the bad weeks was kept back by the device. */
const LIVE = 2;

let app: TestApp;
let clinician: Person;
let token: string;
let clinicId: string;

beforeAll(awayFromMidnight, MIDNIGHT_MS);
beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'backfill');
  clinicId = clinic.id;
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(() => app?.close());

/** Steps of the day so many days ago: seven weeks as usual, three weeks of half. */
function stepsOf(ago: number, more = 0): Reading {
  const day = clinicDay(-ago);
  const usual = ago > WORSE_FOR ? 7000 : 2600;
  return {
    metric: 'steps',
    value: usual + (((ago * 7919) % 13) - 6) * 90 + more,
    start: new Date(startOfDay(ZONE, day)).toISOString(),
    end: new Date(endOfDay(ZONE, day)).toISOString(),
  };
}
const days = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, i) => stepsOf(from - i));

const quiet = (patientId: string) => untilQuiet(app.database, patientId);
const alerts = async (patientId: string) =>
  app.database.asOwner<{ kind: string }>(`SELECT kind FROM alert WHERE patient_id = $1 AND kind = 'deterioration'`, [
    patientId,
  ]);
const send = async (patientId: string, readings: Reading[]) => {
  await postObservations(app, token, patientId, readings);
  await quiet(patientId);
};

describe('bad weeks that arrive late', () => {
  let patientId: string;
  beforeAll(async () => {
    patientId = await registerPatient(clinician);
    await send(patientId, [...days(DAYS, WORSE_FOR + 1), ...days(LIVE, 1)]);
    // It came in a while ago: pieces of one delivery would be one piece of news.
    await app.database.asOwner(`UPDATE observation_row SET received_at = received_at - interval '10 minutes'`);
  });

  it('are no alarm while they are missing', async () => {
    expect(await alerts(patientId)).toEqual([]);
  });

  it('are seen, marked as late, and page nobody', async () => {
    await send(patientId, days(WORSE_FOR, LIVE + 2));
    expect(await alerts(patientId)).toEqual([]);
    const { body } = await clinician.agent.get(`/api/v1/patients/${patientId}/series`).expect(200);
    expect(body.course).toBe('worse');
    const day = clinicDay(-10);
    const { body: behind } = await clinician.agent.get(`/api/v1/patients/${patientId}/days/steps/${day}`).expect(200);
    expect(behind.observations.map((o: { late: boolean }) => o.late)).toEqual([true]);
  });

  it('are an alarm as soon as a live day says the same', async () => {
    await send(patientId, [stepsOf(1, 1)]);
    expect(await alerts(patientId)).toHaveLength(1);
  });
});

describe('readings that came late', () => {
  const DAY_MS = 24 * 3_600_000;
  /** The youngest whole day that is more than a day old: not that before yesterday where yesterday had 23 hours. */
  const RECENT = Date.now() - endOfDay(ZONE, clinicDay(-2)) > DAY_MS ? 2 : 3;
  /** The new band was worn for ten hours of each of these days, and hardly moved; it is heard of only now. */
  const band = (from: number, to: number): Reading[] =>
    Array.from({ length: from - to + 1 }, (_, i) => {
      const start = startOfDay(ZONE, clinicDay(i - from));
      return {
        metric: 'steps' as const,
        value: 150,
        start: new Date(start + 8 * 3_600_000).toISOString(),
        end: new Date(start + 18 * 3_600_000).toISOString(),
        device: 'aa band',
      };
    });
  const all = (patientId: string) =>
    app.database.asOwner<{ kind: string }>(`SELECT kind FROM alert WHERE patient_id = $1 AND kind <> 'missing-data'`, [
      patientId,
    ]);
  const nextMorning = async (patientId: string) => {
    await app.database.asOwner(
      `INSERT INTO due_day (clinic_id, patient_id, day, judge) SELECT clinic_id, patient_id, current_date, true FROM trend WHERE patient_id = $1`,
      [patientId],
    );
    await quiet(patientId);
  };
  const courseOf = async (patientId: string) =>
    (await clinician.agent.get(`/api/v1/patients/${patientId}/series`).expect(200)).body.course;
  const anHourAgo = () =>
    app.database.asOwner(
      `UPDATE observation_row SET received_at = received_at - interval '1 hour' WHERE end_at < now() - interval '1 hour'`,
    );

  it('page nobody, however recent their days, nor on the next morning; a reading on time does', async () => {
    const patientId = await registerPatient(clinician);
    await send(patientId, [...days(DAYS, WORSE_FOR + 1)]);
    await anHourAgo();
    // All of it is more than a day old: the last of it is most often of the day before yesterday.
    await send(patientId, days(WORSE_FOR, RECENT));
    expect(await courseOf(patientId)).toBe('worse');
    expect(await all(patientId)).toEqual([]);
    await nextMorning(patientId);
    expect(await all(patientId)).toEqual([]);
    await send(patientId, [stepsOf(1)]);
    expect(await all(patientId)).toEqual([{ kind: 'deterioration' }]);
  });

  it.each([
    ['that had come late', false],
    ['that had come on time', true],
  ])('page nobody when somebody puts first a device %s, nor on the next morning', async (_name, wasOnTime) => {
    const patientId = await registerPatient(clinician);
    const usual = Array.from({ length: DAYS }, (_, i): Reading => {
      const start = startOfDay(ZONE, clinicDay(i - DAYS));
      const [from, to] = [start + 8 * 3_600_000, start + 20 * 3_600_000];
      const value = 7000 + (i % 5) * 150;
      return { metric: 'steps', value, start: new Date(from).toISOString(), end: new Date(to).toISOString() };
    });
    await send(patientId, usual);
    await anHourAgo();
    // Its name comes after the other's: nothing changes until somebody chooses it.
    const zz = band(WORSE_FOR, wasOnTime ? 1 : RECENT).map((reading) => ({ ...reading, device: 'zz watch' }));
    await send(patientId, zz);
    if (wasOnTime) {
      await app.database.asOwner(`UPDATE observation_row SET received_at = end_at + interval '10 minutes'`);
      await app.database.asOwner(`UPDATE trend SET result = result - 'held' WHERE patient_id = $1`, [patientId]);
    }
    expect(await all(patientId)).toEqual([]);
    const { body } = await clinician.agent.get(`/api/v1/patients/${patientId}/sources`).expect(200);
    const { sourceId } = body.sources.find((s: { label: string }) => s.label === 'Zz Watch');
    await clinician.agent
      .put(`/api/v1/patients/${patientId}/sources/steps/order`)
      .send({ sourceIds: [sourceId] })
      .expect(200);
    await quiet(patientId);
    expect(await courseOf(patientId)).toBe('worse');
    expect(await all(patientId)).toEqual([]);
    await nextMorning(patientId);
    expect(await all(patientId)).toEqual([]);
  });
});

describe('a live day that comes while the history is being added up anew', () => {
  const refuseBefore = (day: string) =>
    app.database.asOwner(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN IF OLD.day < '${day}' THEN RAISE EXCEPTION 'not yet'; END IF; RETURN OLD; END $$;
      CREATE TRIGGER refuse BEFORE DELETE ON daily_value FOR EACH ROW EXECUTE FUNCTION refuse()`);

  it.each([
    ['is an alarm when that is done, although the last of it changes only days long past', DAYS, false],
    ['is an alarm as soon as the days that are judged by are done, however long the rest takes', 300, true],
  ])(
    '%s',
    async (_name, history, neverEnds) => {
      const patientId = await registerPatient(clinician);
      // The order of these two devices matters for the oldest days only.
      const phone = days(history, history - 8).map((reading) => ({
        ...reading,
        value: reading.value + 40,
        device: 'my phone',
      }));
      await send(patientId, [...days(history, WORSE_FOR + 1), ...days(LIVE, 1), ...phone]);
      await app.database.asOwner(`UPDATE observation_row SET received_at = received_at - interval '10 minutes'`);
      await send(patientId, days(WORSE_FOR, LIVE + 2));
      await app.database.asOwner(`UPDATE observation_row SET received_at = received_at - interval '10 minutes'`);
      await app.database.asOwner(
        `UPDATE trend SET result = jsonb_set(result, '{held,steps}', to_jsonb((result -> 'held' ->> 'steps')::float8 - 600000)) WHERE patient_id = $1`,
        [patientId],
      );
      expect(await alerts(patientId)).toEqual([]);
      if (neverEnds) await refuseBefore(clinicDay(-250));
      const holder = new pg.Client({ connectionString: app.database.ownerUrl });
      await holder.connect();
      try {
        await holder.query('BEGIN');
        await holder.query('SELECT pg_advisory_xact_lock(731003, hashtext($1))', [patientId]);
        await app.surroundings.database.inClinic(clinicId, async () => {
          const sources = await findSources(patientId);
          const before = await app.database.asOwner<{ value: number }>(
            'SELECT value FROM daily_value WHERE patient_id = $1 ORDER BY day LIMIT 1',
            [patientId],
          );
          const first = before[0]!.value === stepsOf(history).value ? 'Phone' : 'Watch';
          const sourceIds = [...sources]
            .sort((a) => (a.device.includes(first) ? -1 : 1))
            .map(({ sourceId }) => sourceId);
          await saveOrder({ patientId, metric: 'steps', sourceIds, by: 'test' });
          await requestRecompute(patientId);
        });
        await postObservations(app, token, patientId, [stepsOf(1, 1)]);
        // It takes longer than a history takes to settle.
        await app.database.asOwner(`UPDATE recompute SET requested_at = now() - interval '9 minutes'`);
        await app.database.asOwner(
          `UPDATE observation_row SET received_at = received_at - interval '5 minutes' WHERE received_at > now() - interval '9 minutes'`,
        );
      } finally {
        await holder.end();
      }
      if (!neverEnds) await quiet(patientId);
      await until('an alert', async () => (await alerts(patientId)).length > 0);
      expect(await alerts(patientId)).toHaveLength(1);
      const left = await app.database.asOwner('SELECT FROM recompute WHERE patient_id = $1', [patientId]);
      expect(left).toHaveLength(neverEnds ? 1 : 0);
    },
    60_000,
  );
});
