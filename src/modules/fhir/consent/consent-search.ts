import { type Param, ParamReader } from '../search/search-params.js';
import type { Issue } from '../validate/index.js';

export type ConsentSearch =
  | {
      readonly ok: true;
      readonly patientId: string;
      /** Any of these; null: all. */
      readonly statuses: readonly string[] | null;
      readonly ids: readonly string[] | null;
      readonly ignored: readonly string[];
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Reads the query of `GET /fhir/Consent`: one patient, who must be named, and status and _id to narrow it. */
export function parseConsentSearch(params: URLSearchParams, strict: boolean): ConsentSearch {
  const reader = new ParamReader(strict);
  let patients: string[] = [];
  let statuses: string[] | null = null;
  let ids: string[] | null = null;
  const readers: ReadonlyMap<string, (param: Param) => void> = new Map([
    ['patient', (param) => void (patients = [...patients, ...reader.references(param, 'Patient')])],
    ['status', (param) => void (statuses = reader.tokens(param).map(({ code }) => code))],
    ['_id', (param) => void (ids = reader.ids(param).map((id) => id.toLowerCase()))],
  ] satisfies [string, (param: Param) => void][]);
  reader.walk(params, (name) => readers.get(name));
  const [patientId] = patients;
  if (patientId === undefined || patients.length > 1)
    reader.refuse('required', 'patient', 'patient must name one patient');
  return reader.issues.length > 0 || patientId === undefined
    ? { ok: false, issues: reader.issues }
    : { ok: true, patientId, statuses, ids, ignored: reader.ignored };
}
