import { query } from '../../../platform/database/database.js';

/** Is with somebody who does not look after patients here any more; of alert `a`. */
const LEFT_BEHIND = `a.state <> 'resolved' AND a.owner_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM membership m
  WHERE m.clinic_id = a.clinic_id AND m.person_id = a.owner_id AND m.active AND m.role IN ('clinician','coordinator'))`;

export interface Due {
  /** Whose concerns have to be looked at again by now. */
  readonly patientIds: readonly (string | null)[];
  /** Alerts somebody's snooze of has come to its end. */
  readonly napping: readonly string[];
  /** Alerts whose owner has left. */
  readonly leftBehind: readonly string[];
}

export async function findDue(): Promise<Due> {
  const patients = await query<{ id: string | null }>(
    `SELECT patient_id AS id FROM alert WHERE clears_at <= now()
     UNION SELECT s.patient_id FROM alert_suppression s WHERE s.ended_at IS NULL AND s.person_id IS NULL AND (
       (s.reason = 'inhibited' AND NOT EXISTS (SELECT 1 FROM alert a WHERE a.id = s.by_alert_id AND NOT a.cleared))
       OR (s.reason = 'rule-off' AND EXISTS (SELECT 1 FROM alert_rule r WHERE r.kind = s.kind AND r.changed_at > s.last_at)))`,
  );
  const naps = await query<{ id: string }>(
    'SELECT DISTINCT alert_id AS id FROM alert_person WHERE snoozed_until <= now()',
  );
  const left = await query<{ id: string }>(`SELECT a.id FROM alert a WHERE ${LEFT_BEHIND}`);
  return {
    patientIds: patients.map(({ id }) => id),
    napping: naps.map(({ id }) => id),
    leftBehind: left.map(({ id }) => id),
  };
}

/** Locks the alert of an owner who has left; undefined: another node was faster, or somebody has taken it. */
export async function lockLeftBehind(alertId: string): Promise<{ patientId: string | null } | undefined> {
  const [row] = await query<{ patientId: string | null }>(
    `SELECT a.patient_id AS "patientId" FROM alert a WHERE a.id = $1 AND ${LEFT_BEHIND} FOR UPDATE`,
    [alertId],
  );
  return row;
}

/** It waits for whoever takes it. What got worse meanwhile stays open: nobody has looked at that yet. */
export async function disown(alertId: string): Promise<void> {
  await query(
    `UPDATE alert SET owner_id = NULL, state = CASE state WHEN 'open' THEN 'open' ELSE 'handed-off' END,
       state_since = CASE state WHEN 'open' THEN state_since ELSE now() END, version = version + 1, updated_at = now() WHERE id = $1`,
    [alertId],
  );
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
