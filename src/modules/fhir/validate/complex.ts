import { sayable } from '../../../platform/http/sayable.js';
import type { Check, Findings, Json } from './findings.js';

export function isObject(v: unknown): v is Json {
  return typeof v === 'object' && v !== null && !Array.isArray(v);
}

/** One complex value. */
export function one(v: unknown, k: string, out: Findings, check: Check): void {
  if (!isObject(v)) {
    const wrong = Array.isArray(v) ? 'is one object here, not a list' : 'must be an object';
    return out.add('structure', k, `${k} ${wrong}`);
  }
  const before = out.found.length;
  check(v, out);
  if (out.found.length !== before) out.within(before, k);
}

/** A list of complex values. */
export function many(v: unknown, k: string, out: Findings, check: Check): void {
  if (!isFilledArray(v, k, out)) return;
  for (let i = 0; i < v.length; i++) {
    const member: unknown = v[i];
    const before = out.found.length;
    if (isObject(member)) check(member, out);
    else out.add('structure', '', `each member of ${k} must be an object`);
    if (out.found.length !== before) out.within(before, `${k}[${i}]`);
    if (out.full) return;
  }
}

export function isFilledArray(v: unknown, k: string, out: Findings): v is unknown[] {
  if (!Array.isArray(v)) out.add('structure', k, `${k} must be a list`);
  else if (v.length === 0) out.add('structure', k, `${k} must not be an empty list; leave it out instead`);
  else return true;
  return false;
}

/** `_given` beside `given`: ids and extensions of the members, null where a member has none. */
export function eachElement(v: unknown, k: string, o: Json, out: Findings, check: Check): void {
  if (!isFilledArray(v, k, out)) return;
  const values = o[k.slice(1)];
  for (let i = 0; i < v.length; i++) {
    const member: unknown = v[i];
    const before = out.found.length;
    if (isObject(member)) check(member, out);
    else if (member !== null) out.add('structure', '', `each member of ${k} must be an object or null`);
    else if (!Array.isArray(values) || values[i] === null || values[i] === undefined) {
      out.add('structure', '', `${k} and ${k.slice(1)} must not both be empty at the same place`);
    }
    if (out.found.length !== before) out.within(before, `${k}[${i}]`);
    if (out.full) return;
  }
}

export function resource(v: unknown, k: string, out: Findings): void {
  out.nesting++;
  one(v, k, out, out.resource);
  out.nesting--;
}

export function resources(v: unknown, k: string, out: Findings): void {
  out.nesting++;
  many(v, k, out, out.resource);
  out.nesting--;
}

/** @returns the key that now holds the choice */
export function choice(before: string, key: string, name: string, out: Findings): string {
  if (before !== '' && before !== key)
    out.add('structure', key, `only one ${name} may be given; ${before} is there too`);
  return key;
}

export function unknown(k: string, owner: string, out: Findings): void {
  const key = sayable(k, 'element');
  out.add('structure', key, `${owner} has no property ${key || 'of this name'}`);
}

export function isEmpty(out: Findings): void {
  out.add('structure', '', 'an object must not be empty; leave it out instead');
}

/** @param seen - one bit per name of `required`, in order */
export function missing(seen: number, required: readonly string[], out: Findings): void {
  required.forEach((name, i) => {
    if ((seen & (1 << i)) === 0) out.add('required', name, `${name} is required`);
  });
}
