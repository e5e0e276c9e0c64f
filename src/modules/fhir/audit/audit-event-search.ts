import { UUID } from '../../../platform/auth/compartment.js';
import type { AuditCriteria } from '../../audit/index.js';
import { type DateCondition, parseSearchDate, spanOf } from '../search/index.js';
import { DEFAULT_COUNT, type Param, ParamReader } from '../search/search-params.js';
import type { Issue } from '../validate/index.js';

export interface AuditEventQuery {
  readonly criteria: AuditCriteria;
  readonly count: number;
  readonly cursor: string | null;
  readonly ignored: readonly string[];
}
export type AuditEventSearch =
  { readonly ok: true; readonly query: AuditEventQuery } | { readonly ok: false; readonly issues: readonly Issue[] };

type Draft = { -readonly [K in keyof AuditCriteria]: AuditCriteria[K] };

/** Reads the query of `GET /fhir/AuditEvent`: patient, agent, date (and _lastUpdated, the same), entity and _id, all of them together. */
export function parseAuditEventSearch(params: URLSearchParams, options: { strict: boolean }): AuditEventSearch {
  const reader = new ParamReader(options.strict);
  const criteria: Draft = { machines: true };
  let count = DEFAULT_COUNT;
  let cursor: string | null = null;
  const readers: ReadonlyMap<string, (param: Param) => void> = new Map([
    ['_count', (param) => void (count = reader.count(param))],
    ['_cursor', (param) => void (cursor = reader.cursor(param))],
    [
      '_id',
      (param) =>
        void (criteria.ids = reader
          .ids(param)
          .filter((id) => /^\d{1,15}$/.test(id))
          .map(Number)),
    ],
    ['patient', (param) => readPatient(reader, param, criteria)],
    ['agent', (param) => readAgent(reader, param, criteria)],
    ['date', (param) => readDate(reader, param, criteria)],
    // An act is written down when it is done, and never again.
    ['_lastUpdated', (param) => readDate(reader, param, criteria)],
    ['entity', (param) => readEntity(reader, param, criteria)],
  ] satisfies [string, (param: Param) => void][]);
  reader.walk(params, (name) => readers.get(name));
  if (reader.issues.length > 0) return { ok: false, issues: reader.issues };
  return { ok: true, query: { criteria, count, cursor, ignored: reader.ignored } };
}

function readPatient(reader: ParamReader, param: Param, criteria: Draft): void {
  const [id = '', ...more] = reader.references(param, 'Patient').map((one) => one.toLowerCase());
  if (more.length > 0 || (criteria.patientId !== undefined && criteria.patientId !== id))
    return reader.refuse('not-supported', param.name, `${param.name} may name one patient`);
  // An id that cannot be one of ours finds nothing.
  criteria.patientId = UUID.test(id) ? id : '00000000-0000-0000-0000-000000000000';
}

/** `person/<id>` and `system/<id>` as our identifiers say it, or FHIR's types before the id. */
function readAgent(reader: ParamReader, param: Param, criteria: Draft): void {
  const [text = ''] = param.values;
  const parts = /^(?:(person|system|Practitioner|Patient|RelatedPerson|Device)\/)?([0-9a-f-]{36})$/i.exec(text);
  if (!parts || param.values.length !== 1)
    return reader.refuse(
      'value',
      'agent',
      'agent must be one person/<id>, system/<id>, Practitioner/<id> or Device/<id>',
    );
  const kind = parts[1]?.toLowerCase();
  criteria.actor = `${kind === 'system' || kind === 'device' ? 'system' : 'person'}/${parts[2]!.toLowerCase()}`;
}

function readDate(reader: ParamReader, param: Param, criteria: Draft): void {
  const condition = param.values.length === 1 ? parseSearchDate(param.values[0]!) : undefined;
  if (!condition)
    return reader.refuse('value', param.name, `${param.name} must be one date such as 2026-11 or ge2026-11-20`);
  const { from, to } = boundsOf(condition);
  if (from !== undefined && from > (criteria.from ?? '')) criteria.from = from;
  if (to !== undefined && (criteria.to === undefined || to < criteria.to)) criteria.to = to;
}

/** An act is one moment: the first that fits, and the first that does not any more. */
function boundsOf(condition: DateCondition): { from?: string; to?: string } {
  const { fromMs, beforeMs } = spanOf(condition);
  return {
    ...(fromMs === -Infinity ? {} : { from: instant(fromMs) }),
    ...(beforeMs === Infinity ? {} : { to: instant(beforeMs) }),
  };
}

const FIRST_MS = Date.parse('0001-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');
/** Of the years that PostgreSQL reads as we write them: nothing was done in another one. */
const instant = (ms: number) => new Date(Math.min(Math.max(ms, FIRST_MS), LAST_MS)).toISOString();

function readEntity(reader: ParamReader, param: Param, criteria: Draft): void {
  const [text = ''] = param.values;
  if (param.values.length !== 1 || !/^([A-Za-z]+\/)?[A-Za-z0-9\-.]{1,64}$/.test(text))
    return reader.refuse('value', 'entity', 'entity must be one reference such as Patient/<id>');
  if (text.startsWith('Patient/')) return readPatient(reader, param, criteria);
  criteria.objectId = text.slice(text.indexOf('/') + 1);
}
