import { METRICS, type MetricId } from '../../../metrics/index.js';
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
import { type ExportPart, shortPart } from './export-part.js';
import { findStanding, RECORD_TABLES } from './record-tables.js';
import * as tables from './tables.repository.js';
import type { ExportRenderers } from './renderers.js';

const ROWS_A_PAGE = 2000;

interface FoundRow {
  readonly row: ObservationRow;
  readonly series: SeriesFacts;
}

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
    header: csvLine(['day', 'metric', 'value', 'unit', 'state', 'worn_minutes', 'worn_from', 'late']),
    countRows: tables.countDays,
    readPage: async ({ patientId }, place) => tables.readDays(patientId, place as tables.DayPlace | null, ROWS_A_PAGE),
  },
  {
    ...observations('tables/observations', 'csv', (found) => {
      const { row, series } = found;
      return csvLine([
        new Date(row.startMs).toISOString(),
        new Date(row.endMs).toISOString(),
        series.metric ?? series.code,
        row.valueText,
        unitOf(found, renderers),
        row.status,
        series.device || series.sourceSystem,
        row.version,
        row.id,
        series.variant,
      ]);
    }),
    header: csvLine(['start', 'end', 'metric', 'value', 'unit', 'status', 'source', 'version', 'id', 'variant']),
  },
  ...RECORD_TABLES,
  ...tables.SHORT_TABLES.map(({ name, header, read }) =>
    shortPart({ name: `tables/${name}`, ending: 'csv', header: csvLine(header) }, async (copy) =>
      (await read(copy)).map(csvLine),
    ),
  ),
];

function records(type: string): ExportPart {
  return {
    name: `fhir/${type}`,
    ending: 'ndjson',
    header: '',
    countRows: () => Promise.resolve(1),
    readPage: async (copy, place) => {
      const { found, next } = await findStanding(copy, type, place as string | null);
      return { lines: found.map(({ resource }) => `${stringifyJson(resource)}\n`), next };
    },
  };
}

/** The unit of the number beside it: ours for a metric; of anything else the one it came in. */
function unitOf({ row, series }: FoundRow, renderers: ExportRenderers): string | null {
  if (row.valueText === null) return null;
  if (series.metric !== null) return METRICS[series.metric as MetricId]?.unit ?? null;
  const sent = JSON.parse(renderers.fhir.observation(row)) as { valueQuantity?: { unit?: string; code?: string } };
  return sent.valueQuantity?.code ?? sent.valueQuantity?.unit ?? null;
}

function observations(
  name: string,
  ending: 'ndjson' | 'csv',
  write: (found: FoundRow) => string,
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
