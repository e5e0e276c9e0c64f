import { currentClinic, query } from '../../../platform/database/database.js';
import type { ClinicSettings } from './clinic-settings.schema.js';

type Kept = Omit<ClinicSettings, 'name' | 'timeZone'>;
const NOTHING_SAID: Kept = {
  phone: null,
  language: 'en',
  afterHours: null,
  secondFactor: 'optional',
  sites: [],
  holidays: [],
};

/** The settings as they are; version 0 before anybody has changed them. */
export async function findSettings(): Promise<{ version: number; settings: ClinicSettings }> {
  const [row] = await query<{ name: string; timeZone: string; version: number | null; kept: Kept | null }>(
    `SELECT c.name, c.time_zone AS "timeZone", s.version, s.settings AS kept
     FROM clinic c LEFT JOIN clinic_setting s USING (clinic_id) WHERE c.clinic_id = $1`,
    [currentClinic()],
  );
  const { name, timeZone, version, kept } = row!;
  return { version: version ?? 0, settings: { name, timeZone, ...(kept ?? NOTHING_SAID) } };
}

/** False when somebody has changed them since this version was read. */
export async function replaceSettings(version: number, settings: ClinicSettings): Promise<boolean> {
  const { name, timeZone, ...kept } = settings;
  const rows = await query(
    `INSERT INTO clinic_setting AS old (clinic_id, version, settings) SELECT $1, 1, $3 WHERE $2 = 0 OR EXISTS (SELECT 1 FROM clinic_setting)
     ON CONFLICT (clinic_id) DO UPDATE SET version = old.version + 1, settings = excluded.settings WHERE old.version = $2
     RETURNING version`,
    [currentClinic(), version, JSON.stringify(kept)],
  );
  if (rows.length === 0) return false;
  await query('UPDATE clinic SET name = $2, time_zone = $3 WHERE clinic_id = $1', [currentClinic(), name, timeZone]);
  return true;
}
