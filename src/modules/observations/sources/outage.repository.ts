import { currentClinic, query } from '../../../platform/database/database.js';
import type { Outage, SourceContact } from './outage.js';
import { vendorOf } from './vendor-of.js';

interface Row {
  readonly patientId: string;
  readonly sourceId: number;
  readonly system: string;
  readonly device: string;
  readonly program: string | null;
  readonly lastContactMs: number;
}
/** As evidence takes it. */
const MOST_LETTERS = 120;

/** One node looks at a clinic's sources at a time; whoever comes second has nothing to do. */
export async function lockSources(): Promise<boolean> {
  const [row] = await query<{ got: boolean }>('SELECT pg_try_advisory_xact_lock(731041, hashtext($1)) AS got', [
    currentClinic(),
  ]);
  return row?.got === true;
}

/**
 * The sources that were heard of in the last four weeks, with what each has in common with others: whoever was not heard
 * of for longer is not connected any more. One pass over the clinic's contacts: `docs/sql/reading.md`.
 */
export async function findSourceContacts(): Promise<SourceContact[]> {
  const rows = await query<Row>(
    `SELECT c.patient_id AS "patientId", c.source_id AS "sourceId", s.system, s.device, coalesce(t.name, p.name) AS program,
       (extract(epoch FROM c.last_contact_at) * 1000)::float8 AS "lastContactMs"
     FROM source_contact c JOIN source s ON s.clinic_id = c.clinic_id AND s.patient_id = c.patient_id AND s.id = c.source_id
     LEFT JOIN api_token t ON t.clinic_id = c.clinic_id AND 'system/' || t.id = c.via
     LEFT JOIN app p ON p.clinic_id = c.clinic_id AND 'system/' || p.id = c.via
     WHERE c.clinic_id = $1 AND c.last_contact_at > now() - interval '28 days' AND s.kind <> 'form'`,
    [currentClinic()],
  );
  return rows.map(({ patientId, sourceId, lastContactMs, program, ...source }) => ({
    patientId,
    sourceId,
    lastContactMs,
    vendor: vendorOf(source),
    program: shorten(program),
    source: shorten(source.system === 'device' ? source.device : source.system),
  }));
}

const shorten = (name: string | null) => name?.slice(0, MOST_LETTERS).trim() || null;

/** Notes whose silence it is, for as long as it lasts and for good: `source_silence`. */
export async function saveOutage({ name, sourceIds }: Outage): Promise<void> {
  await query(
    `INSERT INTO source_silence (clinic_id, patient_id, source_id, from_at, cause)
     SELECT c.clinic_id, c.patient_id, c.source_id, c.last_contact_at, $3 FROM source_contact c
     WHERE c.clinic_id = $1 AND c.source_id = ANY($2::int[]) AND c.last_contact_at < now() - interval '48 hours' ORDER BY 2, 3
     ON CONFLICT (clinic_id, patient_id, source_id, from_at) DO UPDATE SET cause = excluded.cause`,
    [currentClinic(), sourceIds, name],
  );
}
