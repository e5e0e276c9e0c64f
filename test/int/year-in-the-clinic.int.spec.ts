import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { metricsOf } from '../../src/modules/alerts/concerns/concern.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { liveYear, type Year } from '../support/year/live-year.js';

const PATIENTS = 50;
const DAYS = 60;

const RESTS_ON = {
  trend: { metric: expect.any(String), alsoMoved: expect.any(Array) },
  goal: { metric: 'steps', value: expect.any(Number), target: expect.any(Number) },
  review: { weeks: expect.any(Number) },
};

/** The bench lives 500 people's whole year; what came out is in docs/reports/year-in-the-clinic.md. */
describe('a clinic, sixty days of fifty invented people', () => {
  let database: TestDatabase;
  let year: Year;

  beforeAll(async () => {
    database = await freshDatabase();
    const clinicId = randomUUID();
    await database.asOwner(`INSERT INTO clinic (clinic_id, slug, name, time_zone) VALUES ($1, 'year', 'Year', 'UTC')`, [
      clinicId,
    ]);
    const { ownerUrl, asOwner } = database;
    await database.asOwner(
      `INSERT INTO auth.cookie_key (value) VALUES ('nobody signs in here') ON CONFLICT DO NOTHING`,
    );
    year = await liveYear({ ownerUrl, asOwner, clinicId, patients: PATIENTS, days: DAYS, seed: 3 });
  }, 180_000);
  afterAll(() => database.drop());

  it('asks a human for at most one look in twenty patient-days', () => {
    expect(year.patientDays).toBe(PATIENTS * DAYS);
    console.log(
      `${year.items.length} items in ${year.patientDays} patient-days; held back ${JSON.stringify(year.heldBack)}`,
    );
    expect(year.items.length / year.patientDays).toBeLessThanOrEqual(0.05);
    // A clinic in which nothing is ever told would pass that too.
    expect(year.items.length).toBeGreaterThan(5);
  });

  it('shows with each what it rests on', () => {
    for (const { evidence, since } of year.items) {
      expect(evidence).toMatchObject(RESTS_ON[evidence.type as keyof typeof RESTS_ON]);
      expect(since).toMatch(/^2025-/);
    }
  });

  it('tells again of a concern that was dealt with only when it is worse, or more of its domain is', () => {
    const told = new Map<string, { severity: number; metrics: readonly string[] }>();
    let again = 0;
    for (const { patient, event, kind, domain, since, severity, evidence } of year.items) {
      const key = `${patient} ${kind} ${domain} ${since}`;
      const metrics = metricsOf(evidence);
      const before = told.get(key);
      if (event === 'raised' && before) {
        again++;
        const joined = metrics.some((metric) => !before.metrics.includes(metric));
        expect({ key, worse: severity > before.severity || joined }).toEqual({ key, worse: true });
      }
      told.set(key, { severity, metrics });
    }
    expect(again).toBeGreaterThan(0);
    expect(year.heldBack['already-handled']).toBeGreaterThan(0);
  });
});
