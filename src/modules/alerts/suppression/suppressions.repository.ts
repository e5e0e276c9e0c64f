import { currentClinic, query } from '../../../platform/database/database.js';
import type { Concern, Producer } from '../concerns/concern.js';
import { concernKeyOf } from '../concerns/kinds.js';
import type { Reason } from './suppression.schema.js';

export interface Hold {
  readonly reason: Exclude<Reason, 'snoozed'>;
  readonly byAlertId: string | null;
}

/** A concern that nobody of the team hears of. */
export interface Held {
  readonly id: number;
  readonly concernKey: string;
  readonly producer: Producer;
  readonly reason: Hold['reason'];
  readonly byAlertId: string | null;
  readonly concern: Concern;
}

/** What is held back of this patient, or of the clinic, for the whole team. */
export async function findHeld(patientId: string | null): Promise<Held[]> {
  const rows = await query<Omit<Held, 'id'> & { id: string }>(
    `SELECT id, concern_key AS "concernKey", producer, reason, by_alert_id AS "byAlertId", concern FROM alert_suppression
     WHERE patient_id IS NOT DISTINCT FROM $1::uuid AND person_id IS NULL AND ended_at IS NULL ORDER BY id`,
    [patientId],
  );
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

/** Writes down that nobody hears of it. The same reason goes on; another one begins a span of its own. */
export async function holdBack(
  concern: Concern,
  hold: Hold,
  alertId: string | null,
  current: Held | undefined,
): Promise<void> {
  const content = [concern.kind, concern.severity, JSON.stringify(concern.sentence), JSON.stringify(concern), alertId];
  if (current && current.reason === hold.reason && current.byAlertId === hold.byAlertId) {
    await query(
      `UPDATE alert_suppression SET kind = $2, severity = $3, sentence = $4, concern = $5, alert_id = $6, last_at = now(), times = times + 1 WHERE id = $1`,
      [current.id, ...content],
    );
    return;
  }
  if (current) await endHold(current.id);
  await query(
    `INSERT INTO alert_suppression (clinic_id, patient_id, concern_key, producer, domain, reason, by_alert_id, kind, severity, sentence, concern, alert_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      currentClinic(),
      concern.patientId,
      concernKeyOf(concern),
      concern.producer,
      concern.domain,
      hold.reason,
      hold.byAlertId,
      ...content,
    ],
  );
}

/** It was looked at, and nothing has changed. */
export async function touchHold(id: number): Promise<void> {
  await query('UPDATE alert_suppression SET last_at = now() WHERE id = $1', [id]);
}

export async function endHold(id: number): Promise<void> {
  await query('UPDATE alert_suppression SET ended_at = now() WHERE id = $1 AND ended_at IS NULL', [id]);
}

/** It is nobody's finished work any more: what was quiet because of that is told by the alert itself. */
export async function endHandled(alertId: string): Promise<void> {
  await query(
    `UPDATE alert_suppression SET ended_at = now() WHERE alert_id = $1 AND reason = 'already-handled' AND ended_at IS NULL`,
    [alertId],
  );
}

/** Somebody does not want to hear of an open alert for a while. */
export async function holdForPerson(alertId: string, personId: string): Promise<void> {
  await query(
    `INSERT INTO alert_suppression (clinic_id, patient_id, concern_key, producer, domain, reason, kind, severity, sentence, alert_id, person_id)
     SELECT clinic_id, patient_id, concern_key, producer, domain, 'snoozed', kind, severity, sentence, id, $2 FROM alert WHERE id = $1
     ON CONFLICT DO NOTHING`,
    [alertId, personId],
  );
}

export async function endHoldsForPersons(alertId: string, personIds: readonly string[]): Promise<void> {
  await query(
    `UPDATE alert_suppression SET ended_at = now() WHERE alert_id = $1 AND person_id = ANY($2::uuid[]) AND ended_at IS NULL`,
    [alertId, personIds],
  );
}
