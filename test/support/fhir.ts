import request from 'supertest';
import { METRICS, UCUM, type MetricId } from '../../src/metrics/index.js';
import type { TestApp } from './app.js';

export interface Reading {
  readonly metric: MetricId;
  /** In the metric's canonical unit. */
  readonly value: number;
  /** ISO-8601 instant; a period when `end` is given. */
  readonly start: string;
  readonly end?: string;
  readonly device?: string;
}

/** A FHIR Observation as a wearable's bridge sends it. */
export function toObservation(patientId: string, reading: Reading): object {
  const metric = METRICS[reading.metric];
  const coding = metric.codings[0];
  return {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [coding] },
    subject: { reference: `Patient/${patientId}` },
    ...(reading.end
      ? { effectivePeriod: { start: reading.start, end: reading.end } }
      : { effectiveDateTime: reading.start }),
    valueQuantity: { value: reading.value, unit: metric.unit, system: UCUM, code: metric.unit },
    device: { display: reading.device ?? 'test watch' },
  };
}

export function toBatch(patientId: string, readings: readonly Reading[]): object {
  return {
    resourceType: 'Bundle',
    type: 'batch',
    entry: readings.map((reading) => ({
      resource: toObservation(patientId, reading),
      request: { method: 'POST', url: 'Observation' },
    })),
  };
}

/** Sends readings as one FHIR batch with a bearer token; throws unless every entry was taken. */
export async function postObservations(
  app: TestApp,
  token: string,
  patientId: string,
  readings: readonly Reading[],
): Promise<void> {
  const answer = await request(app.url)
    .post('/fhir')
    .set('authorization', `Bearer ${token}`)
    .set('content-type', 'application/fhir+json')
    .send(JSON.stringify(toBatch(patientId, readings)));
  const entries: { response: { status: string } }[] = answer.body.entry ?? [];
  const refused = entries.find((entry) => !/^20[01]/.test(entry.response.status));
  if (answer.status !== 200 || entries.length !== readings.length || refused)
    throw new Error(
      `Batch of ${readings.length}: ${answer.status} ${JSON.stringify(refused ?? answer.body).slice(0, 500)}`,
    );
}
