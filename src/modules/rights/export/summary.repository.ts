import { METRICS, type MetricId } from '../../../metrics/index.js';
import { currentClinic, query } from '../../../platform/database/database.js';

export interface SummaryFacts {
  readonly clinic: string;
  readonly name: string;
  readonly birthDate: string | null;
  readonly madeOn: string;
  readonly metrics: readonly {
    readonly metric: string;
    readonly unit: string;
    readonly days: number;
    readonly firstDay: string;
    readonly lastDay: string;
    readonly lately: number | null;
    readonly usual: number | null;
  }[];
  readonly careTeam: readonly { readonly name: string; readonly profession: string | null }[];
  readonly visits: { readonly past: number; readonly next: string | null };
  readonly goals: readonly { readonly goal: string; readonly startsOn: string; readonly endsOn: string }[];
  readonly consents: readonly { readonly purpose: string; readonly status: string; readonly on: string }[];
  readonly observations: number;
}

const LATELY_DAYS = 28;

export async function findSummaryFacts(patientId: string, now: Date): Promise<SummaryFacts> {
  const both = [currentClinic(), patientId] as const;
  const [person] = await query<{ clinic: string; name: string; birthDate: string | null }>(
    `SELECT c.name AS clinic, trim(p.given_name || ' ' || p.family_name) AS name, p.birth_date::text AS "birthDate"
     FROM patient p JOIN clinic c USING (clinic_id) WHERE p.clinic_id = $1 AND p.id = $2`,
    both,
  );
  if (!person) throw new Error('The patient is gone');
  const metrics = await query<Omit<SummaryFacts['metrics'][number], 'unit'>>(
    `SELECT metric, count(*)::int AS days, min(day)::text AS "firstDay", max(day)::text AS "lastDay",
       avg(value) FILTER (WHERE day > last - $3::int) AS lately, avg(value) AS usual
     FROM (SELECT metric, day, value, max(day) OVER (PARTITION BY metric) AS last FROM daily_value
       WHERE clinic_id = $1 AND patient_id = $2 AND value IS NOT NULL AND state = 'ok') d GROUP BY metric ORDER BY metric`,
    [...both, LATELY_DAYS],
  );
  const [visits] = await query<SummaryFacts['visits']>(
    `SELECT count(*) FILTER (WHERE state = 'ended')::int AS past,
       to_char(min(starts_at) FILTER (WHERE state = 'booked' AND starts_at > now()) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI "UTC"') AS next
     FROM visit WHERE clinic_id = $1 AND patient_id = $2`,
    both,
  );
  const [stored] = await query<{ count: number }>(
    `SELECT count(*)::float8 AS count FROM series s JOIN observation_row o ON o.clinic_id = s.clinic_id AND o.series_id = s.id
     WHERE s.clinic_id = $1 AND s.patient_id = $2`,
    both,
  );
  return {
    ...person,
    madeOn: now.toISOString().slice(0, 10),
    metrics: metrics.map((row) => ({ ...row, unit: METRICS[row.metric as MetricId]?.unitDisplay ?? '' })),
    careTeam: await query(
      `SELECT p.name, m.profession FROM care_team_member t JOIN person p ON p.id = t.person_id
       JOIN membership m ON m.clinic_id = t.clinic_id AND m.person_id = t.person_id
       WHERE t.clinic_id = $1 AND t.patient_id = $2 ORDER BY p.name`,
      both,
    ),
    visits: visits!,
    goals: await query(
      `SELECT goal, starts_on::text AS "startsOn", ends_on::text AS "endsOn" FROM sprint
       WHERE clinic_id = $1 AND patient_id = $2 ORDER BY starts_on DESC LIMIT 6`,
      both,
    ),
    consents: await query(
      `SELECT DISTINCT ON (purpose) purpose, status, (recorded_at AT TIME ZONE 'UTC')::date::text AS on FROM consent
       WHERE clinic_id = $1 AND patient_id = $2 ORDER BY purpose, recorded_at DESC`,
      both,
    ),
    observations: stored!.count,
  };
}
