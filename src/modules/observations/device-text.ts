import { canonicalText, exactPaths, parseJson, stringifyJson } from '../../platform/json/index.js';

/**
 * What a FHIR `device` says (a name, a serial number) may be a person's own, so it never stands in the skeleton that a whole
 * clinic shares: that has an empty object in its place, which FHIR itself never allows. The words are kept with the source;
 * an observation that says others than its source has them in its own remainder. Both go when the patient is erased.
 */
const MARKER = '"device":{}';
/** In front of a remainder, where no other member of it begins like this. */
const OWN = '{"device":';

/** Within a text of the skeleton the quotes of the name would be escaped. */
export const hasDevice = (skeleton: string): boolean => skeleton.includes(MARKER);
export const hasOwnDevice = (remainder: string | null): boolean => remainder !== null && remainder.startsWith(OWN);

export const withOwnDevice = (remainder: string | null, device: string): string =>
  remainder === null ? `${OWN}${device}}` : `${OWN}${device},${remainder.slice(1)}`;

/** The device that an observation tells, and what is its own beside that. */
export function takeDevice(
  { skeleton, remainder }: { readonly skeleton: string; readonly remainder: string | null },
  ofSource: string | null,
): { readonly device: string | null; readonly remainder: string | null } {
  if (remainder === null || !hasOwnDevice(remainder))
    return { device: hasDevice(skeleton) ? ofSource : null, remainder };
  const own = parseJson(Buffer.from(remainder)) as Record<string, unknown>;
  const device = stringifyJson(own.device);
  delete own.device;
  return { device, remainder: Object.keys(own).length > 0 ? stringifyJson(own) : null };
}

/** Only the order of keys may differ, which makes no text longer. */
export const isSameDevice = (a: string, b: string): boolean =>
  a === b || (a.length === b.length && inOrder(a) === inOrder(b));

function inOrder(device: string): string {
  const said = parseJson(Buffer.from(device));
  return canonicalText([said, exactPaths(said) ?? {}]);
}
