import { query } from '../../../platform/database/database.js';

/** Whose concerns have to be looked at again by now, and which alerts somebody's snooze of has come to its end. */
export async function findDue(): Promise<{ patientIds: (string | null)[]; napping: string[] }> {
  const patients = await query<{ id: string | null }>(
    `SELECT patient_id AS id FROM alert WHERE clears_at <= now()
     UNION SELECT s.patient_id FROM alert_suppression s WHERE s.ended_at IS NULL AND s.person_id IS NULL AND (
       (s.reason = 'inhibited' AND NOT EXISTS (SELECT 1 FROM alert a WHERE a.id = s.by_alert_id AND NOT a.cleared))
       OR (s.reason = 'rule-off' AND EXISTS (SELECT 1 FROM alert_rule r WHERE r.kind = s.kind AND r.changed_at > s.last_at)))`,
  );
  const naps = await query<{ id: string }>(
    'SELECT DISTINCT alert_id AS id FROM alert_person WHERE snoozed_until <= now()',
  );
  return { patientIds: patients.map(({ id }) => id), napping: naps.map(({ id }) => id) };
}

export async function findNow(): Promise<Date> {
  const [row] = await query<{ now: Date }>('SELECT now() AS now');
  return row!.now;
}

/** Those whose snooze of this alert is over; the alert is locked, so that nobody else wakes them too. */
export async function lockNappers(alertId: string): Promise<{ patientId: string | null; personIds: string[] }> {
  const [alert] = await query<{ patientId: string | null }>(
    'SELECT patient_id AS "patientId" FROM alert WHERE id = $1 FOR UPDATE',
    [alertId],
  );
  const rows = await query<{ id: string }>(
    'SELECT person_id AS id FROM alert_person WHERE alert_id = $1 AND snoozed_until <= now() ORDER BY person_id',
    [alertId],
  );
  return { patientId: alert?.patientId ?? null, personIds: rows.map(({ id }) => id) };
}
