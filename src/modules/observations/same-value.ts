import { plainDecimal } from '../../metrics/index.js';

/** What of a reading is its value: a number, or else a member that only this reading has. */
export interface Valued {
  readonly valueText: string | null;
  readonly remainder: string | null;
}

/** numeric keeps trailing zeros and so do we: 1.5 and 1.50 are two ways of writing, hence two versions. */
export const sameNumber = (a: string | null, b: string | null): boolean =>
  a === b || (a !== null && b !== null && plainDecimal(a) === plainDecimal(b));

/** The same number, text, code or components. */
export const sameValue = (a: Valued, b: Valued): boolean =>
  sameNumber(a.valueText, b.valueText) && (a.valueText !== null || otherValue(a) === otherValue(b));

export const saysNoValue = (one: Valued): boolean => one.valueText === null && otherValue(one) === '[]';

/** A text, a code, components: what is no number is kept with the members that only this one has. */
function otherValue({ remainder }: Valued): string {
  const own = remainder === null ? {} : (JSON.parse(remainder) as object);
  return JSON.stringify(
    Object.entries(own)
      .filter(([key]) => /^_?(value|component)/.test(key))
      .sort(),
  );
}
