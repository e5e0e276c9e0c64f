import { currentClinic, query } from '../../../platform/database/database.js';

export interface Retention {
  /** A finished export can be fetched for this long. */
  readonly exportDays: number;
  /** Between the approval of an erasure and the erasure. */
  readonly erasureGraceDays: number;
}

export const DEFAULT_RETENTION: Retention = { exportDays: 7, erasureGraceDays: 14 };

/** What holds in the clinic that is open. */
export async function findRetention(): Promise<Retention> {
  const [row] = await query<Retention>(
    `SELECT export_days AS "exportDays", erasure_grace_days AS "erasureGraceDays" FROM retention_setting
     WHERE clinic_id = $1 ORDER BY id DESC LIMIT 1`,
    [currentClinic()],
  );
  return row ?? DEFAULT_RETENTION;
}

export async function insertRetention({ exportDays, erasureGraceDays }: Retention, by: string): Promise<void> {
  await query(
    'INSERT INTO retention_setting (clinic_id, export_days, erasure_grace_days, changed_by) VALUES ($1, $2, $3, $4)',
    [currentClinic(), exportDays, erasureGraceDays, by],
  );
}

/** Newest first. */
export function findRetentionHistory(): Promise<(Retention & { readonly by: string; readonly at: Date })[]> {
  return query(
    `SELECT r.export_days AS "exportDays", r.erasure_grace_days AS "erasureGraceDays", p.name AS by, r.changed_at AS at
     FROM retention_setting r JOIN person p ON p.id = r.changed_by WHERE r.clinic_id = $1 ORDER BY r.id DESC LIMIT 50`,
    [currentClinic()],
  );
}
