import { currentClinic, query } from '../../../platform/database/database.js';
import type { VendorContact } from './outage.js';
import { vendorOf } from './vendor-of.js';

interface Row {
  readonly patientId: string;
  readonly system: string;
  readonly device: string;
  readonly lastContactMs: number;
}

/** One node looks at a clinic's vendors at a time; whoever comes second has nothing to do. */
export async function lockVendors(): Promise<boolean> {
  const [row] = await query<{ got: boolean }>('SELECT pg_try_advisory_xact_lock(731041, hashtext($1)) AS got', [
    currentClinic(),
  ]);
  return row?.got === true;
}

/**
 * Patients by vendor, with the newest contact of each, of the last four weeks: whoever was not heard of for longer is not
 * connected any more. One pass over the clinic's contacts: `docs/sql/reading.md`.
 */
export async function findVendorContacts(): Promise<VendorContact[]> {
  const rows = await query<Row>(
    `SELECT c.patient_id AS "patientId", s.system, s.device, (extract(epoch FROM c.last_contact_at) * 1000)::float8 AS "lastContactMs"
     FROM source_contact c JOIN source s ON s.clinic_id = c.clinic_id AND s.patient_id = c.patient_id AND s.id = c.source_id
     WHERE c.clinic_id = $1 AND c.last_contact_at > now() - interval '28 days' AND s.kind <> 'form'`,
    [currentClinic()],
  );
  const newest = new Map<string, VendorContact>();
  for (const { patientId, lastContactMs, ...source } of rows) {
    const vendor = vendorOf(source);
    const key = `${vendor} ${patientId}`;
    if (vendor !== null && (newest.get(key)?.lastContactMs ?? 0) < lastContactMs)
      newest.set(key, { vendor, lastContactMs });
  }
  return [...newest.values()];
}
