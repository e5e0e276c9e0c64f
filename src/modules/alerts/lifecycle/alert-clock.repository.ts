import { query } from '../../../platform/database/database.js';

/**
 * Is with somebody who cannot see it any more: has left the clinic or the care team, or stands in for nobody of it now; of
 * alert `a`. The same people as `findCareRecipients`. `OFFSET 0` keeps the planner from reading all care teams and calls of a clinic
 * into a hash at each turn: with 5000 alerts in hands 29 ms instead of 379.
 */
const LEFT_BEHIND = `a.state <> 'resolved' AND a.owner_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM membership m
  WHERE m.clinic_id = a.clinic_id AND m.person_id = a.owner_id AND m.active AND (m.role = 'coordinator' OR (m.role = 'clinician' AND EXISTS (
    SELECT 1 FROM care_team_now t WHERE t.clinic_id = a.clinic_id AND t.patient_id = a.patient_id AND t.person_id = a.owner_id OFFSET 0))))`;

export interface Due {
  /** Whose concerns have to be looked at again by now. */
  readonly patientIds: readonly (string | null)[];
  /** Alerts somebody's snooze of has come to its end. */
  readonly napping: readonly string[];
  /** Alerts whose owner cannot see them any more. */
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

/** Locks the alert of an owner who is out of reach of it; undefined: another node was faster, or somebody has taken it. */
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
