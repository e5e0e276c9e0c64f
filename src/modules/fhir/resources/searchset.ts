import type { Json } from '../validate/index.js';

/**
 * A Bundle of what was found. FHIR's JSON knows no empty list: without entries there is no member for them.
 *
 * @param at - the address of the type, below which each resource has its own
 * @param total - how many there are in all, where that is known
 */
export function toSearchset(at: string, link: readonly Json[], resources: readonly Json[], total?: number): Json {
  const entry = resources.map((resource) => ({
    fullUrl: `${at}/${String(resource['id'])}`,
    resource,
    search: { mode: 'match' },
  }));
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    ...(total === undefined ? {} : { total }),
    link,
    ...(entry.length === 0 ? {} : { entry }),
  };
}

/** The member `entry` in a text, with the comma before it. */
export const entryText = (entries: readonly string[]): string =>
  entries.length === 0 ? '' : `,"entry":[${entries.join(',')}]`;
