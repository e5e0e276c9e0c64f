import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/auth/audit.js';
import type { Caller } from '../../platform/auth/caller.js';
import { reachPatient } from '../../platform/auth/compartment.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { DomainError, invalid, notFound } from '../../platform/http/domain-error.js';
import { deliver, findCareRecipients } from '../../platform/sockets/deliveries.js';
import type { Sensitivity } from '../../platform/auth/sensitivity.js';
import {
  labelledAs,
  labelOf,
  mayChangeLabel,
  mayReadRecord,
  readRecord,
  type Resource,
  saveRecord,
  type StoredRecord,
} from '../record/index.js';
import { NOTE_TYPE, type NoteText, readNoteDocument, toNoteDocument } from './note-document.js';
import { findNoteAuthors, findNotes, isVisitOf, type NoteAuthor, type NoteRow } from './visit-notes.repository.js';
import { reachVisit } from './visit-reach.js';
import type { Visit } from './visit.js';
import { noteConflict, noteProtected } from './visits.errors.js';
import { findFinalisedVersion, insertVisitEvent, lockVisit } from './visits.repository.js';
import type { PatientNotes, PatientNotesQuery, SaveNote, VisitNote } from './visits.schema.js';

/** A note may be long: three fields of 20,000 characters. */
const NOTES_A_PAGE = 50;

/** The note of a visit: written during and after it, saved while it is written, one document with its versions. */
@Injectable()
export class VisitNotes {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  read(caller: Caller, visitId: string): Promise<VisitNote> {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachVisit(caller, visitId);
      await assertReadable(caller, visitId);
      return toNote(caller, await readRecord(NOTE_TYPE, visitId));
    });
  }

  /** What was written of this patient's visits, as far as the caller may read it, a page at a time. */
  list(caller: Caller, patientId: string, { after }: PatientNotesQuery): Promise<PatientNotes> {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      if (after && !(await isVisitOf(after, patientId)))
        throw invalid([{ path: 'after', message: 'must be the next of an earlier answer' }], 400);
      const found = await findNotes(caller, patientId, { after, most: NOTES_A_PAGE + 1 });
      const rows = found.slice(0, NOTES_A_PAGE);
      caller.act.count = rows.length;
      const authors = await findNoteAuthors(rows.map(({ visitId }) => visitId));
      return {
        items: rows.map((row) => toListed(row, authors.get(row.visitId) ?? [])),
        next: found.length > rows.length ? rows.at(-1)!.visitId : null,
      };
    });
  }

  /**
   * @throws DomainError NOTE_VERSION_CONFLICT when the note is not the one the writer had read; NOTE_PROTECTED when
   * somebody else protected it and the writer would change that
   */
  save(caller: Caller, visitId: string, { version, label, ...text }: SaveNote): Promise<VisitNote> {
    return this.database.inClinic(caller.clinicId, async () => {
      // Ending the visit finalises the note: one of the two comes first.
      await reachVisit(caller, visitId);
      await lockVisit(visitId);
      const visit = await reachVisit(caller, visitId);
      await assertReadable(caller, visitId);
      const current = await readRecord(NOTE_TYPE, visitId);
      const kept = label === undefined ? labelOf(current) : label;
      // The same save again, whose answer got lost.
      if (
        current &&
        current.version === version + 1 &&
        isSame(readNoteDocument(current.resource), text) &&
        labelOf(current) === kept
      ) {
        await audit(caller);
        return toNote(caller, current);
      }
      await assertLabelsAsMayBe(caller, current, kept);
      const author = { personId: caller.personId ?? '', name: caller.name };
      const note = { ...text, label: kept };
      const saved = await this.store(visit, note, author, await this.writtenUpon(visitId, version, current));
      if (labelOf(current) !== null && kept === null) await this.tellUnprotected(caller, visitId, saved.version);
      await audit(caller);
      if (saved.version === 1)
        await deliver({
          kind: 'visit',
          objectId: visitId,
          patientId: visit.patientId,
          personIds: await findCareRecipients(visit.patientId),
        });
      return toNote(caller, saved);
    });
  }

  /** The visit ends: what is written so far is no draft any more. In the transaction that ends it. */
  async finalise(visit: Visit): Promise<void> {
    const current = await readRecord(NOTE_TYPE, visit.id);
    if (!current || current.resource['docStatus'] === 'final') return;
    const resource = { ...current.resource, docStatus: 'final' };
    const { version } = await saveRecord({ type: NOTE_TYPE, id: visit.id, patientId: visit.patientId, resource });
    await insertVisitEvent({ visitId: visit.id, kind: 'note-finalised', detail: String(version) });
  }

  /** Who read version n may write upon n + 1 when that is only n, finalised: no word of it is somebody else's. */
  private async writtenUpon(visitId: string, read: number, current: StoredRecord | undefined): Promise<number> {
    if (current?.version !== read + 1) return read;
    return (await findFinalisedVersion(visitId)) === current.version ? current.version : read;
  }

  /** In the visit's history, and in the audit, where the patient finds it as well. */
  private async tellUnprotected(caller: Caller, visitId: string, version: number): Promise<void> {
    caller.act.reason = 'The protection of this note was taken away';
    const { personId } = caller;
    await insertVisitEvent({ visitId, kind: 'note-unprotected', personId, detail: String(version) });
  }

  private async store(
    visit: Visit,
    { label, ...text }: NoteText & { readonly label: Sensitivity | null },
    author: { personId: string; name: string },
    expectedVersion: number,
  ): Promise<StoredRecord> {
    try {
      return await saveRecord({
        type: NOTE_TYPE,
        id: visit.id,
        patientId: visit.patientId,
        resource: labelledAs(toNoteDocument(text, visit, author, this.clock.now()), label),
        authorId: author.personId,
        expectedVersion,
      });
    } catch (error) {
      throw error instanceof DomainError && error.code === 'RECORD_VERSION_CONFLICT' ? noteConflict() : error;
    }
  }
}

const isSame = (a: NoteText, b: NoteText) =>
  a.patientWords === b.patientWords && a.seen === b.seen && a.agreed === b.agreed;

/** A protected note of somebody else does not exist for those who may not read it, nor may they write upon it. */
async function assertReadable(caller: Caller, visitId: string): Promise<void> {
  if (!(await mayReadRecord(caller, NOTE_TYPE, visitId))) throw notFound('note');
}

async function assertLabelsAsMayBe(
  caller: Caller,
  current: StoredRecord | undefined,
  wanted: Sensitivity | null,
): Promise<void> {
  if (labelOf(current) !== wanted && !(await mayChangeLabel(caller, current))) throw noteProtected();
}

const toAuthors = (authors: readonly NoteAuthor[]): VisitNote['authors'] =>
  authors.map(({ at, ...who }) => ({ ...who, at: at.toISOString() }));

function toListed(
  { body, startsAt, state, ...visit }: NoteRow,
  authors: readonly NoteAuthor[],
): PatientNotes['items'][number] {
  const resource = JSON.parse(body) as Resource;
  return {
    ...visit,
    startsAt: startsAt.toISOString(),
    // That of a cancelled visit stays as it was left: nothing more is to come.
    isDraft: resource['docStatus'] === 'preliminary' && state !== 'cancelled',
    isMistaken: resource['status'] === 'entered-in-error',
    ...readNoteDocument(resource),
    label: labelOf({ resource }),
    authors: toAuthors(authors),
  };
}

const EMPTY = { patientWords: '', seen: '', agreed: '', label: null, authors: [], savedAt: null, version: 0 };

async function toNote(caller: Caller, record: StoredRecord | undefined): Promise<VisitNote> {
  if (!record) return { ...EMPTY, mayChangeLabel: true };
  return {
    ...readNoteDocument(record.resource),
    label: labelOf(record),
    authors: toAuthors((await findNoteAuthors([record.id])).get(record.id) ?? []),
    mayChangeLabel: await mayChangeLabel(caller, record),
    savedAt: record.lastUpdated.toISOString(),
    version: record.version,
  };
}
