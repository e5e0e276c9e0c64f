import { sayable } from '../../../platform/http/sayable.js';
import type { Json } from '../validate/index.js';

/**
 * A Bundle of what was found. FHIR's JSON knows no empty list: without entries there is no member for them.
 *
 * @param at - the address of the type, below which each resource has its own
 * @param about.total - how many there are in all, where that is known
 * @param about.ignored - parameters that were not understood
 */
export function toSearchset(
  at: string,
  link: readonly Json[],
  resources: readonly Json[],
  { total, ignored = [] }: { readonly total?: number; readonly ignored?: readonly string[] } = {},
): Json {
  const found: Json[] = resources.map((resource) => ({
    fullUrl: `${at}/${String(resource['id'])}`,
    resource,
    search: { mode: 'match' },
  }));
  const entry = [...found, ...toIgnoredEntry(ignored)];
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    ...(total === undefined ? {} : { total }),
    link,
    ...(entry.length === 0 ? {} : { entry }),
  };
}

/**
 * Who misspells a parameter must not take the answer for that to another question: an entry says what was passed over.
 * https://hl7.org/fhir/R4/search.html#errors
 */
export function toIgnoredEntry(ignored: readonly string[]): Json[] {
  if (ignored.length === 0) return [];
  const issue = [...new Set(ignored)].map((name) => ({
    severity: 'warning',
    code: 'not-supported',
    diagnostics: `${sayable(name, 'parameter') ? `The search parameter ${name}` : 'A search parameter'} is not supported here and was ignored.`,
  }));
  return [{ resource: { resourceType: 'OperationOutcome', issue }, search: { mode: 'outcome' } }];
}

/**
 * The member `entry` in a text, with the comma before it. Put together piece by piece: a joined list would be copied once
 * more when the whole is sent.
 */
export function entryText(entries: readonly string[]): string {
  let text = '';
  for (const entry of entries) text += (text === '' ? ',"entry":[' : ',') + entry;
  return text === '' ? '' : `${text}]`;
}
