import { currentClinic, query } from '../../../platform/database/database.js';
import type { AddPushDevice, SetNotices } from './account-notices.schema.js';

export async function saveSettings(personId: string, settings: SetNotices): Promise<void> {
  const { webPush, email, quietHours, interrupt, timeZone } = settings;
  await query(
    `INSERT INTO notice_setting (clinic_id, person_id, web_push, email, quiet_from, quiet_until, interrupt, time_zone) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (clinic_id, person_id) DO UPDATE SET web_push = excluded.web_push, email = excluded.email, quiet_from = excluded.quiet_from,
       quiet_until = excluded.quiet_until, interrupt = excluded.interrupt, time_zone = excluded.time_zone, changed_at = now()`,
    [
      currentClinic(),
      personId,
      webPush,
      email,
      quietHours?.from ?? null,
      quietHours?.until ?? null,
      interrupt,
      timeZone,
    ],
  );
}

export function findDevices(personId: string): Promise<{ id: string; device: string; createdAt: Date }[]> {
  return query(
    `SELECT id, device, created_at AS "createdAt" FROM push_subscription WHERE person_id = $1 ORDER BY created_at, id`,
    [personId],
  );
}

export async function findEmail(personId: string): Promise<string> {
  const [row] = await query<{ email: string }>('SELECT email FROM person WHERE id = $1', [personId]);
  return row?.email ?? '';
}

/** A browser that another person signs in with is that person's from now on. False: the id is another device's. */
export async function saveDevice(
  personId: string,
  { id, endpoint, p256dh, auth, device }: AddPushDevice,
): Promise<boolean> {
  const rows = await query(
    `INSERT INTO push_subscription AS d (clinic_id, id, person_id, endpoint, p256dh, auth, device) SELECT $1, $2, $3, $4, $5, $6, $7
     WHERE NOT EXISTS (SELECT 1 FROM push_subscription WHERE id = $2 AND endpoint <> $4)
     ON CONFLICT (clinic_id, endpoint) DO UPDATE SET person_id = excluded.person_id, p256dh = excluded.p256dh, auth = excluded.auth,
       device = excluded.device, created_at = CASE WHEN d.person_id = excluded.person_id THEN d.created_at ELSE now() END
     RETURNING id`,
    [currentClinic(), id, personId, endpoint, p256dh, auth, device],
  );
  return rows.length === 1;
}

export async function countDevices(personId: string): Promise<number> {
  const [row] = await query<{ n: number }>('SELECT count(*)::int AS n FROM push_subscription WHERE person_id = $1', [
    personId,
  ]);
  return row!.n;
}

export async function removeDevice(personId: string, id: string): Promise<boolean> {
  const rows = await query('DELETE FROM push_subscription WHERE person_id = $1 AND id = $2 RETURNING id', [
    personId,
    id,
  ]);
  return rows.length === 1;
}

/** Tests of the last minute. */
export async function countTests(personId: string): Promise<number> {
  const [row] = await query<{ n: number }>(
    `SELECT count(DISTINCT made_at)::int AS n FROM notice WHERE person_id = $1 AND urgency = 'test' AND made_at > now() - interval '1 minute'`,
    [personId],
  );
  return row!.n;
}

export async function findTestChannels(personId: string): Promise<('web-push' | 'e-mail')[]> {
  const rows = await query<{ channel: 'web-push' | 'e-mail' }>(
    `SELECT DISTINCT channel FROM notice WHERE person_id = $1 AND urgency = 'test' AND state = 'due' ORDER BY channel`,
    [personId],
  );
  return rows.map(({ channel }) => channel);
}
