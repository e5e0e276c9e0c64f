import { currentClinic, query } from '../../../platform/database/database.js';
import type { Finding } from './find-faults.js';

/** Takes the clinic's turn, if nobody has within `seconds`. @returns since when the clinic's alerts have chains */
export async function takeTurn(seconds: number): Promise<Date | undefined> {
  const [row] = await query<{ beganAt: Date }>(
    `INSERT INTO escalation_turn AS t (clinic_id, at) VALUES ($1, now())
     ON CONFLICT (clinic_id) DO UPDATE SET at = excluded.at WHERE t.at <= now() - make_interval(secs => $2)
     RETURNING began_at AS "beganAt"`,
    [currentClinic(), seconds],
  );
  return row?.beganAt;
}

export async function saveAudit(lookedAt: number, repaired: number, findings: readonly Finding[]): Promise<void> {
  await query('INSERT INTO escalation_audit (clinic_id, looked_at, repaired, findings) VALUES ($1, $2, $3, $4)', [
    currentClinic(),
    lookedAt,
    repaired,
    JSON.stringify(findings),
  ]);
}

export interface Faults {
  readonly repaired: number;
  readonly deadSteps: number;
  readonly deadNotices: number;
  /** There is an alert about it already. */
  readonly isTold: boolean;
  readonly today: string;
  readonly now: Date;
}

/** What went wrong with the telling within a day. */
export async function findFaultsOfTheDay(): Promise<Faults> {
  const [row] = await query<Faults>(
    `SELECT (SELECT coalesce(sum(repaired), 0)::int FROM escalation_audit WHERE at > now() - interval '1 day') AS repaired,
       (SELECT count(*)::int FROM escalation_step WHERE state = 'dead' AND settled_at > now() - interval '1 day') AS "deadSteps",
       (SELECT count(*)::int FROM notice WHERE state = 'dead' AND settled_at > now() - interval '1 day') AS "deadNotices",
       EXISTS (SELECT 1 FROM alert WHERE patient_id IS NULL AND producer = 'chain' AND NOT cleared AND state <> 'resolved') AS "isTold",
       now() AS now, (now() AT TIME ZONE 'UTC')::date::text AS today`,
  );
  return row!;
}
