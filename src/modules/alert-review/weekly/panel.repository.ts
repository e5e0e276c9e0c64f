import type { Caller } from '../../../platform/auth/caller.js';
import { patientFilter } from '../../../platform/auth/compartment.js';
import { query } from '../../../platform/database/database.js';
import type { Course } from './decide-category.js';

/** As much of everybody as decides who is talked about, and when. */
export interface PanelRow {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly monitored: boolean;
  readonly course: Course | null;
  readonly lastDataAt: Date | null;
}

export interface PanelSearch {
  /** As of this instant: who was registered, and what was agreed to then. */
  readonly at: Date;
  readonly team: string | null;
  readonly discipline: string | null;
}

const IN_TEAM = `EXISTS (SELECT 1 FROM care_team_member ct JOIN team_member tm ON tm.person_id = ct.person_id AND tm.team_id = $2 WHERE ct.patient_id = p.id)`;
const OF_DISCIPLINE = `(EXISTS (SELECT 1 FROM care_team_member ct JOIN membership m ON m.person_id = ct.person_id AND m.active AND m.profession = $3 WHERE ct.patient_id = p.id)
  OR EXISTS (SELECT 1 FROM alert a WHERE a.patient_id = p.id AND a.discipline = $3 AND a.raised_at <= $1 AND (a.state <> 'resolved' OR a.resolved_at > $1)))`;

/** Everybody within reach who was here then, a row each, in no order. */
export function findPanel(caller: Caller, { at, team, discipline }: PanelSearch): Promise<PanelRow[]> {
  const filter = patientFilter(caller, 'p.id', 4);
  return query<PanelRow>(
    `SELECT p.id, p.given_name || ' ' || p.family_name AS name, p.created_at AS "createdAt",
       coalesce(said.status = 'given', false) AND coalesce(p.transferred_at > $1, true) AS monitored, t.course, t.last_data_at AS "lastDataAt"
     FROM patient p
     LEFT JOIN trend t ON t.patient_id = p.id
     LEFT JOIN LATERAL (SELECT o.status FROM consent o WHERE o.patient_id = p.id AND o.purpose = 'monitoring' AND o.recorded_at <= $1
       ORDER BY o.recorded_at DESC LIMIT 1) said ON true
     WHERE p.merged_into IS NULL AND p.created_at <= $1 AND ($2::uuid IS NULL OR ${IN_TEAM}) AND ($3::text IS NULL OR ${OF_DISCIPLINE})
       AND ${filter.sql}`,
    [at.toISOString(), team, discipline, ...filter.parameters],
  );
}

interface Sentence {
  readonly key: string;
  readonly facts: Record<string, string | number | boolean | null>;
}

/** What is said of those who are talked about. */
export interface DetailRow {
  readonly id: string;
  readonly birthDate: string | null;
  readonly contactId: string | null;
  readonly contactName: string | null;
  readonly headline: Sentence | null;
  readonly verdict: Record<string, unknown> | null;
  readonly sprint: { startsOn: string; endsOn: string } | null;
  readonly visit: { startsAt: string; modality: string; with: string } | null;
}

/** After a sprint's end its decision is talked about for so long. */
const SPRINT_TALK_DAYS = 28;

/** A row each. @param day - the civil day of `at` in the clinic: what was planned then */
export function findDetails(ids: readonly string[], { at, day }: { at: Date; day: string }): Promise<DetailRow[]> {
  return query<DetailRow>(
    `SELECT w.id, p.birth_date::text AS "birthDate", p.contact_person_id AS "contactId", c.name AS "contactName",
       t.result -> 'headline' AS headline, t.result -> 'sprintVerdict' AS verdict,
       (SELECT jsonb_build_object('startsOn', s.starts_on, 'endsOn', s.ends_on) FROM sprint s
        WHERE s.patient_id = p.id AND s.starts_on <= $2::date AND s.ends_on >= $2::date - ${SPRINT_TALK_DAYS} ORDER BY s.starts_on DESC LIMIT 1) AS sprint,
       (SELECT jsonb_build_object('startsAt', v.starts_at, 'modality', v.modality, 'with', w.name) FROM visit v JOIN person w ON w.id = v.clinician_id
        WHERE v.patient_id = p.id AND v.starts_at + make_interval(mins => v.minutes) > $1 AND v.state IN ('booked', 'waiting', 'in-progress') ORDER BY v.starts_at LIMIT 1) AS visit
     FROM unnest($3::uuid[]) AS w(id)
     LEFT JOIN patient p ON p.id = w.id
     LEFT JOIN person c ON c.id = p.contact_person_id
     LEFT JOIN trend t ON t.patient_id = p.id`,
    [at.toISOString(), day, ids],
  );
}

export interface SparkRow {
  readonly patientId: string;
  readonly days: { day: string; value: number | null }[] | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** The last days of one metric each, up to a day, with what is usual where that is known. */
export function findSparks(
  wanted: readonly { readonly patientId: string; readonly metric: string }[],
  through: string,
  days: number,
): Promise<SparkRow[]> {
  return query<SparkRow>(
    `SELECT w.id AS "patientId",
       (SELECT jsonb_agg(jsonb_build_object('day', d.day, 'value', CASE WHEN d.state = 'ok' THEN d.value END)) FROM daily_value d
        WHERE d.patient_id = w.id AND d.metric = w.metric AND d.day > $3::date - $4::int AND d.day <= $3::date) AS days,
       (t.result #>> ARRAY['metrics', w.metric, 'usual', 'low'])::float8 AS low,
       (t.result #>> ARRAY['metrics', w.metric, 'usual', 'high'])::float8 AS high
     FROM unnest($1::uuid[], $2::text[]) AS w(id, metric) LEFT JOIN trend t ON t.patient_id = w.id`,
    [wanted.map((one) => one.patientId), wanted.map((one) => one.metric), through, days],
  );
}
