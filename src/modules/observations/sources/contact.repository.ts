import { int4Array, textArray, timestampArray } from '../../../platform/database/binary-arrays.js';
import { currentClinic, query } from '../../../platform/database/database.js';
import type { Part, Statement } from '../../../platform/database/statement.js';
import { HEARD_SOURCES, WENT_WITH_FILE } from '../../patients/index.js';
import type { SourceKind } from '../observation.js';
import { vendorOf } from './vendor-of.js';

/** A source that was heard of. */
export interface Contact {
  /** One of its series. */
  readonly seriesId: number;
  /** End of its newest reading; -Infinity when none has a time to believe. */
  readonly newestMs: number;
  /** The program that told of it, as `system/<id>`; null: no program. */
  readonly via: string | null;
}

/** Whoever was not heard of for two days was silent (as `syncStateOf`); what of that time never comes is lost, not unworn. */
const SAVE: Statement = {
  name: 'source-contact',
  text: `WITH heard AS (
      SELECT s.patient_id, s.source_id, c.newest, c.via FROM unnest($2::int[], $3::timestamptz[], $4::text[]) AS c(series_id, newest, via)
      JOIN series s ON s.clinic_id = $1 AND s.id = c.series_id),
    ended AS (
      INSERT INTO source_silence AS old (clinic_id, patient_id, source_id, from_at, to_at)
      SELECT $1, b.patient_id, b.source_id, b.last_contact_at, now() FROM heard h
      JOIN source_contact b ON b.clinic_id = $1 AND b.patient_id = h.patient_id AND b.source_id = h.source_id
      WHERE b.last_contact_at < now() - interval '48 hours' ORDER BY b.patient_id, b.source_id
      ON CONFLICT (clinic_id, patient_id, source_id, from_at) DO UPDATE SET to_at = coalesce(old.to_at, excluded.to_at))
    INSERT INTO source_contact (clinic_id, patient_id, source_id, newest_at, via)
    SELECT $1, patient_id, source_id, CASE WHEN newest IS NOT NULL THEN least(newest, now()) END, via FROM heard ORDER BY patient_id, source_id
    ON CONFLICT (clinic_id, patient_id, source_id) DO UPDATE SET last_contact_at = greatest(source_contact.last_contact_at, now()),
      newest_at = greatest(source_contact.newest_at, excluded.newest_at), via = coalesce(excluded.via, source_contact.via)`,
};

export function savingContacts(clinicId: string, contacts: readonly Contact[]): Part {
  const newest = contacts.map(({ newestMs }) => (Number.isFinite(newestMs) ? newestMs : null));
  const ids = int4Array(contacts.map((c) => c.seriesId));
  return {
    statement: SAVE,
    values: [clinicId, ids, timestampArray(newest), textArray(contacts.map(({ via }) => via))],
  };
}

export interface SourceRow {
  readonly sourceId: number;
  readonly system: string;
  readonly device: string;
  readonly kind: SourceKind;
  readonly lastContactMs: number;
  readonly newestMs: number | null;
  /** Nothing stands of what it said: it went with the file that told of it, and is back in its place when it comes again. */
  readonly isGone: boolean;
}

/** The devices of a patient; one that has not been noted since this was kept was last heard of when it was first seen. */
export function findSources(patientId: string): Promise<SourceRow[]> {
  return query<SourceRow>(
    `SELECT s.id AS "sourceId", s.system, s.device, s.kind,
       (extract(epoch FROM coalesce(c.last_contact_at, s.first_seen_at)) * 1000)::float8 AS "lastContactMs",
       (extract(epoch FROM c.newest_at) * 1000)::float8 AS "newestMs", ${WENT_WITH_FILE} AS "isGone"
     FROM ${HEARD_SOURCES}
     WHERE s.clinic_id = $1 AND s.patient_id = $2 AND s.kind <> 'form' AND s.system <> 'fhir-other'
     ORDER BY 5 DESC, s.id`,
    [currentClinic(), patientId],
  );
}

/**
 * When any device of this patient was last heard of, whatever it said, and by whose service; live: by a program that
 * has brought no files in.
 */
export async function findLastContact(
  patientId: string,
): Promise<{ ms: number; isLive: boolean; vendor: string | null } | undefined> {
  const [row] = await query<{ ms: number; isLive: boolean; system: string; device: string }>(
    `SELECT (extract(epoch FROM c.last_contact_at) * 1000)::float8 AS ms, s.system, s.device,
       c.via IS NOT NULL AND NOT EXISTS (SELECT FROM upload u
         WHERE u.clinic_id = $1 AND u.patient_id = $2 AND u.created_by = c.via) AS "isLive"
     FROM source_contact c
     JOIN source s ON s.clinic_id = c.clinic_id AND s.id = c.source_id
     WHERE c.clinic_id = $1 AND c.patient_id = $2 AND s.kind <> 'form' ORDER BY c.last_contact_at DESC LIMIT 1`,
    [currentClinic(), patientId],
  );
  return row && { ms: row.ms, isLive: row.isLive, vendor: vendorOf(row) };
}
