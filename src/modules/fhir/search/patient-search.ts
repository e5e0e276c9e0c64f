import { isDate } from '../../../metrics/index.js';
import type { Issue } from '../validate/index.js';
import { both } from './observation-search.js';
import { DEFAULT_COUNT, ParamReader, type Param, type SearchOptions, type Token } from './search-params.js';
import { type MomentSpan, readLastUpdated } from './last-updated.js';
import { ofMoments, parseSearchDate } from './search-date.js';

export interface PatientQuery {
  readonly ids?: readonly string[];
  /** Any of these. */
  readonly identifiers: readonly Token[];
  /** Each of these lists must have a text with which some part of the name begins, ignoring case and accents. */
  readonly names: readonly (readonly string[])[];
  /** All of these hold; a birth date is read as a UTC day. */
  readonly birthDate: readonly ReturnType<typeof ofMoments>[];
  /** When the resource was; all together. */
  readonly updated?: MomentSpan | undefined;
  readonly count: number;
  readonly cursor: string | null;
  readonly ignored: readonly string[];
}

export type PatientSearch =
  { readonly ok: true; readonly query: PatientQuery } | { readonly ok: false; readonly issues: readonly Issue[] };

type Draft = { -readonly [K in keyof PatientQuery]: PatientQuery[K] };
type Reader = (param: Param, query: Draft, reader: ParamReader) => void;

const readBirthDate: Reader = ({ name, values }, query, reader) => {
  const [text = ''] = values;
  const plain = isDate(text.replace(/^[a-z]{2}/, ''));
  const condition = values.length === 1 && plain ? parseSearchDate(text) : undefined;
  if (condition) query.birthDate = [...query.birthDate, ofMoments(condition)];
  else reader.refuse('value', name, 'birthdate must be one date such as 1970-05-01 or ge1970');
};

const readName: Reader = ({ name, values }, query, reader) => {
  const texts = values.map((v) => v.replaceAll(/\\([\\,|$])/g, '$1').trim());
  if (texts.some((t) => t === '')) reader.refuse('value', name, 'name must not be empty');
  else query.names = [...query.names, texts];
};

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['_id', (param, query, reader) => void (query.ids = both(query.ids ?? null, reader.ids(param)))],
  [
    'identifier',
    (param, query, reader) => {
      if (query.identifiers.length > 0) reader.refuse('not-supported', 'identifier', 'identifier may be given once');
      query.identifiers = reader.tokens(param);
    },
  ],
  ['name', readName],
  ['birthdate', readBirthDate],
  ['_lastUpdated', (param, query, reader) => void (query.updated = readLastUpdated(reader, param, query.updated))],
  ['_count', (param, query, reader) => void (query.count = reader.count(param))],
  ['_cursor', (param, query, reader) => void (query.cursor = reader.cursor(param))],
]);

/** Reads the query of `GET /fhir/Patient`. */
export function parsePatientSearch(params: URLSearchParams, options: SearchOptions = {}): PatientSearch {
  const reader = new ParamReader(options.strict ?? false);
  const query: Draft = {
    identifiers: [],
    names: [],
    birthDate: [],
    count: DEFAULT_COUNT,
    cursor: null,
    ignored: reader.ignored,
  };
  reader.walk(params, (name) => {
    const read = READERS.get(name);
    return read && ((param) => read(param, query, reader));
  });
  return reader.issues.length > 0 ? { ok: false, issues: reader.issues } : { ok: true, query };
}
