import { UUID } from '../../../platform/auth/compartment.js';
import type { RecordPlace, WantedIdentifier } from '../../record/index.js';
import { EventStatus, MedicationStatementStatus } from '../generated/codes.js';
import { type MomentSpan, readLastUpdated } from '../search/last-updated.js';
import { both } from '../search/observation-search.js';
import { OnePatientReader } from '../search/one-patient.js';
import { DEFAULT_COUNT, type Param, ParamReader, type StatusCodes } from '../search/search-params.js';
import type { Issue } from '../validate/index.js';

export type RecordSearch =
  | {
      readonly ok: true;
      readonly patientId: string;
      /** Any of these; null: all, what was entered in error too. */
      readonly statuses: readonly string[] | null;
      /** Of each list it carries one. */
      readonly identifiers: readonly (readonly WantedIdentifier[])[];
      /** Any of these; null: all. */
      readonly ids: readonly string[] | null;
      readonly updated: MomentSpan | undefined;
      readonly count: number;
      readonly after: RecordPlace | null;
      readonly ignored: readonly string[];
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

const STATUSES: Readonly<Record<string, StatusCodes>> = {
  MedicationStatement: {
    system: 'http://hl7.org/fhir/CodeSystem/medication-statement-status',
    codes: MedicationStatementStatus,
  },
  Procedure: { system: 'http://hl7.org/fhir/event-status', codes: EventStatus },
};

/** Reads a search for records of one patient, who must be named; the other parameters narrow it. */
export function parseRecordSearch(type: string, params: URLSearchParams, strict: boolean): RecordSearch {
  const reader = new ParamReader(strict);
  const one = new OnePatientReader(reader, STATUSES[type]!);
  const identifiers: (readonly WantedIdentifier[])[] = [];
  let ids: readonly string[] | null = null;
  let updated: MomentSpan | undefined;
  let count = DEFAULT_COUNT;
  let after: RecordPlace | null = null;
  const readers: ReadonlyMap<string, (param: Param) => void> = new Map([
    ['patient', one.patient],
    ['subject', one.patient],
    ['status', one.readStatus],
    ['identifier', (param) => void identifiers.push(reader.identifiers(param))],
    // What is no id of ours is nobody's.
    ['_id', (param) => void (ids = both(ids, ownIds(reader.ids(param))))],
    ['_lastUpdated', (param) => void (updated = readLastUpdated(reader, param, updated))],
    ['_count', (param) => void (count = reader.count(param))],
    [
      '_cursor',
      (param) => {
        const place = readPlace(reader.cursor(param));
        if (place) after = place;
        else reader.refuse('invalid', '_cursor', '_cursor must be taken from a next link as it stands');
      },
    ],
  ] satisfies [string, (param: Param) => void][]);
  reader.walk(params, (name) => readers.get(name));
  const patientId = one.found();
  if (patientId === undefined || reader.issues.length > 0) return { ok: false, issues: reader.issues };
  const { statuses } = one;
  return { ok: true, patientId, statuses, identifiers, ids, updated, count, after, ignored: reader.ignored };
}

const ownIds = (ids: readonly string[]) => ids.filter((id) => UUID.test(id)).map((id) => id.toLowerCase());

export const writePlace = ({ lastUpdated, id }: RecordPlace): string =>
  Buffer.from(`${lastUpdated.getTime()} ${id}`).toString('base64url');

function readPlace(cursor: string): RecordPlace | undefined {
  const [, ms, id] = /^(\d{1,15}) (.{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return ms && id && UUID.test(id) ? { lastUpdated: new Date(Number(ms)), id } : undefined;
}
