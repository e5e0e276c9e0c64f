import { randomUUID } from 'node:crypto';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { civilDayOf, METRICS, type MetricId, UCUM } from '../../metrics/index.js';
import { newSecret } from '../../platform/auth/secrets.js';
import { Config } from '../../platform/config/config.js';
import { Database, query } from '../../platform/database/database.js';
import { logger } from '../../platform/telemetry/logger.js';
import { type DemoPatient, PATIENTS } from './demo-people.js';
import { dayReadings, type DemoReading, hourReadings } from './demo-readings.js';
import { type Demo, demoId } from './demo-seed.js';

const EVERY_MS = 20_000;
const HOUR_MS = 3_600_000;
const BATCH = 200;

/** Simulated wristbands: clients of our own FHIR door, with a token of their own, that keep sending until we stop. */
@Injectable()
export class DemoWearables implements BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> = Promise.resolve();
  private readonly sentUntil = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  async start(demo: Demo): Promise<void> {
    const { secret, hash } = newSecret('swt');
    await this.database.inClinic(demo.clinicId, async () => {
      await query(
        `UPDATE api_token SET revoked_at = now() WHERE name IN ('demo wristbands', 'simulated wearables') AND revoked_at IS NULL`,
      );
      await query(
        `INSERT INTO api_token (clinic_id, id, token_hash, name, scopes, expires_at) VALUES ($1, $2, $3, 'demo wristbands', 'system/Observation.crs', now() + interval '30 days')`,
        [demo.clinicId, randomUUID(), hash],
      );
    });
    await this.findLastSent(demo);
    this.timer = setInterval(() => (this.sending = this.sending.then(() => this.tick(demo, secret))), EVERY_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.sending;
  }

  /** Where each patient's history ends, so that a server that was off for days fills them in. */
  private async findLastSent(demo: Demo): Promise<void> {
    const rows = await this.database.inClinic(demo.clinicId, () =>
      query<{ id: string; last: number }>(
        `SELECT patient_id AS id, extract(epoch FROM max(end_at))::float8 * 1000 AS last FROM observation
         WHERE clinic_id = $1 AND source_id IN (SELECT id FROM source WHERE system = 'fhir' AND device LIKE 'Wristband%') GROUP BY patient_id`,
        [demo.clinicId],
      ),
    );
    for (const { id, last } of rows) this.sentUntil.set(id, last);
  }

  private async tick(demo: Demo, token: string): Promise<void> {
    for (const patient of PATIENTS) {
      const id = demoId(demo.clinicId, patient.key);
      const now = Math.floor(Date.now() / 60_000) * 60_000;
      const from = this.sentUntil.get(id) ?? now - HOUR_MS;
      const readings = [...readingsBetween(patient, demo.anchorDay, from, now)];
      try {
        for (let i = 0; i < readings.length; i += BATCH) await this.send(readings.slice(i, i + BATCH), id, token);
        this.sentUntil.set(id, now);
      } catch (error) {
        logger.warn({ name: (error as Error).name }, 'a simulated wearable could not send');
      }
    }
  }

  private async send(readings: readonly DemoReading[], patientId: string, token: string): Promise<void> {
    const host = this.config.host.includes(':') ? `[${this.config.host}]` : this.config.host;
    const answer = await fetch(`http://${host}:${this.config.port}/fhir`, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json', authorization: `Bearer ${token}` },
      body: JSON.stringify({
        resourceType: 'Bundle',
        type: 'batch',
        entry: readings.map((r) => ({
          resource: toFhir(r, patientId),
          request: { method: 'POST', url: 'Observation' },
        })),
      }),
      signal: AbortSignal.timeout(10_000),
    });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`the FHIR door answered ${answer.status}`);
  }
}

/** Whole hours where much is missing, then whole minutes up to now; nights and diaries as they end. */
export function* readingsBetween(
  patient: DemoPatient,
  anchorDay: string,
  fromMs: number,
  nowMs: number,
): Generator<DemoReading> {
  const hourAfter = Math.ceil(fromMs / HOUR_MS) * HOUR_MS;
  let at = Math.max(fromMs, nowMs - 21 * 24 * HOUR_MS);
  at = Math.floor(at / 60_000) * 60_000;
  while (at < nowMs) {
    const whole = at >= hourAfter && at % HOUR_MS === 0 && at + HOUR_MS <= nowMs;
    const end = whole ? at + HOUR_MS : Math.min(nowMs, Math.floor(at / HOUR_MS) * HOUR_MS + HOUR_MS);
    yield* hourReadings(patient, anchorDay, at, (end - at) / 60_000);
    at = end;
  }
  const days = new Set([civilDayOf(patient.timeZone, fromMs), ...daysUpTo(patient.timeZone, fromMs, nowMs)]);
  for (const day of days)
    for (const reading of dayReadings(patient, anchorDay, day))
      if (reading.endMs > fromMs && reading.endMs <= nowMs && reading.device !== 'diary' && reading.device !== 'peg')
        yield reading;
}

function* daysUpTo(zone: string, fromMs: number, nowMs: number): Generator<string> {
  for (let at = fromMs; at < nowMs; at += 6 * HOUR_MS) yield civilDayOf(zone, at);
  yield civilDayOf(zone, nowMs);
}

function toFhir(reading: DemoReading, patientId: string): object {
  const { codings, unit, unitDisplay } = METRICS[reading.metric as MetricId];
  const iso = (ms: number) => new Date(ms).toISOString();
  const effective =
    reading.endMs > reading.startMs
      ? { effectivePeriod: { start: iso(reading.startMs), end: iso(reading.endMs) } }
      : { effectiveDateTime: iso(reading.startMs) };
  return {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [codings[0]] },
    subject: { reference: `Patient/${patientId}` },
    ...effective,
    valueQuantity: { value: reading.value, unit: unitDisplay, system: UCUM, code: unit },
    device: { display: reading.device },
  };
}
