import { query } from '../../platform/database/database.js';
import type { Happened } from './covers-kind.js';
import type { Happening } from './find-lane.js';

/** The civil day of an instant, by the zone in which the patient was then. */
const dayOf = (instant: string) =>
  `(${instant} AT TIME ZONE (SELECT z.zone FROM patient_time_zone z WHERE z.patient_id = $1 AND z.since <= ${instant} ORDER BY z.since DESC LIMIT 1))::date::text`;

/** What happened to the patient besides treatments, and touches these days. */
export function findHappenings(
  patientId: string,
  { from, to }: { readonly from: string; readonly to: string | null },
): Promise<(Happening & { readonly kind: Happened })[]> {
  return query<Happening & { readonly kind: Happened }>(
    `SELECT e.* FROM (
       SELECT ${dayOf('v.starts_at')} AS on, NULL::text AS until, 'visit' AS kind, v.modality AS label, NULL::jsonb AS sentence, NULL::uuid AS "alertId"
         FROM visit v WHERE v.patient_id = $1 AND v.state IN ('in-progress', 'ended')
       UNION ALL SELECT day::text, NULL, 'peg', 'PEG', jsonb_build_object('key', 'peg.answered', 'facts', jsonb_build_object('score', value)), NULL
         FROM daily_value WHERE patient_id = $1 AND metric = 'pegScore'
       UNION ALL SELECT day::text, NULL, 'device', device, NULL, NULL FROM (
         SELECT day, device, lag(device) OVER (ORDER BY day) AS before FROM daily_value WHERE patient_id = $1 AND metric = 'steps' AND device IS NOT NULL) d
         WHERE before IS NOT NULL AND before <> device
       UNION ALL SELECT (since AT TIME ZONE zone)::date::text, NULL, 'zone', zone, NULL, NULL FROM (
         SELECT since, zone, lag(zone) OVER (ORDER BY since) AS before FROM patient_time_zone WHERE patient_id = $1) z WHERE before IS NOT NULL AND before <> zone
       UNION ALL SELECT starts_on::text, ends_on::text, 'sprint', goal, NULL, NULL FROM sprint WHERE patient_id = $1
       UNION ALL SELECT a.since::text, CASE WHEN a.state = 'resolved' THEN greatest(${dayOf('a.resolved_at')}, a.since::text) END, 'flare', 'Flare', NULL, a.id
         FROM alert a WHERE a.patient_id = $1 AND a.kind = 'flare') e
     WHERE coalesce(e.until, e.on) >= $2 AND ($3::text IS NULL OR e.on <= $3)`,
    [patientId, from, to],
  );
}
