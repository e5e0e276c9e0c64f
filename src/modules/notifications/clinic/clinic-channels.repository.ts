import { currentClinic, query } from '../../../platform/database/database.js';
import type { SetClinicChannels } from './clinic-channels.schema.js';

export interface ClinicChannels extends Omit<SetClinicChannels, 'version'> {
  readonly version: number;
  readonly hasSecret: boolean;
}

const NONE: ClinicChannels = {
  version: 0,
  webhookUrl: null,
  fallbackEmail: null,
  fallbackWebhookUrl: null,
  emergencyNumber: null,
  crisisLine: null,
  hasSecret: false,
};

export async function findChannels(): Promise<ClinicChannels> {
  const [row] = await query<ClinicChannels>(
    `SELECT version, webhook_url AS "webhookUrl", fallback_email AS "fallbackEmail", fallback_webhook_url AS "fallbackWebhookUrl",
       emergency_number AS "emergencyNumber", crisis_line AS "crisisLine", webhook_secret IS NOT NULL AS "hasSecret" FROM clinic_channel WHERE clinic_id = $1`,
    [currentClinic()],
  );
  return row ?? NONE;
}

/** False when somebody else has changed them since this version was read. */
export async function replaceChannels(c: SetClinicChannels): Promise<boolean> {
  const rows = await query(
    `INSERT INTO clinic_channel AS old (clinic_id, version, webhook_url, fallback_email, fallback_webhook_url, emergency_number, crisis_line)
     SELECT $1, 1, $3, $4, $5, $6, $7 WHERE $2 = 0 OR EXISTS (SELECT 1 FROM clinic_channel)
     ON CONFLICT (clinic_id) DO UPDATE SET version = old.version + 1, webhook_url = excluded.webhook_url, fallback_email = excluded.fallback_email,
       fallback_webhook_url = excluded.fallback_webhook_url, emergency_number = excluded.emergency_number, crisis_line = excluded.crisis_line WHERE old.version = $2
     RETURNING version`,
    [currentClinic(), c.version, c.webhookUrl, c.fallbackEmail, c.fallbackWebhookUrl, c.emergencyNumber, c.crisisLine],
  );
  return rows.length === 1;
}

export async function saveSecret(sealed: string): Promise<void> {
  await query(
    `INSERT INTO clinic_channel (clinic_id, version, webhook_secret) VALUES ($1, 1, $2)
     ON CONFLICT (clinic_id) DO UPDATE SET webhook_secret = excluded.webhook_secret`,
    [currentClinic(), sealed],
  );
}
