import { type CsvCell, csvLine } from '../../../platform/http/csv.js';
import { findRecordIds, findZones } from '../../patients/index.js';
import { findAllRecords, type Resource } from '../../record/index.js';
import { readTreatment } from '../../treatments/index.js';
import type { Copy, ExportPart } from './export-part.js';

const RECORDS_A_PAGE = 100;
type Zones = Awaited<ReturnType<typeof findZones>>;

interface RecordTable {
  readonly name: string;
  readonly type: string;
  readonly header: readonly string[];
  /** Null: it does not stand. */
  readonly row: (resource: Resource, zones: Zones) => readonly CsvCell[] | null;
}

/** What of the record is read in a spreadsheet: what was taken back, or never came, is in the FHIR files alone. */
const TABLES: readonly RecordTable[] = [
  { name: 'notes', type: 'DocumentReference', header: ['written_at', 'title', 'by', 'text'], row: readNote },
  {
    name: 'doses',
    type: 'MedicationStatement',
    header: ['on', 'until', 'medication', 'dose', 'planned'],
    row: (resource, zones) => {
      const found = readTreatment(resource, zones);
      return found && [found.on, found.until, found.what, found.dose, String(found.planned)];
    },
  },
  {
    name: 'procedures',
    type: 'Procedure',
    header: ['on', 'until', 'what', 'planned'],
    row: (resource, zones) => {
      const found = readTreatment(resource, zones);
      return found && [found.on, found.until, found.what, String(found.planned)];
    },
  },
];

export const RECORD_TABLES: readonly ExportPart[] = TABLES.map(({ name, type, header, row }) => ({
  name: `tables/${name}`,
  ending: 'csv',
  header: csvLine(header),
  countRows: () => Promise.resolve(1),
  readPage: async (copy, place) => {
    const { found, next } = await findStanding(copy, type, place as string | null);
    const zones = await findZones(copy.patientId);
    const rows = found.flatMap(({ resource }) => {
      const cells = row(resource, zones);
      return cells ? [csvLine(cells)] : [];
    });
    return { lines: rows, next };
  },
}));

/** Notes that nobody has finished are not yet part of the record; protected ones are in the patient's own copy only. */
export async function findStanding({ patientId, byPatient }: Copy, type: string, after: string | null) {
  const wanted = { type, patientIds: await findRecordIds(patientId), labelled: byPatient };
  const all = await findAllRecords(wanted, after, RECORDS_A_PAGE);
  const last = all.at(-1);
  return {
    found: all.filter(({ resource }) => resource['docStatus'] !== 'preliminary'),
    next: last && all.length === RECORDS_A_PAGE ? last.id : null,
  };
}

interface NoteMembers {
  readonly status?: string;
  readonly date?: string;
  readonly author?: readonly { readonly display?: string }[];
  readonly content?: readonly {
    readonly attachment?: { readonly title?: string; readonly contentType?: string; readonly data?: string };
  }[];
}

/** Its text where it is text; another kind of document is named here, and whole in the FHIR file. */
function readNote(resource: Resource): CsvCell[] | null {
  const { status, date, author, content } = resource as NoteMembers;
  if (status === 'entered-in-error') return null;
  const { title, contentType, data } = content?.[0]?.attachment ?? {};
  const text = contentType?.startsWith('text/') && data ? Buffer.from(data, 'base64').toString() : null;
  return [date ?? null, title ?? null, author?.[0]?.display ?? null, text];
}
