import { csvLine } from '../../../platform/http/csv.js';
import { stringifyJson } from '../../../platform/json/index.js';
import { findPatientAudit } from '../../audit/index.js';
import {
  countRows,
  findAllRows,
  findAllSeries,
  type ObservationRow,
  type RowPlace,
  type SeriesFacts,
} from '../../observations/index.js';
import { findRecordIds } from '../../patients/index.js';
import { findAllRecords } from '../../record/index.js';
import { type ExportPart, shortPart } from './export-part.js';
import * as tables from './tables.repository.js';
import type { ExportRenderers } from './renderers.js';

const ROWS_A_PAGE = 2000;
const RECORDS_A_PAGE = 100;

/** Everything we hold about a patient, in the order of the archive. */
export const exportParts = (renderers: ExportRenderers): readonly ExportPart[] => [
  records('Patient'),
  {
    ...observations('fhir/Observation', 'ndjson', ({ row }) => `${renderers.fhir.observation(row)}\n`),
    header: '',
  },
  records('QuestionnaireResponse'),
  records('DocumentReference'),
  records('MedicationStatement'),
  records('Procedure'),
  {
    name: 'fhir/AuditEvent',
    ending: 'ndjson',
    header: '',
    countRows: () => Promise.resolve(ROWS_A_PAGE),
    readPage: async ({ patientId }, place) => {
      const rows = await findPatientAudit(patientId, place as { at: string; id: number } | null, ROWS_A_PAGE);
      const last = rows.at(-1);
      return {
        lines: rows.map((row) => `${renderers.fhir.auditEvent(row)}\n`),
        next: last && rows.length === ROWS_A_PAGE ? { at: last.at, id: last.id } : null,
      };
    },
  },
  {
    name: 'tables/daily-values',
    ending: 'csv',
    header: csvLine(['day', 'metric', 'value', 'unit', 'state', 'worn_minutes', 'late']),
    countRows: tables.countDays,
    readPage: async ({ patientId }, place) => tables.readDays(patientId, place as tables.DayPlace | null, ROWS_A_PAGE),
  },
  {
    ...observations('tables/observations', 'csv', ({ row, series }) =>
      csvLine([
        new Date(row.startMs).toISOString(),
        new Date(row.endMs).toISOString(),
        series.metric ?? series.code,
        row.valueText,
        row.status,
        series.device || series.sourceSystem,
        row.version,
        row.id,
        series.variant,
      ]),
    ),
    header: csvLine(['start', 'end', 'metric', 'value', 'status', 'source', 'version', 'id', 'variant']),
  },
  ...tables.SHORT_TABLES.map(({ name, header, read }) =>
    shortPart({ name: `tables/${name}`, ending: 'csv', header: csvLine(header) }, async (copy) =>
      (await read(copy)).map(csvLine),
    ),
  ),
];

/** Notes that nobody has finished are not yet part of the record; protected ones are in the patient's own copy only. */
function records(type: string): ExportPart {
  return {
    name: `fhir/${type}`,
    ending: 'ndjson',
    header: '',
    countRows: () => Promise.resolve(1),
    readPage: async ({ patientId, byPatient }, place) => {
      const wanted = { type, patientIds: await findRecordIds(patientId), labelled: byPatient };
      const found = await findAllRecords(wanted, place as string | null, RECORDS_A_PAGE);
      const last = found.at(-1);
      return {
        lines: found
          .filter(({ resource }) => resource['docStatus'] !== 'preliminary')
          .map(({ resource }) => `${stringifyJson(resource)}\n`),
        next: last && found.length === RECORDS_A_PAGE ? last.id : null,
      };
    },
  };
}

function observations(
  name: string,
  ending: 'ndjson' | 'csv',
  write: (found: { row: ObservationRow; series: SeriesFacts }) => string,
): Omit<ExportPart, 'header'> {
  return {
    name,
    ending,
    countRows,
    readPage: async ({ patientId }, place) => {
      const series = await findAllSeries(patientId);
      const { rows, next } = await findAllRows(patientId, series, (place as RowPlace | null) ?? undefined, ROWS_A_PAGE);
      return { lines: rows.map(write), next: next ?? null };
    },
  };
}
