import { randomUUID } from 'node:crypto';
import { type Concern, metricsOf } from './concern.js';
import type { Caller } from '../../platform/auth/caller.js';
import { patientFilter } from '../../platform/auth/compartment.js';
import { currentClinic, query } from '../../platform/database/database.js';
import { type AlertFacts, dueAt, type Outcome } from './alert-lifecycle.js';
import { canonicalText } from './canonical-text.js';

/** The patient's open alerts, and of each concern the last that was resolved; locked until the transaction ends. */
export async function lockAlerts(patientId: string): Promise<AlertFacts[]> {
  const rows = await query<{
    id: string;
    kind: Concern['kind'];
    domain: string;
    state: AlertFacts['state'];
    severity: number;
    evidence: Concern['evidence'];
    cleared: boolean;
  }>(
    `SELECT id, kind, domain, state, severity, evidence, cleared FROM alert a
     WHERE patient_id = $1 AND (state <> 'resolved' OR NOT EXISTS (
       SELECT 1 FROM alert later WHERE later.patient_id = a.patient_id AND later.kind = a.kind AND later.domain = a.domain AND later.raised_at > a.raised_at))
     ORDER BY id FOR UPDATE`,
    [patientId],
  );
  return rows.map(({ evidence, ...row }) => ({
    ...row,
    evidenceText: canonicalText(evidence),
    metrics: metricsOf(evidence),
  }));
}

export async function insertAlert(patientId: string, concern: Concern, now: Date): Promise<string> {
  const id = randomUUID();
  await query(
    `INSERT INTO alert (clinic_id, id, patient_id, kind, domain, severity, state, since, confidence, sentence, patient_sentence, evidence, due_at)
     VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, $8, $9, $10, $11, $12)`,
    [
      currentClinic(),
      id,
      patientId,
      concern.kind,
      concern.domain,
      concern.severity,
      concern.since,
      concern.confidence,
      JSON.stringify(concern.sentence),
      JSON.stringify(concern.patientSentence),
      JSON.stringify(concern.evidence),
      dueAt(concern.kind, concern.severity, now),
    ],
  );
  return id;
}

/** `isNews`: somebody who has it on screen should look again before acting; another day of the same is no conflict. */
export async function updateConcern(
  alertId: string,
  concern: Concern,
  due: Date | null,
  isNews: boolean,
): Promise<void> {
  await query(
    `UPDATE alert SET severity = $2, since = $3, confidence = $4, sentence = $5, patient_sentence = $6, evidence = $7, due_at = least(due_at, $8),
       version = version + CASE WHEN $9 THEN 1 ELSE 0 END, updated_at = now() WHERE id = $1`,
    [
      alertId,
      concern.severity,
      concern.since,
      concern.confidence,
      JSON.stringify(concern.sentence),
      JSON.stringify(concern.patientSentence),
      JSON.stringify(concern.evidence),
      due,
      isNews,
    ],
  );
}

/** A worse concern is open again, whoever had acknowledged it. */
export async function reopen(alertId: string): Promise<void> {
  await query(`UPDATE alert SET state = 'open' WHERE id = $1`, [alertId]);
}

export async function acknowledgeAlert(alertId: string, personId: string | null): Promise<void> {
  await query(
    `UPDATE alert SET state = 'acknowledged', owner_id = $2, version = version + 1, updated_at = now() WHERE id = $1`,
    [alertId, personId],
  );
}

export async function resolveAlert(alertId: string, outcome: Outcome): Promise<void> {
  await query(
    `UPDATE alert SET state = 'resolved', outcome = $2, cleared = $3, resolved_at = now(), version = version + 1, updated_at = now() WHERE id = $1`,
    [alertId, outcome, outcome === 'cleared'],
  );
}

export async function markCleared(alertId: string): Promise<void> {
  await query('UPDATE alert SET cleared = true WHERE id = $1', [alertId]);
}

export async function addEvent(event: {
  alertId: string;
  kind: string;
  personId?: string | null;
  note?: string | null;
  sentence?: unknown;
}): Promise<void> {
  await query(
    'INSERT INTO alert_event (clinic_id, alert_id, kind, person_id, note, sentence) VALUES ($1, $2, $3, $4, $5, $6)',
    [
      currentClinic(),
      event.alertId,
      event.kind,
      event.personId ?? null,
      event.note ?? null,
      event.sentence ? JSON.stringify(event.sentence) : null,
    ],
  );
}

/** An alert about a deterioration that was raised at some time, whatever became of it. Days are civil days. */
export interface PastAlert {
  readonly domain: string;
  readonly since: string;
  readonly raisedOn: string;
  /** Null while somebody has still to look at it. */
  readonly resolvedOn: string | null;
  readonly outcome: Outcome | null;
  /** Of the detector that wrote the evidence, on the day it was raised; null for what no fused score decides (questionnaires). */
  readonly scoreAtRaising: number | null;
  readonly detectorVersion: string | null;
}

/** The patient's alerts about deterioration, oldest first. */
export function findPastDeteriorations(patientId: string): Promise<PastAlert[]> {
  return query<PastAlert>(
    `SELECT a.domain, a.since::text, (a.raised_at AT TIME ZONE c.time_zone)::date::text AS "raisedOn",
       (a.resolved_at AT TIME ZONE c.time_zone)::date::text AS "resolvedOn", a.outcome,
       (a.evidence ->> 'scoreAtRaising')::float8 AS "scoreAtRaising", a.evidence ->> 'detectorVersion' AS "detectorVersion"
     FROM alert a JOIN clinic c ON c.clinic_id = a.clinic_id
     WHERE a.patient_id = $1 AND a.kind = 'deterioration' ORDER BY a.raised_at`,
    [patientId],
  );
}

export interface AlertRow {
  readonly id: string;
  readonly version: number;
  readonly patientId: string;
  readonly patientName: string;
  readonly birthDate: string | null;
  readonly kind: Concern['kind'];
  readonly domain: string;
  readonly severity: number;
  readonly state: AlertFacts['state'];
  readonly confidence: number | null;
  readonly sentence: unknown;
  readonly patientSentence: unknown;
  readonly evidence: Concern['evidence'];
  readonly ownerId: string | null;
  readonly ownerName: string | null;
  readonly dueAt: Date | null;
  readonly raisedAt: Date;
  readonly updatedAt: Date;
  readonly outcome: string | null;
  readonly spark: { day: string; value: number | null }[] | null;
}

const SELECT = `SELECT a.id, a.version, a.patient_id AS "patientId", p.given_name || ' ' || p.family_name AS "patientName", p.birth_date::text AS "birthDate",
  a.kind, a.domain, a.severity, a.state, a.confidence, a.sentence, a.patient_sentence AS "patientSentence", a.evidence,
  a.owner_id AS "ownerId", o.name AS "ownerName", a.due_at AS "dueAt", a.raised_at AS "raisedAt", a.updated_at AS "updatedAt", a.outcome,
  (SELECT jsonb_agg(jsonb_build_object('day', d.day, 'value', CASE WHEN d.state = 'ok' THEN d.value END) ORDER BY d.day) FROM daily_value d
   WHERE d.patient_id = a.patient_id AND d.metric = a.evidence ->> 'metric' AND d.day > current_date - 56) AS spark
  FROM alert a JOIN patient p ON p.id = a.patient_id LEFT JOIN person o ON o.id = a.owner_id`;

const MOST_ROWS = 500;

/** Alerts within reach; the most pressing first. */
export function findAlerts(
  caller: Caller,
  search: { states: readonly string[]; ownerId?: string | null; patientId?: string; teamOf?: string },
): Promise<AlertRow[]> {
  const filter = patientFilter(caller, 'a.patient_id', 5);
  return query<AlertRow>(
    `${SELECT} WHERE a.state = ANY($1) AND ($2::uuid IS NULL OR a.patient_id = $2) AND ($3::uuid IS NULL OR a.owner_id = $3)
       AND ($4::uuid IS NULL OR EXISTS (SELECT 1 FROM care_team_now t WHERE t.patient_id = a.patient_id AND t.person_id = $4))
       AND ${filter.sql}
     ORDER BY (a.state = 'resolved'), a.due_at NULLS LAST, a.severity DESC, a.raised_at LIMIT ${MOST_ROWS}`,
    [search.states, search.patientId ?? null, search.ownerId ?? null, search.teamOf ?? null, ...filter.parameters],
  );
}

export async function findAlert(id: string): Promise<AlertRow | undefined> {
  const [row] = await query<AlertRow>(`${SELECT} WHERE a.id = $1`, [id]);
  return row;
}

export async function lockAlert(
  id: string,
): Promise<{ id: string; patientId: string; state: AlertFacts['state']; version: number } | undefined> {
  const [row] = await query<{ id: string; patientId: string; state: AlertFacts['state']; version: number }>(
    'SELECT id, patient_id AS "patientId", state, version FROM alert WHERE id = $1 FOR UPDATE',
    [id],
  );
  return row;
}

export function findTimeline(alertId: string) {
  return query<{ at: Date; kind: string; by: string | null; note: string | null; sentence: unknown }>(
    `SELECT e.at, e.kind, p.name AS by, e.note, e.sentence FROM alert_event e LEFT JOIN person p ON p.id = e.person_id WHERE e.alert_id = $1 ORDER BY e.id`,
    [alertId],
  );
}
