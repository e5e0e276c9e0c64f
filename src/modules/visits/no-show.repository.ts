import { query } from '../../platform/database/database.js';
import { GRACE_MINUTES, type UnmetVisit } from './no-show.js';

/**
 * Takes the longest unmet video visit whose grace is over and notes it as missed; undefined when there is none, or another
 * node has it. It comes back by itself when the transaction does not commit.
 */
export async function takeUnmet(): Promise<(UnmetVisit & { readonly now: Date }) | undefined> {
  const [row] = await query<UnmetVisit & { now: Date }>(
    `WITH unmet AS (
       SELECT id FROM visit WHERE state = 'booked' AND modality = 'video' AND missed_at IS NULL AND starts_at <= now() - make_interval(mins => $1)
       ORDER BY starts_at LIMIT 1 FOR UPDATE SKIP LOCKED)
     UPDATE visit v SET missed_at = now() FROM unmet WHERE v.id = unmet.id
     RETURNING v.id, v.patient_id AS "patientId", v.starts_at AS "startsAt", now() AS now,
       (v.starts_at AT TIME ZONE (SELECT z.zone FROM patient_time_zone z WHERE z.patient_id = v.patient_id AND z.since <= v.starts_at ORDER BY z.since DESC LIMIT 1))::date::text AS "startsOn",
       EXISTS (SELECT 1 FROM visit_event e WHERE e.visit_id = v.id AND e.kind LIKE 'livekit.%' AND e.person_id IS NOT NULL AND e.person_id <> v.clinician_id) AS "wasThere",
       (SELECT count(*)::int FROM visit b WHERE b.patient_id = v.patient_id AND b.starts_at < v.starts_at AND b.state = 'booked' AND b.missed_at IS NOT NULL
          AND b.starts_at > coalesce((SELECT max(h.starts_at) FROM visit h WHERE h.patient_id = v.patient_id AND h.state = 'ended'), '-infinity')) AS "missedBefore"`,
    [GRACE_MINUTES],
  );
  return row;
}

/** Was this visit given up before? @returns the time by the database, if so */
export async function findMissed(id: string): Promise<{ readonly now: Date } | undefined> {
  const [row] = await query<{ now: Date }>('SELECT now() AS now FROM visit WHERE id = $1 AND missed_at IS NOT NULL', [
    id,
  ]);
  return row;
}
