import { query } from '../../platform/database/database.js';
import { recordEvent } from '../alerts/index.js';

/** An alert that ended with a merge, with the state it was in and the event that says so. */
export interface ClosedAlert {
  readonly id: string;
  readonly state: string;
  readonly eventId: number;
}

/** One concern, one alert: where both records have an open one, the duplicate's ends. */
export async function closeDoubledAlerts(from: string, to: string, by: string): Promise<ClosedAlert[]> {
  const doubled = await query<{ id: string; state: string }>(
    `SELECT a.id, a.state FROM alert a WHERE a.patient_id = $1 AND a.state <> 'resolved'
       AND EXISTS (SELECT 1 FROM alert b WHERE b.patient_id = $2 AND b.state <> 'resolved' AND b.concern_key = a.concern_key)
     ORDER BY a.id FOR UPDATE OF a`,
    [from, to],
  );
  const closed: ClosedAlert[] = [];
  for (const { id, state } of doubled) {
    await query(
      `UPDATE alert SET state = 'resolved', state_since = now(), resolved_at = now(), outcome = 'data-problem', version = version + 1, updated_at = now() WHERE id = $1`,
      [id],
    );
    const note = 'Records were merged; the other record has the same alert.';
    const eventId = await recordEvent({ alertId: id, kind: 'resolved', personId: by, note });
    closed.push({ id, state, eventId: eventId! });
  }
  return closed;
}

/** Opens them again, unless the same concern has been raised anew for that record. */
export async function reopenAlerts(closed: readonly ClosedAlert[], by: string): Promise<void> {
  for (const { id, state, eventId } of closed) {
    const opened = await query(
      `UPDATE alert a SET state = $2, state_since = now(), resolved_at = NULL, outcome = NULL, version = version + 1, updated_at = now()
       WHERE id = $1 AND state = 'resolved' AND NOT EXISTS (SELECT 1 FROM alert b WHERE b.patient_id = a.patient_id
         AND b.concern_key = a.concern_key AND b.state <> 'resolved') RETURNING id`,
      [id, state],
    );
    const note = 'The records that were merged are two again.';
    if (opened.length > 0) await recordEvent({ alertId: id, kind: 'undone', personId: by, note, undoes: eventId });
  }
}
