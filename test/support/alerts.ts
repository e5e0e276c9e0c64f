import { type Concern, reportConcern } from '../../src/modules/alerts/index.js';
import { deliver } from '../../src/platform/sockets/deliveries.js';
import type { TestApp } from './app.js';
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
