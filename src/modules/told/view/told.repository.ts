import { query } from '../../../platform/database/database.js';
import type { TOLD_REASONS } from './told.schema.js';

export interface TellingRow {
  readonly voice: 'patient' | 'caregiver';
  readonly personId: string | null;
  readonly name: string | null;
  readonly state: 'due' | 'told' | 'not-told';
  readonly reason: (typeof TOLD_REASONS)[number] | null;
  readonly sentence: { key: string; facts: Record<string, string | number | boolean | null> } | null;
  readonly releasedAt: Date | null;
  readonly dueAt: Date | null;
  readonly settledAt: Date | null;
  readonly notices: {
    channel: 'web-push' | 'e-mail' | 'webhook' | 'none';
    state: 'due' | 'sent' | 'withheld' | 'dead';
    reason: string | null;
  }[];
}

/** In the order in which they arose. Notices are written in the transaction that settles a telling, so at the same moment. */
export function findTellings(alertId: string): Promise<TellingRow[]> {
  return query<TellingRow>(
    `SELECT t.voice, w.person_id AS "personId", p.name, t.state, t.reason, t.sentence, t.released_at AS "releasedAt",
       CASE WHEN t.state = 'due' AND t.next_at < 'infinity' THEN t.next_at END AS "dueAt", t.settled_at AS "settledAt",
       coalesce((SELECT jsonb_agg(jsonb_build_object('channel', n.channel, 'state', n.state, 'reason', n.reason) ORDER BY n.channel, n.target)
         FROM notice n WHERE n.alert_id = t.alert_id AND n.person_id = w.person_id AND n.words = 'news' AND n.made_at = t.settled_at), '[]') AS notices
     FROM telling t JOIN alert a ON a.id = t.alert_id JOIN patient o ON o.id = a.patient_id
     CROSS JOIN LATERAL (SELECT CASE t.voice WHEN 'patient' THEN coalesce(t.person_id, o.person_id) ELSE t.person_id END AS person_id) w
     LEFT JOIN person p ON p.id = w.person_id WHERE t.alert_id = $1 ORDER BY t.made_at, t.voice DESC, t.id`,
    [alertId],
  );
}
