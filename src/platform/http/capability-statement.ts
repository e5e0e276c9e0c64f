import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What `fhir/capability-statement.json` says that others build on. */
export interface CapabilityTemplate {
  readonly rest: readonly {
    readonly resource: readonly { readonly type: string; readonly interaction: readonly { readonly code: string }[] }[];
  }[];
}

/** fhir/capability-statement.json, without our address. Lies beside src/ and beside dist/. */
export function readCapabilityTemplate(): CapabilityTemplate {
  const path = 'fhir/capability-statement.json';
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, path);
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as CapabilityTemplate;
  }
  throw new Error(`${path} is missing`);
}

/** SMART's letters, in their order, with the interactions that each of them opens. */
const LETTERS: readonly (readonly [letter: string, interactions: readonly string[]])[] = [
  ['c', ['create']],
  ['r', ['read', 'vread']],
  ['u', ['update', 'patch']],
  ['d', ['delete']],
  ['s', ['search-type']],
];

/** With which letters of a scope can something be done with this type here? `crs`. */
export function lettersOf({ rest }: CapabilityTemplate, type: string): string {
  const offered = rest.flatMap(({ resource }) => resource).find((resource) => resource.type === type);
  const codes = offered?.interaction.map(({ code }) => code) ?? [];
  return LETTERS.filter(([, opened]) => opened.some((code) => codes.includes(code)))
    .map(([letter]) => letter)
    .join('');
}
