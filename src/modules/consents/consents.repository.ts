import { randomUUID } from 'node:crypto';
import { consentGiven, type ConsentPurpose } from '../../platform/auth/consent-condition.js';
import { currentClinic, query } from '../../platform/database/database.js';
import type { ConsentHow, ConsentStatus } from './decide-consent.js';

export interface DecisionRow {
  readonly id: string;
  readonly purpose: ConsentPurpose;
  readonly status: ConsentStatus;
  readonly recordedAt: Date;
  readonly how: ConsentHow;
  readonly reason: string | null;
  readonly recordedBy: string;
  /** The person behind `recordedBy`; null for an integration. */
  readonly byName: string | null;
  readonly byPatient: boolean;
  readonly textId: string | null;
  readonly textHash: string | null;
  readonly language: string | null;
  readonly version: number | null;
}

const UUID_TEXT = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const DECISION = `
  SELECT c.id, c.purpose, c.status, c.recorded_at AS "recordedAt", c.how, c.reason, c.recorded_by AS "recordedBy",
    b.name AS "byName", coalesce(b.id = p.person_id, false) AS "byPatient",
    c.text_id AS "textId", t.sha256 AS "textHash", t.language, t.version
  FROM consent c
  JOIN patient p ON p.clinic_id = c.clinic_id AND p.id = c.patient_id
  LEFT JOIN consent_text t ON t.clinic_id = c.clinic_id AND t.id = c.text_id
  LEFT JOIN person b ON b.id = substring(c.recorded_by FROM '^person/(${UUID_TEXT})$')::uuid`;

/** All that a patient ever answered, the newest first. */
export function findDecisions(patientId: string): Promise<DecisionRow[]> {
  return query<DecisionRow>(`${DECISION} WHERE c.patient_id = $1 ORDER BY c.recorded_at DESC`, [patientId]);
}

export async function findLastDecision(patientId: string, purpose: ConsentPurpose): Promise<DecisionRow | undefined> {
  const [row] = await query<DecisionRow>(
    `${DECISION} WHERE c.patient_id = $1 AND c.purpose = $2 ORDER BY c.recorded_at DESC LIMIT 1`,
    [patientId, purpose],
  );
  return row;
}

export async function findDecision(id: string): Promise<(DecisionRow & { readonly patientId: string }) | undefined> {
  const [row] = await query<DecisionRow & { patientId: string }>(
    `${DECISION.replace('SELECT c.id,', 'SELECT c.id, c.patient_id AS "patientId",')} WHERE c.id = $1`,
    [id],
  );
  return row;
}

export async function insertDecision(decision: {
  patientId: string;
  purpose: ConsentPurpose;
  status: ConsentStatus;
  by: string;
  how: ConsentHow;
  reason?: string | null | undefined;
  textId?: string | null;
}): Promise<string> {
  const id = randomUUID();
  await query(
    `INSERT INTO consent (clinic_id, id, patient_id, purpose, status, recorded_by, how, reason, text_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      currentClinic(),
      id,
      decision.patientId,
      decision.purpose,
      decision.status,
      decision.by,
      decision.how,
      decision.reason ?? null,
      decision.textId ?? null,
    ],
  );
  return id;
}

/** One answer about a patient and purpose at a time: two at once must not both find the other missing. */
export async function lockDecisions(patientId: string): Promise<void> {
  await query('SELECT pg_advisory_xact_lock(731006, hashtext($1::uuid::text))', [patientId]);
}

/** Does this patient agree to this, as of now? */
export async function isConsented(patientId: string, purpose: ConsentPurpose): Promise<boolean> {
  const [row] = await query<{ given: boolean }>(`SELECT ${consentGiven('$1::uuid', purpose)} AS given`, [patientId]);
  return row?.given === true;
}
