import type { Caller } from '../../../platform/auth/caller.js';
import { patientRecordFilter } from '../../../platform/auth/compartment.js';
import { query } from '../../../platform/database/database.js';
import type { ConcernDomain } from '../concerns/concern.js';
import type { Kind } from '../concerns/kinds.js';
import type { Sentence } from '../worklist/sentence.js';
import type { Reason } from './suppression.schema.js';

export interface SuppressionRow {
  readonly id: number;
  readonly patientId: string | null;
  readonly patientName: string | null;
  readonly kind: Kind;
  readonly domain: ConcernDomain;
  readonly severity: number;
  readonly sentence: Sentence;
  readonly reason: Reason;
  readonly alertId: string | null;
  readonly byAlertId: string | null;
  readonly byKind: Kind | null;
  readonly bySentence: Sentence | null;
  readonly personId: string | null;
  readonly personName: string | null;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly times: number;
  readonly endedAt: Date | null;
}

const MOST_ROWS = 500;
const SELECT = `SELECT s.id::int, s.patient_id AS "patientId", p.given_name || ' ' || p.family_name AS "patientName", s.kind, s.domain, s.severity, s.sentence,
  s.reason, s.alert_id AS "alertId", s.by_alert_id AS "byAlertId", b.kind AS "byKind", b.sentence AS "bySentence", s.person_id AS "personId", o.name AS "personName",
  s.first_at AS "firstAt", s.last_at AS "lastAt", s.times, s.ended_at AS "endedAt"
  FROM alert_suppression s LEFT JOIN patient p ON p.id = s.patient_id LEFT JOIN alert b ON b.id = s.by_alert_id LEFT JOIN person o ON o.id = s.person_id`;

/** Within reach, the newest first. */
export function findSuppressions(
  caller: Caller,
  search: { readonly patientId?: string | undefined; readonly currentOnly: boolean },
): Promise<SuppressionRow[]> {
  const filter = patientRecordFilter(caller, 'p', 3);
  return query<SuppressionRow>(
    `${SELECT} WHERE ($1::uuid IS NULL OR s.patient_id = $1) AND (NOT $2 OR s.ended_at IS NULL) AND ${filter.sql}
     ORDER BY s.last_at DESC, s.id DESC LIMIT ${MOST_ROWS}`,
    [search.patientId ?? null, search.currentOnly, ...filter.parameters],
  );
}

/** What of an alert is held back, and what it hides. */
export function findSuppressionsOf(alertId: string): Promise<SuppressionRow[]> {
  return query<SuppressionRow>(
    `${SELECT} WHERE s.id IN (SELECT id FROM alert_suppression WHERE alert_id = $1 UNION SELECT id FROM alert_suppression WHERE by_alert_id = $1) ORDER BY s.id`,
    [alertId],
  );
}
