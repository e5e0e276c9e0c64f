import { GLASS_MINUTES, type GlassKind } from '../../platform/auth/glass.js';
import { currentClinic, query } from '../../platform/database/database.js';
import type { Judgement } from './break-glass.schema.js';

const MOST_NAMES = 20;
const MOST_LISTED = 200;

export interface GlassRow {
  readonly id: string;
  readonly patientId: string;
  readonly patientName: string;
  readonly birthDate: string | null;
  readonly personId: string;
  readonly byName: string;
  readonly profession: string | null;
  readonly kind: GlassKind;
  readonly reason: string;
  readonly openedAt: Date;
  readonly endsAt: Date;
  readonly acts: number;
  readonly verdict: Judgement['verdict'] | null;
  readonly note: string | null;
  readonly reviewedBy: string | null;
  readonly reviewedAt: Date | null;
}

const within = (row: string) => `${row}.at >= g.opened_at AND ${row}.at <= g.ends_at + interval '1 minute'`;
// Acts about this patient alone, and those about several, which are in lists a moment later: once the audit is sealed.
const SELECT = `
  SELECT g.id, g.patient_id AS "patientId", p.given_name || ' ' || p.family_name AS "patientName",
    p.birth_date::text AS "birthDate", g.person_id AS "personId", b.name AS "byName", m.profession, g.kind, g.reason,
    g.opened_at AS "openedAt", g.ends_at AS "endsAt", g.verdict, g.verdict_note AS note, r.name AS "reviewedBy",
    g.reviewed_at AS "reviewedAt",
    (SELECT count(*)::int FROM (
       SELECT e.reason, e.type FROM audit_event e WHERE e.clinic_id = g.clinic_id AND e.patient_id = g.patient_id AND ${within('e')}
       UNION ALL
       SELECT e.reason, e.type FROM audit_patient t JOIN audit_event e ON e.clinic_id = t.clinic_id AND e.id = t.audit_id
       WHERE t.clinic_id = g.clinic_id AND t.patient_id = g.patient_id AND ${within('t')}) a
     WHERE position(g.id::text IN a.reason) > 0 AND a.type <> 'BreakGlass') AS acts
  FROM break_glass g
  JOIN patient p ON p.clinic_id = g.clinic_id AND p.id = g.patient_id
  JOIN person b ON b.id = g.person_id
  LEFT JOIN membership m ON m.clinic_id = g.clinic_id AND m.person_id = g.person_id
  LEFT JOIN person r ON r.id = g.reviewed_by`;

/**
 * Patients of the clinic whose name contains these letters, or that of a record merged into theirs: the least that is
 * needed to choose the right one.
 */
export function findNames(text: string): Promise<{ id: string; name: string; birthDate: string | null }[]> {
  return query(
    `SELECT p.id, p.given_name || ' ' || p.family_name AS name, p.birth_date::text AS "birthDate" FROM patient p
     WHERE p.merged_into IS NULL AND EXISTS (
       SELECT 1 FROM patient known WHERE (known.id = p.id OR known.merged_into = p.id)
         AND known.folded_name LIKE '%' || fold_name($1) || '%')
     ORDER BY p.family_name, p.given_name, p.id LIMIT $2`,
    [text.replace(/[\\%_]/g, '\\$&'), MOST_NAMES],
  );
}

export async function existsPatient(id: string): Promise<boolean> {
  return (await query('SELECT 1 FROM patient WHERE id = $1', [id])).length === 1;
}

/** False when the id is taken. */
export async function insertGlass(glass: {
  id: string;
  patientId: string;
  personId: string;
  kind: GlassKind;
  reason: string;
}): Promise<boolean> {
  const rows = await query(
    `INSERT INTO break_glass (clinic_id, id, patient_id, person_id, kind, reason, ends_at)
     VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp() + make_interval(mins => $7)) ON CONFLICT DO NOTHING RETURNING id`,
    [currentClinic(), glass.id, glass.patientId, glass.personId, glass.kind, glass.reason, GLASS_MINUTES],
  );
  return rows.length === 1;
}

export async function findGlass(id: string): Promise<GlassRow | undefined> {
  const [row] = await query<GlassRow>(`${SELECT} WHERE g.id = $1`, [id]);
  return row;
}

/** Glasses of this person whose hour is not over. */
export function findOpenOf(personId: string): Promise<GlassRow[]> {
  return query<GlassRow>(`${SELECT} WHERE g.person_id = $1 AND g.ends_at > now() ORDER BY g.opened_at`, [personId]);
}

/** For the review: not judged yet, the oldest first; or judged, the newest first. */
export function findForReview(isJudged: boolean): Promise<GlassRow[]> {
  return query<GlassRow>(
    `${SELECT} WHERE (g.verdict IS NOT NULL) = $1 ORDER BY ${isJudged ? 'g.reviewed_at DESC' : 'g.opened_at'}, g.id LIMIT $2`,
    [isJudged, MOST_LISTED],
  );
}

/** Ends the hour now. Nothing to do for one that is over. */
export async function endGlass(id: string): Promise<void> {
  await query('UPDATE break_glass SET ends_at = clock_timestamp() WHERE id = $1 AND ends_at > clock_timestamp()', [id]);
}

/** False when somebody has judged it already. */
export async function judgeGlass(id: string, by: string, { verdict, note }: Judgement): Promise<boolean> {
  const rows = await query(
    `UPDATE break_glass SET verdict = $2, verdict_note = $3, reviewed_by = $4, reviewed_at = clock_timestamp()
     WHERE id = $1 AND verdict IS NULL RETURNING id`,
    [id, verdict, note ?? null, by],
  );
  return rows.length === 1;
}

/** Who is told: the patient's contact, and the administrators, who answer for privacy. Not the one who did it. */
export function findWatchers(patientId: string, except: string): Promise<{ email: string }[]> {
  return query(
    `SELECT DISTINCT p.email FROM membership m JOIN person p ON p.id = m.person_id
     WHERE m.active AND m.person_id <> $2 AND (m.role = 'admin' OR EXISTS (
       SELECT 1 FROM patient pt WHERE pt.id = $1 AND pt.contact_person_id = m.person_id))`,
    [patientId, except],
  );
}
