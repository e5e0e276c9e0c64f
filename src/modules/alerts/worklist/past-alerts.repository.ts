import { query } from '../../../platform/database/database.js';
import type { Outcome } from '../lifecycle/judge-outcome.js';

/** An alert about a deterioration that was raised at some time, whatever became of it. Days are civil days. */
export interface PastAlert {
  readonly domain: string;
  readonly since: string;
  readonly raisedOn: string;
  /** Null while somebody has still to look at it. */
  readonly resolvedOn: string | null;
  readonly outcome: Outcome | null;
  /** Of the detector that wrote the evidence, on the day it was raised; null for what no fused score decides (questionnaires). */
  readonly scoreAtRaising: number | null;
  readonly detectorVersion: string | null;
}

/** The patient's alerts about deterioration, oldest first. */
export function findPastDeteriorations(patientId: string): Promise<PastAlert[]> {
  return query<PastAlert>(
    `SELECT a.domain, a.since::text, (a.raised_at AT TIME ZONE c.time_zone)::date::text AS "raisedOn",
       (a.resolved_at AT TIME ZONE c.time_zone)::date::text AS "resolvedOn", a.outcome,
       (a.evidence ->> 'scoreAtRaising')::float8 AS "scoreAtRaising", a.evidence ->> 'detectorVersion' AS "detectorVersion"
     FROM alert a JOIN clinic c ON c.clinic_id = a.clinic_id
     WHERE a.patient_id = $1 AND a.kind = 'deterioration' ORDER BY a.raised_at`,
    [patientId],
  );
}
