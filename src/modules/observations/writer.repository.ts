import { currentClinic, query } from '../../platform/database/database.js';
import type { ObservationRow } from './observation.js';
import { placeOf } from './observations.repository.js';

/**
 * Who stored an observation as it is, by name: a person, or a program. The act and the row are of one transaction, which is
 * how one is known from the other. Null where that is not certain.
 */
export async function findWriter({ id, patientId }: Pick<ObservationRow, 'id' | 'patientId'>): Promise<string | null> {
  const place = placeOf(id);
  if (!place) return null;
  const patient = place.parameters.length + 2;
  const found = await query<{ name: string | null }>(
    `SELECT DISTINCT coalesce(p.name, t.name, app.name) AS name
     FROM observation_row o JOIN audit_event e ON e.clinic_id = o.clinic_id AND e.xmin = o.xmin AND e.outcome = 'success'
       AND e.at BETWEEN o.received_at - interval '1 minute' AND o.received_at + interval '1 hour'
       AND (e.patient_id = $${patient} OR $${patient} = ANY(e.patient_ids))
     LEFT JOIN person p ON p.id::text = substring(e.actor FROM '^person/([0-9a-f-]{36})')
     LEFT JOIN api_token t ON t.clinic_id = o.clinic_id AND t.id::text = substring(e.actor FROM '^system/([0-9a-f-]{36})$')
     LEFT JOIN app ON app.clinic_id = o.clinic_id AND app.id::text = substring(e.actor FROM '^system/([0-9a-f-]{36})$')
     WHERE o.clinic_id = $1 AND ${place.sql}`,
    [currentClinic(), ...place.parameters, patientId],
  );
  return found.length === 1 ? found[0]!.name : null;
}
