import { isDate, isDateTime, isInstant, isTime } from '../../../metrics/index.js';
import { isFilledArray } from './complex.js';
import type { Findings, Json } from './findings.js';
import { narrativeProblem } from './narrative.js';

/** FHIR's own limit for a string, in characters. */
const MAX_STRING = 1_048_576;
// All linear: no part can match the same text in two ways.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;
const CODE = /^[^\s]+(?:\s[^\s]+)*$/;
const ID = /^[A-Za-z0-9\-.]{1,64}$/;
const URI = /^\S+$/;
const OID = /^urn:oid:[0-2](?:\.(?:0|[1-9][0-9]*))+$/;
const UUID = /^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const BASE64 = /^[0-9a-zA-Z+/]*={0,2}$/;

/** Most texts are short printable ASCII: seeing that by character codes is several times faster than any expression. */
function isPlain(s: string, lowest: number): boolean {
  if (s.length > 80) return false;
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    if (c < lowest || c > 126) return false;
  }
  return s.length > 0;
}

type Primitive = (v: unknown, k: string, out: Findings) => void;

/** A check of texts by a test and the sentence that says what would be right. */
function texts(test: (s: string) => boolean, right: string): Primitive {
  return (v, k, out) => {
    if (typeof v !== 'string') out.add('value', k, `${k} must be a text (JSON string)`);
    else if (!test(v)) out.add('value', k, `${k} must be ${right}`);
  };
}

const isString = (s: string): boolean => isPlain(s, 32) || (s.length > 0 && s.length <= MAX_STRING && !CONTROL.test(s));
const isBase64 = (s: string): boolean => {
  const bare = /\s/.test(s) ? s.replaceAll(/\s+/g, '') : s;
  return bare.length > 0 && bare.length % 4 === 0 && BASE64.test(bare);
};

const anyString = texts(isString, 'a text that is not empty, without control characters, of at most 1 MB');

/** Texts, codes and URIs are most of every resource: the usual ones are let through before anything else is called. */
export function string(v: unknown, k: string, out: Findings): void {
  if (typeof v !== 'string' || !isPlain(v, 32)) anyString(v, k, out);
}
export const markdown = string;
const anyCode = texts((s) => s.length <= MAX_STRING && CODE.test(s), 'a code: no spaces at the ends, no double spaces');

export function code(v: unknown, k: string, out: Findings): void {
  if (typeof v !== 'string' || !isPlain(v, 33)) anyCode(v, k, out);
}

export const id = texts((s) => ID.test(s), 'an id: 1 to 64 letters, digits, hyphens and dots');
const anyUri = texts((s) => URI.test(s), 'a URI, not empty and without spaces');

export function uri(v: unknown, k: string, out: Findings): void {
  if (typeof v !== 'string' || !isPlain(v, 33)) anyUri(v, k, out);
}

export const url = uri;
export const canonical = uri;
export const oid = texts((s) => OID.test(s), 'an OID such as urn:oid:1.2.3');
export const uuid = texts((s) => UUID.test(s), 'a UUID such as urn:uuid:c757873d-ec9a-4326-a141-556f43239520');
export const base64Binary = texts(isBase64, 'base64');
export const date = texts(isDate, 'a date of the calendar: YYYY, YYYY-MM or YYYY-MM-DD');
export const dateTime = texts(isDateTime, 'a date, or a time with seconds and offset such as 2026-11-22T08:30:00Z');
export const instant = texts(isInstant, 'a time with seconds and offset such as 2026-11-22T08:30:00.000Z');
export const time = texts(isTime, 'a time of day such as 08:30:00');

export function boolean(v: unknown, k: string, out: Findings): void {
  if (typeof v !== 'boolean') out.add('value', k, `${k} must be true or false`);
}

export function decimal(v: unknown, k: string, out: Findings): void {
  if (typeof v !== 'number' || !Number.isFinite(v)) out.add('value', k, `${k} must be a number (not in quotes)`);
}

function integers(min: number, right: string): Primitive {
  return (v, k, out) => {
    if (!Number.isInteger(v) || (v as number) < min || (v as number) > 2_147_483_647) {
      out.add('value', k, `${k} must be a whole number ${right}`);
    }
  };
}

export const integer = integers(-2_147_483_648, 'from -2147483648 to 2147483647 (not in quotes)');
export const unsignedInt = integers(0, 'from 0 to 2147483647 (not in quotes)');
export const positiveInt = integers(1, 'from 1 to 2147483647 (not in quotes)');

/** A code from a required binding. */
export function codeIn(v: unknown, k: string, out: Findings, codes: ReadonlySet<string>): void {
  if (codes.has(v as string)) return;
  if (typeof v !== 'string') return out.add('value', k, `${k} must be a text (JSON string)`);
  const listed = [...codes].slice(0, 12).join(', ');
  out.add('code-invalid', k, `${k} must be one of ${listed}${codes.size > 12 ? ', …' : ''}`);
}

/** A list of primitives; a null stands where the member has only extensions, in `_k`. */
export function each(v: unknown, k: string, o: Json, out: Findings, check: Primitive): void {
  if (!isFilledArray(v, k, out)) return;
  const elements = o[`_${k}`];
  for (let i = 0; i < v.length; i++) {
    const member: unknown = v[i];
    if (member === null && Array.isArray(elements) && elements[i] !== null && elements[i] !== undefined) continue;
    const before = out.found.length;
    check(member, k, out);
    if (out.found.length === before) continue;
    for (let f = before; f < out.found.length; f++) out.found[f]!.path = `${k}[${i}]`;
    if (out.full) return;
  }
}

export function codeInEach(v: unknown, k: string, o: Json, out: Findings, codes: ReadonlySet<string>): void {
  each(v, k, o, out, (member, key, findings) => codeIn(member, key, findings, codes));
}

export function xhtml(v: unknown, k: string, out: Findings): void {
  if (typeof v !== 'string') return out.add('value', k, `${k} must be a text (JSON string)`);
  const problem = narrativeProblem(v);
  if (problem) out.add(problem.code, k, problem.message);
}
