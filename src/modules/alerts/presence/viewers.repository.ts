import { currentClinic, query } from '../../../platform/database/database.js';

export const VIEWER_CHANNEL = 'stepwell_viewer';
/** A page says every 15 s that it still looks: one that was silent for longer than two such turns is gone. */
export const VIEW_EXPIRES_SECONDS = 40;

export interface Viewer {
  readonly alertId: string;
  readonly personId: string;
  readonly name: string;
}

/** Notes that this page looks at this alert, and rings the nodes when that is news. */
export async function noteView(pageId: string, personId: string, alertId: string): Promise<void> {
  await query(`DELETE FROM alert_viewer WHERE beat_at < now() - make_interval(secs => $1)`, [VIEW_EXPIRES_SECONDS]);
  const [row] = await query<{ news: boolean }>(
    `WITH was AS (SELECT alert_id FROM alert_viewer WHERE page_id = $2)
     INSERT INTO alert_viewer (clinic_id, page_id, person_id, alert_id) VALUES ($1, $2, $3, $4)
     ON CONFLICT (clinic_id, page_id) DO UPDATE SET alert_id = excluded.alert_id, person_id = excluded.person_id, beat_at = now()
     RETURNING (SELECT alert_id FROM was) IS DISTINCT FROM alert_id AS news`,
    [currentClinic(), pageId, personId, alertId],
  );
  if (row?.news) await ring();
}

export async function dropView(pageId: string): Promise<void> {
  const rows = await query('DELETE FROM alert_viewer WHERE page_id = $1 RETURNING page_id', [pageId]);
  if (rows.length > 0) await ring();
}

const ring = () => query('SELECT pg_notify($1, $2)', [VIEWER_CHANNEL, currentClinic()]);

/** Who looks at these alerts, each person once per alert, by name. */
export const findViewers = (alertIds: readonly string[]): Promise<Viewer[]> =>
  query<Viewer>(
    `SELECT DISTINCT v.alert_id AS "alertId", v.person_id AS "personId", p.name FROM alert_viewer v JOIN person p ON p.id = v.person_id
     WHERE v.alert_id = ANY($1::uuid[]) AND v.beat_at > now() - make_interval(secs => $2) ORDER BY p.name, v.person_id`,
    [alertIds, VIEW_EXPIRES_SECONDS],
  );
