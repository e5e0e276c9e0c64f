import { query } from '../../../platform/database/database.js';
import { Concern } from '../concerns/concern.js';
import type { Outcome } from '../lifecycle/judge-outcome.js';

/** An alert as it really was, and what it told. */
export interface PastItem {
  readonly concernKey: string;
  readonly raisedAt: Date;
  readonly resolvedAt: Date | null;
  /** Null while nobody has said; `cleared` when it went away by itself. */
  readonly outcome: Outcome | null;
  readonly cleared: boolean;
  readonly absentSince: Date | null;
  /** Grew worse at these moments. */
  readonly worsenedAt: readonly Date[];
  readonly concern: Concern;
}

interface Row extends Omit<PastItem, 'concern'> {
  readonly stored: object;
}

const CONCERN = `jsonb_build_object('patientId', a.patient_id, 'producer', a.producer, 'kind', a.kind, 'domain', a.domain, 'key', a.key,
  'severity', a.severity, 'confidence', a.confidence, 'since', a.since::text, 'live', true, 'sentence', a.sentence,
  'patientSentence', a.patient_sentence, 'evidence', a.evidence)`;

/** Alerts of a patient, or of the clinic (null), that were there after `since`, oldest first. Those of older shapes are left out. */
export async function findPastItems(patientId: string | null, since: Date): Promise<PastItem[]> {
  const rows = await query<Row>(
    `SELECT a.concern_key AS "concernKey", a.raised_at AS "raisedAt", a.resolved_at AS "resolvedAt", a.outcome, a.cleared,
       a.absent_since AS "absentSince", ${CONCERN} AS stored,
       ARRAY(SELECT e.at FROM alert_event e WHERE e.clinic_id = a.clinic_id AND e.alert_id = a.id AND e.kind = 'worsened' ORDER BY e.id) AS "worsenedAt"
     FROM alert a WHERE a.patient_id IS NOT DISTINCT FROM $1::uuid AND (a.resolved_at IS NULL OR a.resolved_at > $2 OR NOT a.cleared)
     ORDER BY a.raised_at, a.id`,
    [patientId, since],
  );
  return rows.flatMap(({ stored, ...row }) => {
    const { success, data } = Concern.safeParse(stored);
    return success ? [{ ...row, concern: data }] : [];
  });
}

/** What was found and not told, from when to when. */
export interface PastHold {
  readonly concern: Concern;
  readonly firstAt: Date;
  readonly endedAt: Date | null;
}

export async function findPastHolds(patientId: string | null, since: Date): Promise<PastHold[]> {
  const rows = await query<Omit<PastHold, 'concern'> & { stored: unknown }>(
    `SELECT concern AS stored, first_at AS "firstAt", ended_at AS "endedAt" FROM alert_suppression
     WHERE patient_id IS NOT DISTINCT FROM $1::uuid AND person_id IS NULL AND concern IS NOT NULL AND reason <> 'already-handled'
       AND (ended_at IS NULL OR ended_at > $2) ORDER BY id`,
    [patientId, since],
  );
  return rows.flatMap(({ stored, ...row }) => {
    const { success, data } = Concern.safeParse(stored);
    return success ? [{ ...row, concern: data }] : [];
  });
}

/** How long the team has usually taken to deal with an alert since then; null when it never has. */
export async function findUsualHours(since: Date): Promise<number | null> {
  const [row] = await query<{ hours: number | null }>(
    `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM resolved_at - raised_at) / 3600)::float8 AS hours
     FROM alert WHERE resolved_at > $1 AND outcome <> 'cleared'`,
    [since],
  );
  return row?.hours ?? null;
}
