import { query } from '../../../platform/database/database.js';

export interface AlertPerson {
  readonly personId: string;
  readonly name: string;
  readonly toldAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly seenAt: Date | null;
  readonly snoozedAt: Date | null;
  readonly snoozedUntil: Date | null;
}

/** How far an alert has come with each of these people: written for them, acknowledged by a page of theirs, opened, snoozed. */
export function findPeople(alertId: string, personIds: readonly string[]): Promise<AlertPerson[]> {
  return query<AlertPerson>(
    `SELECT p.id AS "personId", p.name, d.told AS "toldAt", d.delivered AS "deliveredAt", ap.seen_at AS "seenAt",
       ap.snoozed_at AS "snoozedAt", ap.snoozed_until AS "snoozedUntil"
     FROM person p LEFT JOIN alert_person ap ON ap.alert_id = $1 AND ap.person_id = p.id
     LEFT JOIN (SELECT person_id, min(at) AS told, min(acked_at) AS delivered FROM delivery WHERE kind = 'alert' AND object_id = $1 GROUP BY 1) d ON d.person_id = p.id
     WHERE p.id = ANY($2::uuid[]) ORDER BY p.name, p.id`,
    [alertId, personIds],
  );
}

export interface LaneEvent {
  readonly on: string;
  readonly until: string | null;
  readonly kind: 'visit' | 'device' | 'zone' | 'sprint' | 'flare';
  readonly label: string;
}

/** What happened to the patient besides, from a day on, in the patient's days: visits, another device, a journey, treatment, flares. */
export function findLane(patientId: string, from: string): Promise<LaneEvent[]> {
  return query<LaneEvent>(
    `WITH here AS (SELECT zone FROM patient_time_zone WHERE patient_id = $1 ORDER BY since DESC LIMIT 1)
     SELECT * FROM (
       SELECT (v.starts_at AT TIME ZONE (SELECT zone FROM here))::date::text AS on, NULL::text AS until, 'visit' AS kind, v.modality AS label
         FROM visit v WHERE v.patient_id = $1 AND v.state IN ('in-progress', 'ended')
       UNION ALL SELECT day::text, NULL, 'device', device FROM (
         SELECT day, device, lag(device) OVER (ORDER BY day) AS before FROM daily_value WHERE patient_id = $1 AND metric = 'steps' AND device IS NOT NULL) d
         WHERE before IS NOT NULL AND before <> device
       UNION ALL SELECT (since AT TIME ZONE zone)::date::text, NULL, 'zone', zone FROM (
         SELECT since, zone, lag(zone) OVER (ORDER BY since) AS before FROM patient_time_zone WHERE patient_id = $1) z WHERE before IS NOT NULL AND before <> zone
       UNION ALL SELECT starts_on::text, ends_on::text, 'sprint', goal FROM sprint WHERE patient_id = $1
       UNION ALL SELECT since::text, CASE WHEN state = 'resolved' THEN (resolved_at AT TIME ZONE (SELECT zone FROM here))::date::text END, 'flare', key
         FROM alert WHERE patient_id = $1 AND kind = 'flare') e
     WHERE coalesce(e.until, e.on) >= $2 ORDER BY e.on, e.kind`,
    [patientId, from],
  );
}

/** Which rule it was raised or worsened by last. */
export async function findRule(
  ruleId: number | null,
): Promise<{ from: 'default' | 'clinic' | 'programme' | 'patient'; version: number }> {
  const [row] = await query<{ from: 'clinic' | 'programme' | 'patient'; version: number }>(
    'SELECT scope AS from, version FROM alert_rule WHERE id = $1',
    [ruleId],
  );
  return row ?? { from: 'default', version: 0 };
}
