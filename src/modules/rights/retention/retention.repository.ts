import { currentClinic, query } from '../../../platform/database/database.js';

export interface Retention {
  /** A finished export can be fetched for this long. */
  readonly exportDays: number;
  /** Between the approval of an erasure and the erasure. */
  readonly erasureGraceDays: number;
  /** A referral that was declined is kept this long; 90 days by default: time for the referrer to ask why. */
  readonly declinedReferralDays: number;
}

export const DEFAULT_RETENTION: Retention = { exportDays: 7, erasureGraceDays: 14, declinedReferralDays: 90 };

/** What holds in the clinic that is open. */
export async function findRetention(): Promise<Retention> {
  const [row] = await query<Retention>(
    `SELECT export_days AS "exportDays", erasure_grace_days AS "erasureGraceDays", declined_referral_days AS "declinedReferralDays"
     FROM retention_setting WHERE clinic_id = $1 ORDER BY id DESC LIMIT 1`,
    [currentClinic()],
  );
  return row ?? DEFAULT_RETENTION;
}

export async function insertRetention(kept: Retention, by: string): Promise<void> {
  await query(
    `INSERT INTO retention_setting (clinic_id, export_days, erasure_grace_days, declined_referral_days, changed_by)
     VALUES ($1, $2, $3, $4, $5)`,
    [currentClinic(), kept.exportDays, kept.erasureGraceDays, kept.declinedReferralDays, by],
  );
}

/** Declined ones past their days, as the clinic has chosen them. @returns how many */
export async function removeDeclinedReferrals(): Promise<number> {
  const { declinedReferralDays } = await findRetention();
  const rows = await query(
    `DELETE FROM referral WHERE clinic_id = $1 AND state = 'declined' AND decided_at < now() - make_interval(days => $2) RETURNING 1`,
    [currentClinic(), declinedReferralDays],
  );
  return rows.length;
}

/** Newest first. */
export function findRetentionHistory(): Promise<(Retention & { readonly by: string; readonly at: Date })[]> {
  return query(
    `SELECT r.export_days AS "exportDays", r.erasure_grace_days AS "erasureGraceDays",
       r.declined_referral_days AS "declinedReferralDays", p.name AS by, r.changed_at AS at
     FROM retention_setting r JOIN person p ON p.id = r.changed_by WHERE r.clinic_id = $1 ORDER BY r.id DESC LIMIT 50`,
    [currentClinic()],
  );
}
