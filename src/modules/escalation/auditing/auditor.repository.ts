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
  /** Open alerts of which all calls to staff have been made, and none reached anybody. */
  readonly unheard: number;
  /** News that patients and their followers should have had by now; of each of them one. */
  readonly lateTellings: number;
  /** There is an alert about it already. */
  readonly isTold: boolean;
  readonly today: string;
  readonly now: Date;
}

/**
 * Nobody has taken it, no call to staff of its last chain is still to be made (what interrupts: all are brought forward at
 * once), and none of those made reached anybody. What the fallback or the patient was told is no answer.
 */
const UNHEARD = `a.state IN ('open','handed-off') AND EXISTS (
  SELECT 1 FROM escalation_step s WHERE s.alert_id = a.id AND s.target NOT IN ('fallback','patient')
    AND s.chain = (SELECT max(l.chain) FROM escalation_step l WHERE l.alert_id = a.id)
  HAVING bool_or(s.state IN ('nobody','dead')) AND NOT bool_or(s.state IN ('due','called','stopped')))`;

/** So long after its time, or after it first failed, news counts as late. */
const LATE = `interval '10 minutes'`;

/** What went wrong with the telling within a day, and whom nobody has heard of as long as that is so. */
export async function findFaultsOfTheDay(): Promise<Faults> {
  const [row] = await query<Faults>(
    `SELECT (SELECT coalesce(sum(repaired), 0)::int FROM escalation_audit WHERE at > now() - interval '1 day') AS repaired,
       (SELECT count(*)::int FROM escalation_step WHERE state = 'dead' AND settled_at > now() - interval '1 day') AS "deadSteps",
       (SELECT count(*)::int FROM notice WHERE state = 'dead' AND settled_at > now() - interval '1 day') AS "deadNotices",
       (SELECT count(*)::int FROM alert a WHERE ${UNHEARD}) AS unheard,
       (SELECT count(*)::int FROM telling WHERE state = 'due' AND (next_at < now() - ${LATE} OR failing_since < now() - ${LATE})) AS "lateTellings",
       EXISTS (SELECT 1 FROM alert WHERE patient_id IS NULL AND producer = 'chain' AND NOT cleared AND state <> 'resolved') AS "isTold",
       now() AS now, (now() AT TIME ZONE 'UTC')::date::text AS today`,
  );
  return row!;
}
