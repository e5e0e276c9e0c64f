import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { freshDatabase } from '../../../../test/support/database.js';
import { postObservations, type Reading } from '../../../../test/support/fhir.js';
import {
  awayFromMidnight,
  clinicDay,
  createClinic,
  inviteAndAccept,
  MIDNIGHT_MS,
  ok,
  type Person,
  registerPatient,
  tokenFor,
} from '../../../../test/support/people.js';
import { untilQuiet } from '../../../../test/support/quiet.js';
import { addDays, civilDayOf, startOfDay } from '../../../metrics/index.js';
import { findSources } from './contact.repository.js';
import { requestRecompute } from './recompute.repository.js';
import { saveOrder } from './source-order.repository.js';

const ZONE = 'Europe/Berlin';
const HOUR_MS = 3_600_000;
const DAYS = 100;
/** What a day comes to, by whose word counts first. */
const WATCH_FIRST = 16_000 + 4000;
const PHONE_FIRST = 6000 + 8000;

let app: TestApp;
let clinician: Person;
let token: string;

beforeAll(awayFromMidnight, MIDNIGHT_MS);
beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'sources');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(() => app?.close());

const rows = <Row extends object>(sql: string, ...parameters: unknown[]) => app.database.asOwner<Row>(sql, parameters);
const quiet = (patientId: string, database = app.database) => untilQuiet(database, patientId);
const stepsOf = async (patientId: string, database = app.database) =>
  new Map(
    (
      await database.asOwner<{ day: string; value: number }>(
        `SELECT day::text, value FROM daily_value WHERE patient_id = $1 AND metric = 'steps' ORDER BY day`,
        [patientId],
      )
    ).map((row) => [row.day, row.value]),
  );

/** When the patient was last judged, and whether a history is being added up anew, at one moment. */
async function judgedAt(patientId: string): Promise<{ at: string; pending: boolean }> {
  const [row] = await rows<{ at: string; pending: boolean }>(
    `SELECT computed_at::text AS at, EXISTS (SELECT 1 FROM recompute r WHERE r.patient_id = t.patient_id) AS pending FROM trend t WHERE patient_id = $1`,
    patientId,
  );
  return row!;
}

/** On each day the watch sees 16,000 from 8 to 12 o'clock, the phone 6,000 from 10 to 16. */
function twoDevices(days: number): Reading[] {
  return Array.from({ length: days }, (_, i) => {
    const at = (hour: number) => new Date(startOfDay(ZONE, clinicDay(i - days)) + hour * HOUR_MS).toISOString();
    return [
      { metric: 'steps' as const, value: 16_000, start: at(8), end: at(12), device: 'my watch' },
      { metric: 'steps' as const, value: 6000, start: at(10), end: at(16), device: 'my phone' },
    ];
  }).flat();
}

describe('whose word counts first', () => {
  let patientId: string;
  let watch: number;
  let phone: number;
  const path = () => `/api/v1/patients/${patientId}/sources`;
  const order = (sourceIds: number[], metric = 'steps') =>
    clinician.agent.put(`${path()}/${metric}/order`).send({ sourceIds });

  beforeAll(async () => {
    patientId = await registerPatient(clinician);
    await postObservations(app, token, patientId, twoDevices(DAYS));
    await quiet(patientId);
  }, 60_000);

  it('is the wrist as long as nobody has chosen', async () => {
    const { body } = await clinician.agent.get(path()).expect(200);
    expect(body.orders).toEqual([{ metric: 'steps', sourceIds: expect.any(Array), chosen: false }]);
    const labels = new Map(body.sources.map((s: { sourceId: number; label: string }) => [s.sourceId, s.label]));
    expect(body.orders[0].sourceIds.map((id: number) => labels.get(id))).toEqual(['My Watch', 'My Phone']);
    expect(body.sources.map((s: { sync: string }) => s.sync)).toEqual(['current', 'current']);
    [watch, phone] = body.orders[0].sourceIds;
    const values = await stepsOf(patientId);
    expect(values.size).toBe(DAYS);
    expect(new Set(values.values())).toEqual(new Set([WATCH_FIRST]));
  });

  it('is walked back interval by interval', async () => {
    const { body } = await clinician.agent.get(`/api/v1/patients/${patientId}/days/steps/${clinicDay(-3)}`).expect(200);
    expect(body).toMatchObject({ value: WATCH_FIRST, pending: false });
    expect(
      body.observations.map((o: { sourceId: number; value: number; counted: number }) => [
        o.sourceId,
        o.value,
        o.counted,
      ]),
    ).toEqual([
      [watch, 16_000, 16_000],
      [phone, 6000, 4000],
    ]);
  });

  it('can be changed: the whole history follows, chunk by chunk, and nobody is called', async () => {
    const before = await judgedAt(patientId);
    const { body } = await order([phone!, watch!]).expect(ok);
    expect(body.orders[0]).toEqual({ metric: 'steps', sourceIds: [phone, watch], chosen: true });
    expect(body.recompute).toEqual({ doneDays: 0, totalDays: DAYS + 2 });
    const { body: day } = await clinician.agent
      .get(`/api/v1/patients/${patientId}/days/steps/${clinicDay(-DAYS)}`)
      .expect(200);
    // Either not yet added up anew, and then it says so, or done.
    expect(day.pending).toBe(day.value !== PHONE_FIRST);
    // Half a history by another order is no change of the person: it is judged when it is whole, and not before.
    for (let now = before; ; now = await judgedAt(patientId)) {
      if (!now.pending && now.at !== before.at) break;
      if (now.pending) expect(now.at).toBe(before.at);
    }
    await quiet(patientId);
    const values = await stepsOf(patientId);
    expect(values.size).toBe(DAYS);
    expect(new Set(values.values())).toEqual(new Set([PHONE_FIRST]));
    const { body: after } = await clinician.agent.get(path()).expect(200);
    expect(after.recompute).toBeNull();
    expect(await rows('SELECT 1 FROM alert WHERE patient_id = $1', patientId)).toEqual([]);
  });

  it('once chosen the same again starts nothing, and an empty order is nobody’s choice', async () => {
    const same = await order([phone!, watch!]).expect(ok);
    expect(same.body.recompute).toBeNull();
    const none = await order([]).expect(ok);
    expect(none.body.orders[0]).toMatchObject({ chosen: false, sourceIds: [watch, phone] });
    expect(none.body.recompute).not.toBeNull();
    await quiet(patientId);
  });

  it('is written to the audit with the metric', async () => {
    const found = await rows<{ object_id: string; interaction: string }>(
      `SELECT object_id, interaction FROM audit_event WHERE patient_id = $1 AND type = 'Source' AND interaction = 'update'`,
      patientId,
    );
    expect(found).toHaveLength(3);
    expect(found.every((row) => row.object_id === 'steps')).toBe(true);
  });

  it.each<[string, string, unknown, number]>([
    ['a device of somebody else', 'steps', { sourceIds: [2_000_000_000] }, 422],
    ['a device twice', 'steps', { sourceIds: [1, 1] }, 422],
    ['a word that is misspelt', 'steps', { sourceIDs: [] }, 422],
    ['a metric of which everybody speaks for themselves', 'painIntensity', { sourceIds: [] }, 404],
    ['no metric', 'shoes', { sourceIds: [] }, 404],
  ])('refuses %s', async (_name, metric, body, status) => {
    await clinician.agent
      .put(`${path()}/${metric}/order`)
      .send(body as object)
      .expect(status);
  });
});

describe('a history being added up anew', () => {
  it('goes on where it was when the server was stopped in between', async () => {
    const database = await freshDatabase();
    const first = await createTestApp({ database });
    const clinic = await createClinic(first, 'restart');
    const patientId = await registerPatient(await inviteAndAccept(first, clinic.admin, { role: 'coordinator' }));
    await postObservations(first, await tokenFor(first, clinic.id), patientId, twoDevices(DAYS));
    await quiet(patientId, database);
    // Nobody can work on the patient: somebody else holds it, as a worker on another node does.
    const holder = new pg.Client({ connectionString: database.ownerUrl });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT pg_advisory_xact_lock(731003, hashtext($1))', [patientId]);
    await first.surroundings.database.inClinic(clinic.id, async () => {
      const sources = await findSources(patientId);
      const sourceIds = ['My Phone', 'My Watch'].map((device) => sources.find((s) => s.device === device)!.sourceId);
      await saveOrder({ patientId, metric: 'steps', sourceIds, by: 'test' });
      await requestRecompute(patientId);
    });
    await first.close();
    const due = await database.asOwner<{ day: string }>(
      'SELECT day::text FROM due_day WHERE patient_id = $1 ORDER BY id',
      [patientId],
    );
    expect(due.map((row) => row.day)).toEqual(Array.from({ length: 31 }, (_, i) => clinicDay(i - 30)));
    await holder.end();
    const second = await createTestApp({ database });
    await quiet(patientId, database);
    await second.close();
    expect(new Set((await stepsOf(patientId, database)).values())).toEqual(new Set([PHONE_FIRST]));
    const devices = await database.asOwner<{ device: string }>(
      `SELECT DISTINCT device FROM daily_value WHERE patient_id = $1`,
      [patientId],
    );
    // The phone's word counts first, but most of each day's steps are still the watch's.
    expect(devices).toEqual([{ device: 'My Watch' }]);
    await database.drop();
  }, 60_000);
});

describe('where somebody was', () => {
  it('moves the beginning of days, of those since only', async () => {
    const patientId = await registerPatient(clinician);
    const path = `/api/v1/patients/${patientId}/time-zones`;
    const movedOn = clinicDay(-10);
    /** 100 steps in every hour of twenty days. */
    const first = startOfDay(ZONE, clinicDay(-20));
    const hours = Array.from({ length: 20 * 24 - 1 }, (_, i) => ({
      metric: 'steps' as const,
      value: 100,
      start: new Date(first + i * HOUR_MS).toISOString(),
      end: new Date(first + (i + 1) * HOUR_MS).toISOString(),
    }));
    await postObservations(app, token, patientId, hours);
    await quiet(patientId);
    const before = await stepsOf(patientId);
    const since = new Date(startOfDay(ZONE, movedOn) + 12 * HOUR_MS).toISOString();
    const { body } = await clinician.agent.put(path).send({ since, zone: 'America/New_York' }).expect(ok);
    expect(body.items).toEqual([
      { since: null, zone: ZONE },
      { since, zone: 'America/New_York' },
    ]);
    await quiet(patientId);
    const after = await stepsOf(patientId);
    // Berlin's beginning, New York's end; in the weeks between their changes of the clocks they are nearer.
    const begins = (offset: number) => startOfDay('America/New_York', addDays(movedOn, offset));
    const stepsBetween = (from: number, to: number) => ((to - from) / HOUR_MS) * 100;
    expect(after.get(movedOn)).toBe(stepsBetween(startOfDay(ZONE, movedOn), begins(1)));
    expect(after.get(addDays(movedOn, -1))).toBe(before.get(addDays(movedOn, -1)));
    expect(after.get(addDays(movedOn, 1))).toBe(stepsBetween(begins(1), begins(2)));
    const sum = (values: Map<string, number>) => [...values.values()].reduce((a, b) => a + b, 0);
    expect(sum(after)).toBeCloseTo(sum(before));
    // It was a mistake: the same moment again, and all is as it was.
    await clinician.agent.put(path).send({ since, zone: ZONE }).expect(ok);
    await quiet(patientId);
    expect(await stepsOf(patientId)).toEqual(before);
    // Entered again and taken out, too.
    await clinician.agent.put(path).send({ since, zone: 'America/New_York' }).expect(ok);
    await quiet(patientId);
    expect(await stepsOf(patientId)).toEqual(after);
    const { body: without } = await clinician.agent.delete(`${path}/${since}`).expect(ok);
    expect(without.items).toEqual([{ since: null, zone: ZONE }]);
    await quiet(patientId);
    expect(await stepsOf(patientId)).toEqual(before);
  });

  it.each([
    ['a zone that is none', { since: '2026-01-01T00:00:00Z', zone: 'Europe/Atlantis' }],
    ['an offset for a zone', { since: '2026-01-01T00:00:00Z', zone: '+02:00' }],
    ['a time without an offset', { since: '2026-01-01T00:00:00', zone: ZONE }],
    ['the future', { since: new Date(Date.now() + HOUR_MS).toISOString(), zone: ZONE }],
  ])('refuses %s', async (_name, body) => {
    const patientId = await registerPatient(clinician);
    await clinician.agent.put(`/api/v1/patients/${patientId}/time-zones`).send(body).expect(422);
  });

  describe('that was entered wrongly', () => {
    const [first, second] = ['2026-01-05T10:00:00.000Z', '2026-02-05T10:00:00.123Z'];
    const journeys = [
      { since: null, zone: ZONE },
      { since: first, zone: 'Asia/Tokyo' },
      { since: second, zone: 'America/New_York' },
    ];
    let patientId: string;
    let path: string;
    const items = async () => (await clinician.agent.get(path).expect(200)).body.items;
    const acts = () => rows(`SELECT 1 FROM audit_event WHERE patient_id = $1 AND type = 'TimeZone' AND interaction = 'update' AND outcome = 'success'`, patientId); // prettier-ignore
    const moves = () => rows('SELECT since, revision FROM zone_move WHERE patient_id = $1', patientId);
    beforeEach(async () => {
      patientId = await registerPatient(clinician);
      path = `/api/v1/patients/${patientId}/time-zones`;
      for (const journey of journeys.slice(1)) await clinician.agent.put(path).send(journey).expect(ok);
      await app.database.asOwner('DELETE FROM zone_move WHERE patient_id = $1', [patientId]);
    });

    it('is taken out once, as an act of its own, and the one before holds on', async () => {
      const { body } = await clinician.agent.delete(`${path}/${first}`).expect(200);
      expect(body.items).toEqual([journeys[0], journeys[2]]);
      expect(await moves()).toEqual([{ since: new Date(first), revision: 1 }]);
      expect(await acts()).toHaveLength(3);
      await clinician.agent.delete(`${path}/${first}`).expect(404);
      expect(await moves()).toEqual([{ since: new Date(first), revision: 1 }]);
      // The same instant, however it is written, to the millisecond.
      await clinician.agent.delete(`${path}/2026-02-05T10:00:00Z`).expect(404);
      await clinician.agent.delete(`${path}/2026-02-05T11:00:00.123%2B01:00`).expect(200);
      expect(await items()).toEqual(journeys.slice(0, 1));
    });

    it.each([
      ['a moment at which none began', '2026-01-05T10:00:00.001Z', 404],
      ['the first zone by a word', 'null', 422],
      ['the first zone by its name in the database', '-infinity', 422],
      ['a day', '2026-01-05', 422],
      ['a time without an offset', '2026-01-05T10:00:00', 422],
      ['a time that never was', '2026-02-30T10:00:00Z', 422],
    ])('is not taken out by %s', async (_name, since, status) => {
      const { body } = await clinician.agent.delete(`${path}/${since}`).expect(status);
      if (status === 422) expect(body.detail).toMatch(/must be a time with an offset, such as/);
      expect(await items()).toEqual(journeys);
      expect(await moves()).toEqual([]);
    });

    it('is not taken out of the record of somebody else', async () => {
      const other = await registerPatient(clinician);
      await clinician.agent.delete(`/api/v1/patients/${other}/time-zones/${first}`).expect(404);
      expect(await items()).toEqual(journeys);
    });

    it.each<[string, { since: string; zone: string }, string]>([
      ['another zone', { since: first, zone: 'Asia/Seoul' }, first],
      ['an earlier moment', { since: '2026-01-03T10:00:00.000Z', zone: 'Asia/Tokyo' }, '2026-01-03T10:00:00.000Z'],
      // There the zone held already: entered first and taken out then, nothing would be left of it.
      ['a later moment', { since: '2026-01-07T10:00:00.000Z', zone: 'Asia/Tokyo' }, first],
      ['a moment after the next', { since: '2026-03-07T10:00:00.000Z', zone: 'Asia/Seoul' }, first],
    ])('is put right in one step: %s', async (_name, right, from) => {
      const body = { ...right, insteadOf: first };
      const wanted = [journeys[0], journeys[2], right].toSorted((a, b) =>
        (a!.since ?? '').localeCompare(b!.since ?? ''),
      );
      expect((await clinician.agent.put(path).send(body).expect(200)).body.items).toEqual(wanted);
      expect(await moves()).toEqual([{ since: new Date(from), revision: 1 }]);
      // The answer was lost, and it comes again.
      expect((await clinician.agent.put(path).send(body).expect(200)).body.items).toEqual(wanted);
      expect(await moves()).toEqual([{ since: new Date(from), revision: 1 }]);
    });

    it.each<[string, object, number]>([
      ['onto the moment of another', { since: second, zone: 'Asia/Tokyo', insteadOf: first }, 422],
      ['what is not there', { since: second, zone: 'Asia/Tokyo', insteadOf: '2026-01-06T10:00:00Z' }, 404],
      ['the first zone', { since: first, zone: 'Asia/Tokyo', insteadOf: null }, 422],
      ['to the future', { since: new Date(Date.now() + HOUR_MS).toISOString(), zone: ZONE, insteadOf: first }, 422],
      ['with a word that is misspelt', { since: first, zone: ZONE, insteadof: first }, 422],
    ])('is not put right %s', async (_name, body, status) => {
      await clinician.agent.put(path).send(body).expect(status);
      expect(await items()).toEqual(journeys);
      expect(await moves()).toEqual([]);
    });
  });
});

describe('contact and progress', () => {
  const at = (hoursAgo: number) => new Date(Date.now() - hoursAgo * HOUR_MS).toISOString();
  const reading = (hoursAgo: number, value = 10) => ({
    metric: 'steps' as const,
    value,
    start: at(hoursAgo),
    end: at(hoursAgo - 0.2),
    device: 'my watch',
  });
  const view = async (patientId: string) => {
    await quiet(patientId);
    const { body } = await clinician.agent.get(`/api/v1/patients/${patientId}/sources`).expect(200);
    return body.sources[0] as { sync: string; newestAt: string; lastContactAt: string };
  };

  it('are two things: what pushes only old readings is in contact and stalled', async () => {
    const patientId = await registerPatient(clinician);
    await postObservations(app, token, patientId, [reading(200), reading(190)]);
    expect(await view(patientId)).toMatchObject({ sync: 'stalled' });
    const { body } = await clinician.agent.get(`/api/v1/patients/${patientId}/series`).expect(200);
    const states = body.panels[0].days.map((d: { state: string }) => d.state);
    expect(states.slice(-4)).toEqual(['stalled', 'stalled', 'stalled', 'partial']);
    expect(Date.now() - Date.parse(body.sync.contactAt)).toBeLessThan(600_000);
    expect(Date.now() - Date.parse(body.sync.newestAt)).toBeGreaterThan(180 * HOUR_MS);
    await postObservations(app, token, patientId, [reading(1)]);
    expect(await view(patientId)).toMatchObject({ sync: 'current' });
  });

  it('a repeat is contact too', async () => {
    const patientId = await registerPatient(clinician);
    const said = reading(1);
    await postObservations(app, token, patientId, [said]);
    await app.database.asOwner(`UPDATE source_contact SET last_contact_at = now() - interval '3 days' WHERE patient_id = $1`, [patientId]); // prettier-ignore
    expect(await view(patientId)).toMatchObject({ sync: 'silent' });
    // Another node has noted nothing yet; this one has within the quarter hour.
    const other = await createTestApp({ database: app.database });
    await postObservations(other, token, patientId, [said]);
    await other.close();
    expect(await view(patientId)).toMatchObject({ sync: 'current' });
  });

  it('how far a history of long ago has come is noted behind its commits, at the latest when the node stops', async () => {
    const patientId = await registerPatient(clinician);
    const history = [reading(2000), reading(1900), reading(1800)];
    const other = await createTestApp({ database: app.database });
    for (const one of history) await postObservations(other, token, patientId, [one]);
    await other.close();
    expect(await view(patientId)).toMatchObject({ sync: 'stalled', newestAt: history.at(-1)!.end });
  });

  it('a clock that is ahead or was reset is no progress, counts for no day, and is read back as it came', async () => {
    const patientId = await registerPatient(clinician);
    const ahead = { ...reading(-3, 77) };
    const reset = { ...reading(1, 55), start: '1970-01-01T02:00:00.000Z', end: '1970-01-01T02:10:00.000Z' };
    await postObservations(app, token, patientId, [ahead, reset]);
    expect(await view(patientId)).toMatchObject({ sync: 'stalled', newestAt: null });
    expect(await stepsOf(patientId)).toEqual(new Map());
    const list = `/api/v1/patients/${patientId}/observations?metric=steps&resolution=raw&from=1960-01-01&to=2100-01-01`;
    const { body } = await clinician.agent.get(list).expect(200);
    expect(body.items.map((o: { value: number; clock: string }) => [o.value, o.clock])).toEqual([
      [55, 'reset'],
      [77, 'ahead'],
    ]);
    const { body: fhir } = await clinician.agent.get(`/fhir/Observation/${body.items[0].id}`).expect(200);
    expect(fhir).toMatchObject({
      effectivePeriod: { start: reset.start, end: reset.end },
      valueQuantity: { value: 55 },
    });
    const { body: day } = await clinician.agent
      .get(`/api/v1/patients/${patientId}/days/steps/${civilDayOf(ZONE, Date.parse(ahead.start))}`)
      .expect(200);
    expect(day).toMatchObject({ value: null, observations: [{ clock: 'ahead', counted: 0 }] });
  });
});
