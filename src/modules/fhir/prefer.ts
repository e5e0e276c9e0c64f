export type PreferredReturn = 'minimal' | 'representation' | 'OperationOutcome';

const RETURNS: ReadonlyMap<string, PreferredReturn> = new Map([
  ['minimal', 'minimal'],
  ['representation', 'representation'],
  ['operationoutcome', 'OperationOutcome'],
]);
/** One preference of `Prefer` (RFC 7240): a name and its value. Its parameters, after a semicolon, are none of ours. */
const PREFERENCE = /(?:^|,)\s*([\w-]+)\s*(?:=\s*("(?:[^"\\]|\\.)*"|[^\s",;]*))?(?:[^",]|"(?:[^"\\]|\\.)*")*/g;

/**
 * What a sender wants to read of what it made. https://hl7.org/fhir/R4/http.html#ops
 *
 * @returns undefined where it does not say, or says what nobody knows; of two the first holds
 */
export function preferredReturn(header: string | undefined): PreferredReturn | undefined {
  if (header === undefined) return undefined;
  for (const [, name, value = ''] of header.matchAll(PREFERENCE))
    if (name?.toLowerCase() === 'return') return RETURNS.get(value.replaceAll('"', '').toLowerCase());
  return undefined;
}
