import { randomUUID } from 'node:crypto';
import { type Concern, reportConcern } from '../../src/modules/alerts/index.js';
import { deliver } from '../../src/platform/sockets/deliveries.js';
import type { TestApp } from './app.js';
import type { CareCircle } from './care.js';
import { STEPS_FELL } from './many-alerts.js';

/** Steps that fell, as trends reports it. `key` tells several of one patient apart. */
export const aFall = (patientId: string, key = 'activity', change: Partial<Concern> = {}): Concern =>
  ({
    patientId,
    producer: 'integration',
    kind: 'deterioration',
    domain: 'activity',
    key,
    severity: 2,
    confidence: 0.85,
    since: '2026-11-10',
    live: true,
    sentence: { key: 'trend.changed', facts: STEPS_FELL },
    patientSentence: { key: 'trend.changed', facts: STEPS_FELL },
    evidence: {
      type: 'trend',
      metric: 'steps',
      unit: '{steps}/d',
      value: 3600,
      usual: 5600,
      delta: -2000,
      since: '2026-11-10',
      daysSince: 10,
      wornSince: 10,
      beyondUsual: 8,
      baseline: {
        from: '2026-09-21',
        to: '2026-10-18',
        validDays: 25,
        totalDays: 28,
        middle: 5600,
        low: 3800,
        high: 7400,
      },
      alsoMoved: [],
      notMoved: [{ metric: 'painIntensity', value: 3.2, usual: 2.8, delta: 0.4, meaningful: 2, unit: '{score}' }],
      clearsWhen: { metric: 'steps', comparator: 'above', value: 4770, days: 7 },
    },
    ...change,
  }) as Concern;

/** More pain since that day than is usual, as the patient said. */
export const aFlare = (patientId: string, since: string): Concern =>
  ({
    ...aFall(patientId),
    kind: 'flare',
    domain: 'pain',
    since,
    evidence: { type: 'flare', flareId: 'f1', startedAt: `${since}T10:00:00Z`, pain: 8, usual: 5, planEndsAt: null },
  }) as Concern;

/** A vendor that delivers nothing to anybody of the clinic. */
export const anOutage = (vendor: string): Concern => ({
  patientId: null,
  producer: 'integration',
  kind: 'vendor-outage',
  domain: 'data',
  key: vendor,
  severity: 1,
  confidence: null,
  since: '2026-11-24',
  live: true,
  sentence: { key: 'vendor.outage', facts: { vendor } },
  patientSentence: null,
  evidence: { type: 'vendor', vendor, patientsSilent: 40, patientsConnected: 100, silentSince: '2026-11-24T06:00:00Z' },
});

/** Through the door of alerts, as producers do: alert, timeline and deliveries in one transaction. */
export async function report(app: TestApp, clinicId: string, ...concerns: readonly Concern[]): Promise<void> {
  await app.surroundings.database.inClinic(clinicId, async () => {
    const deliveries = [];
    for (const concern of concerns) deliveries.push(...(await reportConcern(concern, new Date())));
    await deliver(...deliveries);
  });
}

/** An alert as the books would hold it: raised and ended so many days ago. @returns its id */
export async function writePast(
  app: TestApp,
  of: CareCircle,
  change: {
    kind?: string;
    severity?: number;
    raised: number;
    resolved?: number;
    outcome?: string;
    answeredAfterMinutes?: number;
  },
): Promise<string> {
  const id = randomUUID();
  const { kind = 'no-show', severity = 1, raised, resolved = null, outcome = null, answeredAfterMinutes } = change;
  await app.database.asOwner(
    `INSERT INTO alert (clinic_id, id, patient_id, producer, kind, domain, key, concern_key, severity, tier, state, since, sentence, evidence, raised_at, resolved_at, outcome)
     VALUES ($1, $2, $3, 'integration', $4, 'visit', $5, $4 || $5, $9, 'week', CASE WHEN $7::float8 IS NULL THEN 'open' ELSE 'resolved' END, current_date,
       '{"key":"visit.missed","facts":{}}', '{"type":"visit","visitId":"v","startsAt":"2026-03-01T10:00:00Z","missedInARow":1}',
       now() - $6::float8 * interval '1 day', now() - $7::float8 * interval '1 day', $8)`,
    [of.clinicId, id, of.patientId, kind, id, raised, resolved, outcome, severity],
  );
  if (answeredAfterMinutes !== undefined)
    await app.database.asOwner(
      `INSERT INTO alert_event (clinic_id, alert_id, kind, person_id, at)
       SELECT clinic_id, id, 'acknowledged', $2, raised_at + $3::float8 * interval '1 minute' FROM alert WHERE id = $1`,
      [id, of.treating.personId, answeredAfterMinutes],
    );
  return id;
}
