import type { Caller } from '../../../platform/auth/caller.js';
import { patientFilter } from '../../../platform/auth/compartment.js';
import { sensitivityFilter } from '../../../platform/auth/sensitivity.js';
import { currentClinic, query } from '../../../platform/database/database.js';

export interface Correction {
  readonly id: string;
  readonly patientId: string;
  readonly patientName: string;
  readonly targetType: 'Observation' | 'QuestionnaireResponse' | 'DocumentReference' | null;
  readonly targetId: string | null;
  readonly says: string;
  readonly askedAt: Date;
  readonly state: 'open' | 'entered-in-error' | 'amended' | 'declined';
  readonly answer: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  /** When the patient put the answer away. */
  readonly readAt: Date | null;
}

const SELECT = `SELECT c.id, c.patient_id AS "patientId", trim(p.given_name || ' ' || p.family_name) AS "patientName",
    c.target_type AS "targetType", c.target_id AS "targetId", c.says, c.asked_at AS "askedAt", c.state, c.answer,
    d.name AS "decidedBy", c.decided_at AS "decidedAt", c.read_at AS "readAt"
  FROM correction c JOIN patient p ON p.clinic_id = c.clinic_id AND p.id = c.patient_id LEFT JOIN person d ON d.id = c.decided_by`;
const LARGEST_PAGE = 200;

/** @returns false when this id is there already */
export async function insertCorrection(one: {
  id: string;
  patientId: string;
  targetType: string | null;
  targetId: string | null;
  says: string;
  by: string;
}): Promise<boolean> {
  const rows = await query(
    `INSERT INTO correction (clinic_id, id, patient_id, target_type, target_id, says, asked_by) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT DO NOTHING RETURNING id`,
    [currentClinic(), one.id, one.patientId, one.targetType, one.targetId, one.says, one.by],
  );
  return rows.length === 1;
}

export async function findCorrection(id: string, options: { lock?: boolean } = {}): Promise<Correction | undefined> {
  const [row] = await query<Correction>(
    `${SELECT} WHERE c.clinic_id = $1 AND c.id = $2 ${options.lock ? 'FOR UPDATE OF c' : ''}`,
    [currentClinic(), id],
  );
  return row;
}

/** Open ones first, then the newest. */
export function findCorrections(caller: Caller, patientId: string | null): Promise<Correction[]> {
  const seen = seenBy(caller, 4);
  return query<Correction>(
    `${SELECT} WHERE c.clinic_id = $1 AND ($2::uuid IS NULL OR c.patient_id = $2) AND ${seen.sql}
     ORDER BY (c.state = 'open') DESC, c.asked_at DESC LIMIT $3`,
    [currentClinic(), patientId, LARGEST_PAGE, ...seen.parameters],
  );
}

/** How many wait for an answer, of those that the caller may read. */
export async function countOpenCorrections(caller: Caller): Promise<number> {
  const seen = seenBy(caller, 2);
  const [row] = await query<{ open: number }>(
    `SELECT count(*)::int AS open FROM correction c WHERE c.clinic_id = $1 AND c.state = 'open' AND ${seen.sql}`,
    [currentClinic(), ...seen.parameters],
  );
  return row!.open;
}

/** Within reach, and not about a note that is hidden from the caller. */
function seenBy(caller: Caller, first: number): { sql: string; parameters: unknown[] } {
  const reach = patientFilter(caller, 'c.patient_id', first);
  const labels = sensitivityFilter(caller, 'r', first + reach.parameters.length);
  return {
    sql: `${reach.sql} AND NOT EXISTS (
      SELECT 1 FROM record r WHERE r.clinic_id = c.clinic_id AND r.type = c.target_type AND r.current AND NOT ${labels.sql}
        AND r.id = CASE WHEN c.target_type <> 'Observation' THEN c.target_id::uuid END)`,
    parameters: [...reach.parameters, ...labels.parameters],
  };
}

export async function decide(id: string, decision: { state: string; answer: string; by: string }): Promise<void> {
  await query(
    'UPDATE correction SET state = $3, answer = $4, decided_by = $5, decided_at = now() WHERE clinic_id = $1 AND id = $2',
    [currentClinic(), id, decision.state, decision.answer, decision.by],
  );
}

/** The first time counts. */
export async function markRead(id: string): Promise<void> {
  await query('UPDATE correction SET read_at = now() WHERE clinic_id = $1 AND id = $2 AND read_at IS NULL', [
    currentClinic(),
    id,
  ]);
}
