import { UUID } from '../../../platform/auth/compartment.js';
import type { RecordPlace } from '../../record/index.js';
import { DEFAULT_COUNT, type Param, ParamReader } from '../search/search-params.js';
import type { Issue } from '../validate/index.js';

export type RecordSearch =
  | {
      readonly ok: true;
      readonly patientId: string;
      /** Any of these; null: all, what was entered in error too. */
      readonly statuses: readonly string[] | null;
      readonly count: number;
      readonly after: RecordPlace | null;
      readonly ignored: readonly string[];
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Reads a search for the records of one patient, who must be named; `status` narrows it. */
export function parseRecordSearch(params: URLSearchParams, strict: boolean): RecordSearch {
  const reader = new ParamReader(strict);
  let patients: string[] = [];
  let statuses: string[] | null = null;
  let count = DEFAULT_COUNT;
  let after: RecordPlace | null = null;
  const ofPatient = (param: Param) => void (patients = [...patients, ...reader.references(param, 'Patient')]);
  const readers: ReadonlyMap<string, (param: Param) => void> = new Map([
    ['patient', ofPatient],
    ['subject', ofPatient],
    [
      'status',
      (param) => {
        // Given twice it means both at once, which nothing is.
        if (statuses)
          reader.refuse('not-supported', 'status', 'status is taken once: values between commas mean any of them');
        statuses = reader.tokens(param).map(({ code }) => code);
      },
    ],
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
  const [patientId] = patients;
  if (patientId === undefined || patients.length > 1)
    reader.refuse('required', 'patient', 'patient must name one patient');
  return reader.issues.length > 0 || patientId === undefined
    ? { ok: false, issues: reader.issues }
    : { ok: true, patientId: patientId.toLowerCase(), statuses, count, after, ignored: reader.ignored };
}

export const writePlace = ({ lastUpdated, id }: RecordPlace): string =>
  Buffer.from(`${lastUpdated.getTime()} ${id}`).toString('base64url');

function readPlace(cursor: string): RecordPlace | undefined {
  const [, ms, id] = /^(\d{1,15}) (.{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return ms && id && UUID.test(id) ? { lastUpdated: new Date(Number(ms)), id } : undefined;
}
