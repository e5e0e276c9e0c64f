import type { Caller } from '../../platform/auth/caller.js';
import { sensitivityFilter } from '../../platform/auth/sensitivity.js';
import { currentClinic, query } from '../../platform/database/database.js';
import { NOTE_TYPE } from './note-document.js';
import type { Modality } from './visit-lifecycle.js';
import type { VisitNote } from './visits.schema.js';

type Author = VisitNote['authors'][number];
export interface NoteAuthor extends Omit<Author, 'at'> {
  /** When they last wrote on it. */
  readonly at: Date;
}

/** Who wrote on each of these notes, in the order in which they began; what they are called and are in the clinic today. */
export async function findNoteAuthors(ids: readonly string[]): Promise<ReadonlyMap<string, NoteAuthor[]>> {
  const rows = await query<NoteAuthor & { id: string }>(
    `SELECT r.id, p.name, m.role, m.profession, max(r.last_updated) AS at
     FROM record r JOIN person p ON p.id = r.author_id
     LEFT JOIN membership m ON m.clinic_id = r.clinic_id AND m.person_id = p.id
     WHERE r.clinic_id = $1 AND r.type = $2 AND r.id = ANY($3::uuid[])
     GROUP BY r.id, p.id, p.name, m.role, m.profession ORDER BY min(r.version)`,
    [currentClinic(), NOTE_TYPE, ids],
  );
  const found = new Map<string, NoteAuthor[]>();
  for (const { id, ...author } of rows) found.set(id, [...(found.get(id) ?? []), author]);
  return found;
}

export interface NoteRow {
  readonly visitId: string;
  readonly startsAt: Date;
  readonly modality: Modality;
  readonly state: string;
  readonly body: string;
}

/**
 * The notes of a patient's visits that the caller may read, of the latest visit first.
 *
 * @param page.after - a visit of the patient: only what comes after it
 */
export function findNotes(
  caller: Caller,
  patientId: string,
  { after, most }: { readonly after: string | undefined; readonly most: number },
): Promise<NoteRow[]> {
  const labels = sensitivityFilter(caller, 'r', 6);
  return query<NoteRow>(
    `SELECT v.id AS "visitId", v.starts_at AS "startsAt", v.modality, v.state, r.body FROM visit v
     JOIN record r ON r.clinic_id = v.clinic_id AND r.type = $3 AND r.id = v.id AND r.current
     WHERE v.clinic_id = $1 AND v.patient_id = $2 AND ${labels.sql}
       AND ($5::uuid IS NULL OR (v.starts_at, v.id) < (SELECT last.starts_at, last.id FROM visit last WHERE last.id = $5))
     ORDER BY v.starts_at DESC, v.id DESC LIMIT $4`,
    [currentClinic(), patientId, NOTE_TYPE, most, after ?? null, ...labels.parameters],
  );
}

export async function isVisitOf(visitId: string, patientId: string): Promise<boolean> {
  const rows = await query('SELECT 1 FROM visit WHERE id = $1 AND patient_id = $2', [visitId, patientId]);
  return rows.length === 1;
}
