const LIKE = {
  /** Of JSON: `$ref` and `xsi:type` among them. */
  member: /^[\w:.$-]{1,60}$/,
  /** Of a FHIR resource. */
  element: /^\w{1,60}$/,
  /** Of a query: with a modifier of FHIR's. */
  parameter: /^[\w:.-]{1,60}$/,
  /** Of a form, and of a query without its modifier. */
  field: /^[\w.-]{1,60}$/,
} as const;

/**
 * A stranger's word may be anything, and anybody's name: it is said again only where it looks like the name of such a thing.
 *
 * @returns '' where it does not
 */
export const sayable = (word: string, as: keyof typeof LIKE): string => (LIKE[as].test(word) ? word : '');
