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
