import { METRICS, type MetricId } from '../../../metrics/index.js';
import { currentClinic, query } from '../../../platform/database/database.js';
import { type CsvCell, csvLine } from '../../../platform/http/csv.js';
import { WORN_FROM } from '../../observations/index.js';
import type { Copy, Page } from './export-part.js';

/** Records that were merged into this one are the same person's. */
const RECORDS = 'SELECT r.id FROM patient r WHERE r.clinic_id = $1 AND (r.id = $2 OR r.merged_into = $2)';
const own = (alias: string) => `${alias}.clinic_id = $1 AND ${alias}.patient_id IN (${RECORDS})`;

export interface DayPlace {
  readonly day: string;
  readonly metric: string;
}

interface DayRow extends DayPlace {
  readonly value: number | null;
  readonly state: string;
  readonly wearMinutes: number | null;
  readonly wornFrom: string | null;
  readonly late: boolean;
}

export async function countDays(patientId: string): Promise<number> {
  const [row] = await query<{ count: number }>(
    `SELECT count(*)::float8 AS count FROM daily_value d WHERE ${own('d')}`,
    [currentClinic(), patientId],
  );
  return row!.count;
}

/** Of a record that was merged into this one only what this one does not say: its closed months. */
export async function readDays(patientId: string, place: DayPlace | null, most: number): Promise<Page> {
  const rows = await query<DayRow>(
    `SELECT DISTINCT ON (d.metric, d.day) d.day::text, d.metric, d.value, d.state, d.wear_minutes AS "wearMinutes",
       ${WORN_FROM}, d.late
     FROM daily_value d WHERE ${own('d')} AND (d.metric, d.day) > ($3, $4::date)
     ORDER BY d.metric, d.day, d.patient_id = $2 DESC LIMIT $5`,
    [currentClinic(), patientId, place?.metric ?? '', place?.day ?? '0001-01-01', most],
  );
  const last = rows.at(-1);
  return {
    lines: rows.map(({ day, metric, value, state, wearMinutes, wornFrom, late }) =>
      csvLine([day, metric, value, METRICS[metric as MetricId]?.unit ?? null, state, wearMinutes, wornFrom, late]),
    ),
    next: last && rows.length === most ? { day: last.day, metric: last.metric } : null,
  };
}

interface ShortTable {
  readonly name: string;
  readonly header: readonly string[];
  readonly read: (copy: Copy) => Promise<CsvCell[][]>;
}

/**
 * @param sql - one text column for each of the header; the clinic is $1, the patient $2
 * @param forOthers - instead, where somebody else than the patient takes the copy
 */
const table = (name: string, header: readonly string[], sql: string, forOthers = sql): ShortTable => ({
  name,
  header,
  read: async ({ patientId, byPatient }) => {
    const rows = await query<{ cells: CsvCell[] }>(
      `SELECT ARRAY[${header.map((one) => `t.${one}::text`).join(', ')}] AS cells FROM (${byPatient ? sql : forOthers}) t`,
      [currentClinic(), patientId],
    );
    return rows.map(({ cells }) => cells);
  },
});
const utc = (column: string, name: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS ${name}`;

const corrections = (condition: string) =>
  `SELECT ${utc('c.asked_at', 'asked_at')}, c.target_type || '/' || c.target_id AS about, c.says, c.state, c.answer, ${utc('c.read_at', 'read_at')}
   FROM correction c WHERE ${own('c')} AND ${condition} ORDER BY c.asked_at`;

export const SHORT_TABLES: readonly ShortTable[] = [
  table(
    'visits',
    ['starts_at', 'minutes', 'kind', 'state', 'with_whom'],
    `SELECT ${utc('v.starts_at', 'starts_at')}, v.minutes, v.modality AS kind, v.state, p.name AS with_whom
     FROM visit v JOIN person p ON p.id = v.clinician_id WHERE ${own('v')} ORDER BY v.starts_at`,
  ),
  table(
    'alerts',
    ['raised_at', 'kind', 'domain', 'since', 'state', 'resolved_at', 'outcome'],
    `SELECT ${utc('a.raised_at', 'raised_at')}, a.kind, a.domain, a.since, a.state, ${utc('a.resolved_at', 'resolved_at')}, a.outcome
     FROM alert a WHERE ${own('a')} ORDER BY a.raised_at`,
  ),
  table(
    'alert-answers',
    ['answered_at', 'kind', 'domain', 'answer', 'words', 'by'],
    `SELECT ${utc('e.at', 'answered_at')}, a.kind, a.domain, e.detail ->> 'answer' AS answer, e.note AS words, e.detail ->> 'by' AS by
     FROM alert a JOIN alert_event e ON e.clinic_id = a.clinic_id AND e.alert_id = a.id WHERE ${own('a')} AND e.kind = 'answered'
       AND NOT EXISTS (SELECT 1 FROM alert_event u WHERE u.clinic_id = e.clinic_id AND u.alert_id = e.alert_id AND u.undoes = e.id) ORDER BY e.id`,
  ),
  table(
    'sprints',
    ['starts_on', 'ends_on', 'goal', 'metric', 'baseline', 'target'],
    `SELECT s.starts_on, s.ends_on, s.goal, m.metric, m.baseline, m.target
     FROM sprint s LEFT JOIN sprint_metric m ON m.clinic_id = s.clinic_id AND m.sprint_id = s.id WHERE ${own('s')} ORDER BY s.starts_on, m.position`,
  ),
  table(
    'sprints-before',
    ['changed_at', 'became', 'starts_on', 'ends_on', 'goal', 'metrics'],
    `SELECT ${utc('b.changed_at', 'changed_at')}, b.became, b.starts_on, b.ends_on, b.goal, b.metrics::text AS metrics
     FROM sprint_before b WHERE ${own('b')} ORDER BY b.changed_at`,
  ),
  table(
    'consents',
    ['recorded_at', 'purpose', 'status', 'how', 'reason', 'text_version', 'text_language', 'text_sha256', 'text'],
    `SELECT ${utc('c.recorded_at', 'recorded_at')}, c.purpose, c.status, c.how, c.reason, t.version AS text_version, t.language AS text_language,
       t.sha256 AS text_sha256, t.title || E'\\n\\n' || t.body AS text
     FROM consent c LEFT JOIN consent_text t ON t.clinic_id = c.clinic_id AND t.id = c.text_id WHERE ${own('c')} ORDER BY c.recorded_at`,
  ),
  table(
    'care-team',
    ['name', 'profession', 'since'],
    `SELECT p.name, m.profession, ${utc('t.since', 'since')} FROM care_team_member t JOIN person p ON p.id = t.person_id
     JOIN membership m ON m.clinic_id = t.clinic_id AND m.person_id = t.person_id WHERE ${own('t')} ORDER BY p.name`,
  ),
  table(
    'caregivers',
    ['name', 'relationship', 'may_see', 'granted_at', 'until', 'agreed_how', 'agreed_at', 'ended_as', 'ended_at'],
    `SELECT p.name, g.relationship, array_to_string(g.categories, ' ') AS may_see, ${utc('g.granted_at', 'granted_at')}, ${utc('g.until', 'until')},
       coalesce(g.agreed_how, 'not yet') AS agreed_how, ${utc('g.agreed_at', 'agreed_at')},
       g.ended_as, ${utc('g.ended_at', 'ended_at')} FROM delegation g JOIN person p ON p.id = g.person_id
     WHERE ${own('g')} ORDER BY p.name`,
  ),
  table(
    'contact',
    ['email', 'phone', 'language'],
    `SELECT p.email, p.phone, p.language FROM patient p WHERE p.clinic_id = $1 AND p.id IN (${RECORDS}) ORDER BY p.id = $2 DESC`,
  ),
  table(
    'referrals',
    ['received_at', 'from_name', 'from_organisation', 'question', 'urgent', 'state', 'decided_at', 'reason'],
    `SELECT ${utc('f.received_at', 'received_at')}, f.from_name, f.from_organisation, f.question, f.urgent, f.state,
       ${utc('f.decided_at', 'decided_at')}, f.reason FROM referral f WHERE ${own('f')} ORDER BY f.received_at`,
  ),
  table(
    'transfers',
    ['offered_at', 'to_clinic', 'agreed_on', 'accepted_at', 'revoked_at'],
    `SELECT ${utc('t.created_at', 'offered_at')}, t.to_name AS to_clinic, t.agreed_on, ${utc('t.accepted_at', 'accepted_at')},
       ${utc('t.revoked_at', 'revoked_at')} FROM patient_transfer t WHERE ${own('t')} ORDER BY t.created_at`,
  ),
  table(
    'merges',
    ['proposed_at', 'reason', 'state', 'decided_at', 'undone_at'],
    `SELECT ${utc('g.proposed_at', 'proposed_at')}, g.reason, g.state, ${utc('g.decided_at', 'decided_at')}, ${utc('g.undone_at', 'undone_at')}
     FROM patient_merge g WHERE g.clinic_id = $1 AND (g.survivor_id IN (${RECORDS}) OR g.duplicate_id IN (${RECORDS})) ORDER BY g.proposed_at`,
  ),
  table(
    'devices',
    ['system', 'device', 'kind', 'first_seen_at'],
    `SELECT s.system, s.device, s.kind, ${utc('s.first_seen_at', 'first_seen_at')} FROM source s WHERE ${own('s')} ORDER BY s.id`,
  ),
  table(
    'time-zones',
    ['since', 'zone'],
    `SELECT ${utc('z.since', 'since')}, z.zone FROM patient_time_zone z WHERE ${own('z')} ORDER BY z.since`,
  ),
  table(
    'identifiers',
    ['system', 'value'],
    `SELECT i.system, i.value FROM patient_identifier i WHERE ${own('i')} ORDER BY 1, 2`,
  ),
  table(
    'corrections',
    ['asked_at', 'about', 'says', 'state', 'answer', 'read_at'],
    corrections('true'),
    // What is said of a protected note is as protected.
    corrections(`NOT EXISTS (SELECT 1 FROM record r WHERE r.clinic_id = $1 AND r.type = c.target_type AND r.id::text = c.target_id
      AND r.current AND cardinality(r.sensitivity) > 0)`),
  ),
];
