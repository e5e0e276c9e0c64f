import { ConsentStateCodes } from '../generated/codes.js';
import { type MomentSpan, readLastUpdated } from '../search/last-updated.js';
import { both } from '../search/observation-search.js';
import { OnePatientReader } from '../search/one-patient.js';
import { type Param, ParamReader } from '../search/search-params.js';
import type { Issue } from '../validate/index.js';

export type ConsentSearch =
  | {
      readonly ok: true;
      readonly patientId: string;
      /** Any of these; null: all. */
      readonly statuses: readonly string[] | null;
      readonly ids: readonly string[] | null;
      readonly updated: MomentSpan | undefined;
      /** Only how many there are. */
      readonly isCount: boolean;
      readonly ignored: readonly string[];
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

const STATUSES = { system: 'http://hl7.org/fhir/consent-state-codes', codes: ConsentStateCodes };

/** Reads the query of `GET /fhir/Consent`: one patient, who must be named, and status, _id and _lastUpdated to narrow it. */
export function parseConsentSearch(params: URLSearchParams, strict: boolean): ConsentSearch {
  const reader = new ParamReader(strict, { offersCount: true });
  const one = new OnePatientReader(reader, STATUSES);
  let ids: readonly string[] | null = null;
  let updated: MomentSpan | undefined;
  const readUpdated = (param: Param) => void (updated = readLastUpdated(reader, param, updated));
  const readId = (param: Param) => {
    const more = reader.ids(param).map((id) => id.toLowerCase());
    ids = both(ids, more);
  };
  // A patient's consents are a handful, given whole: there is nothing to count them off by.
  const readCount = (param: Param) => void (reader.count(param) === 0 || reader.unknown(param));
  const readers = new Map([
    ['patient', one.patient],
    ['status', one.readStatus],
    ['_id', readId],
    ['_lastUpdated', readUpdated],
    ['_count', readCount],
  ]);
  reader.walk(params, (name) => readers.get(name));
  const patientId = one.found();
  if (patientId === undefined || reader.issues.length > 0) return { ok: false, issues: reader.issues };
  const { isCount, ignored } = reader;
  return { ok: true, patientId, statuses: one.statuses, ids, updated, isCount, ignored };
}
