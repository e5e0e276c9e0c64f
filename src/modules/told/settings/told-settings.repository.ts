import { currentClinic, query } from '../../../platform/database/database.js';
import type { ToldSettings } from '../decide/decide-telling.js';

export async function findToldSettings(personId: string): Promise<ToldSettings | undefined> {
  const [row] = await query<ToldSettings>(
    'SELECT good, changes, devices, visits FROM told_setting WHERE person_id = $1',
    [personId],
  );
  return row;
}

export async function saveToldSettings(personId: string, { good, changes, devices, visits }: ToldSettings) {
  await query(
    `INSERT INTO told_setting (clinic_id, person_id, good, changes, devices, visits) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (clinic_id, person_id) DO UPDATE SET good = excluded.good, changes = excluded.changes, devices = excluded.devices,
       visits = excluded.visits, changed_at = now()`,
    [currentClinic(), personId, good, changes, devices, visits],
  );
}
