import { currentClinic, query } from '../../../platform/database/database.js';
import type { Snooze } from './snooze.js';

/** Everybody's; also one that is over and has not been noticed yet. */
export function findSnoozes(alertId: string): Promise<(Snooze & { readonly personId: string })[]> {
  return query<Snooze & { personId: string }>(
    `SELECT person_id AS "personId", snoozed_at AS since, snoozed_until AS until FROM alert_person
     WHERE alert_id = $1 AND snoozed_at IS NOT NULL ORDER BY person_id`,
    [alertId],
  );
}

/** The snooze of this person, if it holds still. */
export async function findSnooze(alertId: string, personId: string): Promise<Snooze | undefined> {
  const [row] = await query<Snooze>(
    `SELECT snoozed_at AS since, snoozed_until AS until FROM alert_person
     WHERE alert_id = $1 AND person_id = $2 AND snoozed_at IS NOT NULL AND (snoozed_until IS NULL OR snoozed_until > now())`,
    [alertId, personId],
  );
  return row;
}

/** It takes the place of the one before. */
export async function saveSnooze(alertId: string, personId: string, { since, until }: Snooze): Promise<void> {
  await query(
    `INSERT INTO alert_person (clinic_id, alert_id, person_id, snoozed_at, snoozed_until)
     SELECT clinic_id, id, $2, $3, $4 FROM alert WHERE id = $1
     ON CONFLICT (clinic_id, alert_id, person_id) DO UPDATE
       SET snoozed_at = excluded.snoozed_at, snoozed_until = excluded.snoozed_until`,
    [alertId, personId, since, until],
  );
}

/** @returns those of them who had snoozed it */
export async function endSnoozes(alertId: string, personIds: readonly string[]): Promise<string[]> {
  const rows = await query<{ id: string }>(
    `UPDATE alert_person SET snoozed_at = NULL, snoozed_until = NULL
     WHERE alert_id = $1 AND person_id = ANY($2::uuid[]) AND snoozed_at IS NOT NULL RETURNING person_id AS id`,
    [alertId, personIds],
  );
  return rows.map((row) => row.id);
}

/** The first time counts. */
export async function markSeen(alertId: string, personId: string): Promise<void> {
  await query(
    `INSERT INTO alert_person AS p (clinic_id, alert_id, person_id, seen_at) VALUES ($1, $2, $3, now())
     ON CONFLICT (clinic_id, alert_id, person_id) DO UPDATE SET seen_at = now() WHERE p.seen_at IS NULL`,
    [currentClinic(), alertId, personId],
  );
}
