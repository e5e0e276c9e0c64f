import type { SoughtCoding } from '../../observations/index.js';
import type { WantedIdentifier } from '../../record/index.js';
import { ObservationStatus } from '../generated/codes.js';
import { shortKey } from '../observation/index.js';
import type { Issue } from '../validate/index.js';
import { DEFAULT_COUNT, ParamReader, type Param, type SearchOptions, type StatusCodes } from './search-params.js';
import { type MomentSpan, readLastUpdated } from './last-updated.js';
import { parseSearchDate, type DateCondition } from './search-date.js';

export interface ObservationQuery {
  /** Null: all that the caller may see. An empty list fits nobody (two parameters that exclude each other). */
  readonly patientIds: readonly string[] | null;
  /** Any of these; empty: all codes. */
  readonly codes: readonly SoughtCoding[];
  /** Any of these; empty: all. */
  readonly categories: readonly SoughtCoding[];
  /** Any of these; null: all. */
  readonly statuses: readonly string[] | null;
  /** All of these hold. */
  readonly date: readonly DateCondition[];
  /** All of them together; absent: ever. */
  readonly updated?: MomentSpan | undefined;
  readonly identifier?: { readonly system: string | null; readonly value: string };
  readonly ids?: readonly string[];
  readonly sort: '-date' | 'date';
  /** 0: only how many there are. */
  readonly count: number;
  readonly cursor: string | null;
  /** Parameters that were not understood, for the self link. */
  readonly ignored: readonly string[];
}

export type ObservationSearch =
  { readonly ok: true; readonly query: ObservationQuery } | { readonly ok: false; readonly issues: readonly Issue[] };

type Draft = { -readonly [K in keyof ObservationQuery]: ObservationQuery[K] };
type Reader = (param: Param, query: Draft, reader: ParamReader) => void;

/** https://hl7.org/fhir/R4/valueset-observation-status.html */
const STATUSES: StatusCodes = {
  system: 'http://hl7.org/fhir/observation-status',
  codes: ObservationStatus,
};

const readPatients: Reader = (param, query, reader) => {
  query.patientIds = both(query.patientIds, reader.references(param, 'Patient'));
};

const readDate: Reader = ({ name, values }, query, reader) => {
  const [text = ''] = values;
  const condition = values.length === 1 ? parseSearchDate(text) : undefined;
  if (condition) query.date = [...query.date, condition];
  else reader.refuse('value', name, `${name} must be one date such as ge2026-11-20 (eq, ge, gt, le, lt, sa, eb)`);
};

const readIdentifier: Reader = (param, query, reader) => {
  const [token] = reader.tokens(param);
  if (param.values.length !== 1 || query.identifier) {
    reader.refuse('not-supported', param.name, 'identifier may be searched for once, with one value');
  } else if (token) query.identifier = { system: token.system, value: token.code };
};

const toSought = ({ system, value }: WantedIdentifier): SoughtCoding => ({ system, code: value });

/** A long code is kept under its short form, and found by its own where it stands behind another one. */
const withShort = (sought: SoughtCoding): SoughtCoding[] => {
  const short = {
    system: sought.system && shortKey(sought.system),
    code: sought.code && shortKey(sought.code),
  };
  return short.code === sought.code && short.system === sought.system ? [sought] : [sought, short];
};

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['patient', readPatients],
  ['subject', readPatients],
  ['date', readDate],
  ['_lastUpdated', (param, query, reader) => void (query.updated = readLastUpdated(reader, param, query.updated))],
  ['identifier', readIdentifier],
  [
    'code',
    (param, query, reader) => {
      if (query.codes.length > 0)
        reader.refuse('not-supported', 'code', 'code may be given once; separate several by commas');
      query.codes = reader.identifiers(param).map(toSought).flatMap(withShort);
    },
  ],
  [
    'category',
    (param, query, reader) => {
      if (query.categories.length > 0)
        reader.refuse('not-supported', 'category', 'category may be given once; separate several by commas');
      query.categories = reader.identifiers(param).map(toSought);
    },
  ],
  ['status', (param, query, reader) => void (query.statuses = reader.statuses(param, STATUSES, query.statuses))],
  ['_id', (param, query, reader) => void (query.ids = [...both(query.ids ?? null, reader.ids(param))])],
  ['_count', (param, query, reader) => void (query.count = reader.count(param))],
  ['_cursor', (param, query, reader) => void (query.cursor = reader.cursor(param))],
  [
    '_sort',
    ({ values }, query, reader) => {
      const [order] = values;
      if (values.length === 1 && (order === 'date' || order === '-date')) query.sort = order;
      else reader.refuse('value', '_sort', '_sort must be date or -date');
    },
  ],
]);

/** `patient:Patient=a` says the same as `patient=a`; every other modifier would change the meaning. */
const isPlain = ({ name, modifier }: Param) =>
  modifier === null || (modifier === 'Patient' && (name === 'patient' || name === 'subject'));

/** Reads the query of `GET /fhir/Observation` or the form of `POST /fhir/Observation/_search`. */
export function parseObservationSearch(params: URLSearchParams, options: SearchOptions = {}): ObservationSearch {
  const reader = new ParamReader(options.strict ?? false, { ...options, offersCount: true });
  const query: Draft = {
    patientIds: null,
    codes: [],
    categories: [],
    statuses: null,
    date: [],
    sort: '-date',
    count: DEFAULT_COUNT,
    cursor: null,
    ignored: reader.ignored,
  };
  reader.walk(
    params,
    (name) => {
      const read = READERS.get(name);
      return read && ((param) => read(param, query, reader));
    },
    isPlain,
  );
  if (reader.isCount) query.count = 0;
  return reader.issues.length > 0 ? { ok: false, issues: reader.issues } : { ok: true, query };
}

/** Two conditions on ids: what fits both. */
export function both(before: readonly string[] | null, more: readonly string[]): readonly string[] {
  return before === null ? [...new Set(more)] : before.filter((id) => more.includes(id));
}
