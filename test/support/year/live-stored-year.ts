import { randomUUID } from 'node:crypto';
import { addDays } from '../../../src/metrics/index.js';
import { lockAlerts } from '../../../src/modules/alerts/acts/acts.repository.js';
import { carryOutAct } from '../../../src/modules/alerts/acts/carry-out-act.js';
import { type Concern, DEFAULT_RULES, reportConcerns } from '../../../src/modules/alerts/index.js';
import { toJudgedBy } from '../../../src/modules/trends/calibration.js';
import { findLife, reliveDays } from '../../../src/modules/trends/index.js';
import { Database, query } from '../../../src/platform/database/database.js';
import { WorkerDatabase } from '../../../src/platform/database/worker-database.js';
import { deliver } from '../../../src/platform/sockets/deliveries.js';
import type { TestApp } from '../app.js';
import type { AsOwner } from '../crowd.js';
import { makeRandom } from '../random.js';
import { inventDays } from './invent-days.js';
import { inventStory } from './story.js';

/** Something the team was told, as the alerts' own books have it. */
export interface LivedItem {
  readonly patientId: string;
  readonly on: string;
  readonly event: 'raised' | 'worsened';
  readonly kind: Concern['kind'];
  readonly domain: string;
  readonly severity: number;
}

interface Options {
  readonly clinicId: string;
  readonly nurse: string;
  readonly patients: number;
  readonly days: number;
  readonly firstDay: string;
  readonly seed: number;
}

const THRESHOLDS = () => DEFAULT_RULES['prom-threshold'].thresholds;

/**
 * People whose days are stored, lived a day at a time in the real books, each morning at its hour; a nurse deals with what
 * she was told a day later. Afterwards the tables say what they would say of a clinic that had lived so long.
 */
export async function liveStoredYear(app: TestApp, options: Options): Promise<LivedItem[]> {
  const items: LivedItem[] = [];
  for (let n = 0; n < options.patients; n++) {
    const patientId = await storePatient(app.database.asOwner, options, n);
    await live(app, options, patientId, items);
  }
  return items;
}

/** Somebody who agreed to be monitored, with all days stored. */
export async function storePatient(
  asOwner: AsOwner,
  { clinicId, days, firstDay, seed }: Pick<Options, 'clinicId' | 'days' | 'firstDay' | 'seed'>,
  n: number,
): Promise<string> {
  const random = makeRandom(seed * 10_007 + n);
  const { happenings } = inventStory(days, random);
  const id = randomUUID();
  await asOwner(`INSERT INTO patient (clinic_id, id, given_name, family_name) VALUES ($1, $2, 'Invented', $3)`, [
    clinicId,
    id,
    `Person ${n}`,
  ]);
  await asOwner(
    `INSERT INTO consent (clinic_id, id, patient_id, purpose, status, recorded_by, how)
     VALUES ($1, gen_random_uuid(), $2, 'monitoring', 'given', 'test', 'earlier')`,
    [clinicId, id],
  );
  const rows = inventDays(days, happenings, random).flatMap(({ metrics, device }, day) =>
    Object.entries(metrics).flatMap(([metric, { value, wearMinutes }]) =>
      value === null ? [] : [{ metric, day: addDays(firstDay, day), value, wearMinutes, device }],
    ),
  );
  await asOwner(
    `INSERT INTO daily_value (clinic_id, patient_id, metric, day, value, wear_minutes, device, state, sources)
     SELECT $1, $2, metric, day, value, wear, device, 'ok', '[]' FROM jsonb_to_recordset($3::jsonb) AS r(metric text, day date, value float8, wear int, device text)`,
    [clinicId, id, JSON.stringify(rows.map(({ wearMinutes, ...row }) => ({ ...row, wear: wearMinutes })))],
  );
  return id;
}

async function live(app: TestApp, options: Options, patientId: string, items: LivedItem[]): Promise<void> {
  const { clinicId, nurse } = options;
  const [worker, database] = [app.nest.get(WorkerDatabase).as, app.nest.get(Database)];
  const period = { from: options.firstDay, to: addDays(options.firstDay, options.days - 1) };
  const life = await worker.inClinic(clinicId, () => findLife(patientId, period));
  let open: string[] = [];
  for (const { day, now, concerns } of reliveDays(life!, toJudgedBy([], []), period)) {
    const told = await worker.inClinic(clinicId, async () => {
      const reported = concerns(THRESHOLDS);
      await deliver(...(await reportConcerns({ patientId, producer: 'trends', concerns: reported, now })));
      return findNews(patientId);
    });
    for (const alertId of open)
      await database.inClinic(clinicId, async () => {
        const [alert] = await lockAlerts([alertId]);
        await carryOutAct(alert!, { kind: 'resolve', outcome: 'contacted' }, null, { personId: nurse, now });
      });
    open = told.map(({ alertId }) => alertId);
    items.push(...told.map(({ alertId: _, ...item }) => ({ patientId, on: day, ...item })));
    await backdate(app, patientId, now);
  }
}

const findNews = (patientId: string) =>
  query<Omit<LivedItem, 'patientId' | 'on'> & { alertId: string }>(
    `SELECT a.id AS "alertId", e.kind AS event, a.kind, a.domain, a.severity FROM alert_event e JOIN alert a ON a.id = e.alert_id
     WHERE a.patient_id = $1 AND e.kind IN ('raised', 'worsened') AND e.at > now() - interval '1 hour' ORDER BY e.id`,
    [patientId],
  );

/** What the database did today it did on that morning. */
async function backdate(app: TestApp, patientId: string, now: Date): Promise<void> {
  const recent = `> now() - interval '1 hour'`;
  await app.database.asOwner(
    `UPDATE alert_event e SET at = $2 FROM alert a WHERE a.id = e.alert_id AND a.patient_id = $1 AND e.at ${recent}`,
    [patientId, now],
  );
  for (const column of ['raised_at', 'resolved_at'])
    await app.database.asOwner(`UPDATE alert SET ${column} = $2 WHERE patient_id = $1 AND ${column} ${recent}`, [
      patientId,
      now,
    ]);
}
