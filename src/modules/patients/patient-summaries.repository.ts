import { METRIC_IDS, METRICS } from '../../metrics/index.js';
import { patientFilter, patientRecordFilter } from '../../platform/auth/compartment.js';
import type { Caller } from '../../platform/auth/caller.js';
import { currentClinic, query, queryOnce } from '../../platform/database/database.js';
import { hasAccount } from '../clinics/index.js';
import { FILE_AT, HEARD_SOURCES, WENT_WITH_FILE } from './heard-sources.js';
import { WORN_WINDOW_DAYS } from './worn-days.js';

export interface SummaryRow {
  readonly id: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate: string | null;
  readonly gender: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly language: string | null;
  readonly transferredAt: Date | null;
  readonly hasAccount: boolean;
  readonly timeZone: string;
  readonly contactId: string | null;
  readonly contactName: string | null;
  readonly course: string | null;
  readonly headline: unknown;
  readonly lastDataAt: Date | null;
  readonly openAlerts: number;
  readonly sprintId: string | null;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
}

const PAGE = 50;

/** What lists and headers show of patients within the caller's reach, by family name; keyset-paged on name and id. */
export function findSummaries(
  caller: Caller,
  search: { id?: string; text?: string; after?: { family: string; id: string } },
): Promise<SummaryRow[]> {
  const filter = patientFilter(caller, 'p.id', 5);
  return query<SummaryRow>(
    `SELECT p.id, p.given_name AS "givenName", p.family_name AS "familyName", p.birth_date::text AS "birthDate", p.gender, p.email, p.phone, p.language, p.transferred_at AS "transferredAt", ${hasAccount('p')} AS "hasAccount",
       z.zone AS "timeZone", p.contact_person_id AS "contactId", c.name AS "contactName",
       t.course, t.result -> 'headline' AS headline, t.last_data_at AS "lastDataAt",
       (SELECT count(*)::int FROM alert a WHERE a.patient_id = p.id AND a.state <> 'resolved') AS "openAlerts",
       s.id AS "sprintId", s.starts_on::text AS "startsOn", s.ends_on::text AS "endsOn"
     FROM patient p
     JOIN LATERAL (SELECT zone FROM patient_time_zone z WHERE z.patient_id = p.id ORDER BY since DESC LIMIT 1) z ON true
     LEFT JOIN person c ON c.id = p.contact_person_id
     LEFT JOIN trend t ON t.patient_id = p.id
     LEFT JOIN LATERAL (SELECT id, starts_on, ends_on FROM sprint s WHERE s.patient_id = p.id AND s.starts_on <= (now() AT TIME ZONE z.zone)::date
                        ORDER BY starts_on DESC LIMIT 1) s ON true
     WHERE ($1::uuid IS NULL OR p.id = $1) AND p.merged_into IS NULL
       AND ($2::text IS NULL OR p.folded_name LIKE '%' || fold_name($2) || '%')
       AND ($3::text IS NULL OR (p.family_name, p.id) > ($3, $4::uuid))
       AND ${filter.sql}
     ORDER BY p.family_name, p.id LIMIT ${PAGE + 1}`,
    [
      search.id ?? null,
      search.text ? search.text.replace(/[\\%_]/g, '\\$&') : null,
      search.after?.family ?? null,
      search.after?.id ?? null,
      ...filter.parameters,
    ],
  );
}

const SELF_REPORTED = METRIC_IDS.filter((metric) => METRICS[metric].selfReported);
export const PATIENTS_PER_PAGE = PAGE;

/** When the newest file was brought in, of a patient of whom everything that is measured came by files; null: something sends by itself. */
export async function findLastFile(patientId: string): Promise<Date | null> {
  const [row] = await query<{ at: Date | null }>(
    `SELECT CASE WHEN bool_and(f.at IS NOT NULL) THEN max(f.at) END AS at
     FROM (SELECT ${FILE_AT} AS at FROM ${HEARD_SOURCES} WHERE s.clinic_id = $1 AND s.patient_id = $2 AND s.kind <> 'form' AND NOT ${WENT_WITH_FILE}) f`,
    [currentClinic(), patientId],
  );
  return row?.at ?? null;
}

/**
 * The devices of one patient with their last contact and on which of the last days they were worn; or reported, where what
 * they send is all the person's own word. Without those that went with the files that told of them.
 *
 * @param today - in the patient's zone: the database's own day may be another one
 */
export function findDevices(patientId: string, today: string) {
  return query<{
    sourceId: number;
    system: string;
    device: string;
    kind: 'watch' | 'phone' | 'form' | 'file' | 'other';
    lastSyncAt: Date;
    newestAt: Date | null;
    wornOn: string[];
    selfReports: boolean;
    fileAt: Date | null;
  }>(
    `SELECT s.id AS "sourceId", s.system, s.device, s.kind,
       coalesce(c.last_contact_at, s.first_seen_at) AS "lastSyncAt", c.newest_at AS "newestAt",
       ARRAY(SELECT DISTINCT d.day::text FROM daily_value d WHERE d.patient_id = s.patient_id AND d.day >= $2::date - ${WORN_WINDOW_DAYS} AND d.day <= $2::date AND d.state = 'ok'
          AND d.sources @> jsonb_build_array(jsonb_build_object('sourceId', s.id))) AS "wornOn",
       (SELECT coalesce(bool_and(o.metric = ANY($3)), false) FROM series w JOIN concept o ON o.clinic_id = w.clinic_id AND o.id = w.concept_id
        WHERE w.clinic_id = s.clinic_id AND w.patient_id = s.patient_id AND w.source_id = s.id AND o.metric IS NOT NULL) AS "selfReports",
       ${FILE_AT} AS "fileAt"
     FROM ${HEARD_SOURCES}
     WHERE s.patient_id = $1 AND s.system <> 'fhir-other' AND NOT (s.kind = 'form' AND s.device <> 'diary') AND NOT ${WENT_WITH_FILE} ORDER BY "lastSyncAt" DESC NULLS LAST`,
    [patientId, today, SELF_REPORTED],
  );
}

/** A FHIR search for patients, already checked. */
export interface PatientSearch {
  readonly ids?: readonly string[];
  readonly identifiers: readonly { readonly system: string | null; readonly code: string }[];
  readonly names: readonly (readonly string[])[];
  readonly birthDate: readonly {
    readonly op: 'eq' | 'ge' | 'gt' | 'le' | 'lt';
    readonly fromMs: number;
    readonly toMs: number;
  }[];
  /** When the Patient resource was written; infinite where that side is open. */
  readonly updated?: { readonly fromMs: number; readonly beforeMs: number } | undefined;
  readonly count: number;
  readonly cursor: string | null;
}

/** One more than asked for, by family name. */
export function findPatientIds(
  caller: Caller,
  search: PatientSearch & { after: { family: string; id: string } | undefined },
): Promise<{ id: string; familyName: string }[]> {
  const parameters: unknown[] = [];
  const add = (value: unknown) => `$${parameters.push(value)}`;
  const day = (ms: number) => add(new Date(ms).toISOString().slice(0, 10));
  // Who was merged into another one is found there; by id, the resource that says so is found too.
  const conditions = [search.ids ? 'true' : 'p.merged_into IS NULL'];
  if (search.ids) conditions.push(`p.id::text = ANY(${add(search.ids.map((id) => id.toLowerCase()))})`);
  if (search.identifiers.length > 0)
    conditions.push(
      `EXISTS (SELECT 1 FROM patient_identifier i JOIN unnest(${add(search.identifiers.map((t) => t.system))}::text[], ${add(search.identifiers.map((t) => t.code))}::text[]) AS w(system, value)
         ON i.value = w.value AND (w.system IS NULL OR i.system = w.system) WHERE i.patient_id = p.id)`,
    );
  for (const texts of search.names) {
    const words = add(texts.map((text) => text.replace(/[\\%_]/g, '\\$&')));
    conditions.push(
      `' ' || p.folded_name LIKE ANY(ARRAY(SELECT '% ' || fold_name(word) || '%' FROM unnest(${words}::text[]) AS word))`,
    );
  }
  const born = bornBetween(search.birthDate);
  if (born.from !== undefined) conditions.push(`p.birth_date >= ${day(born.from)}`);
  if (born.before !== undefined) conditions.push(`p.birth_date < ${day(born.before)}`);
  if (search.updated) {
    const at = (ms: number) => `to_timestamp(${add(ms / 1000)}::float8)`;
    const { fromMs, beforeMs } = search.updated;
    conditions.push(
      `EXISTS (SELECT 1 FROM record r WHERE r.clinic_id = p.clinic_id AND r.type = 'Patient' AND r.id = p.id AND r.current
         AND r.last_updated >= ${at(fromMs)} AND r.last_updated < ${at(beforeMs)})`,
    );
  }
  if (search.after)
    conditions.push(`(p.family_name, p.id) > (${add(search.after.family)}, ${add(search.after.id)}::uuid)`);
  const filter = patientRecordFilter(caller, 'p', parameters.length + 1);
  parameters.push(...filter.parameters);
  return queryOnce(
    `SELECT p.id, p.family_name AS "familyName" FROM patient p WHERE ${conditions.join(' AND ')} AND ${filter.sql} ORDER BY p.family_name, p.id LIMIT ${add(search.count + 1)}`,
    parameters,
  );
}

/** All conditions together as one range of days, as milliseconds of their UTC midnights. */
function bornBetween(conditions: PatientSearch['birthDate']): { from: number | undefined; before: number | undefined } {
  let from: number | undefined;
  let before: number | undefined;
  for (const { op, fromMs, toMs } of conditions) {
    if (op === 'eq' || op === 'ge' || op === 'gt') from = Math.max(from ?? -Infinity, op === 'gt' ? toMs : fromMs);
    if (op === 'eq' || op === 'le' || op === 'lt') before = Math.min(before ?? Infinity, op === 'lt' ? fromMs : toMs);
  }
  return { from, before };
}
