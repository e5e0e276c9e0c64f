import { plainDecimal } from '../../metrics/index.js';
import { canonicalText } from '../../platform/json/index.js';

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

export const saysNoValue = (one: Valued): boolean => one.valueText === null && otherValue(one) === NO_VALUE;

type Json = Record<string, unknown>;

/** A text, a code, components: what is no number is kept with the members that only this one has, and their digits. */
function otherValue({ remainder }: Valued): string {
  const { $exact = {}, ...own } = (remainder === null ? {} : JSON.parse(remainder)) as Json;
  return canonicalText([own, $exact as Json].map(ofValue));
}

const ofValue = (members: Json): Json =>
  Object.fromEntries(
    Object.entries(members).filter(([key]) => /^_?(value|component)/.test(key) && key !== 'valueQuantity.value'),
  );
const NO_VALUE = canonicalText([{}, {}]);

/** Of the same number: does each name a unit, and they differ, or is one a bound (below it, at least) that the other is not? */
export function saysOtherQuantity(a: { readonly skeleton: string }, b: { readonly skeleton: string }): boolean {
  if (a.skeleton === b.skeleton) return false;
  const [x, y] = [quantityOf(a.skeleton), quantityOf(b.skeleton)];
  // A code beside a word that is printed: nobody can tell whether they mean the same.
  const [one, other] = x.code && y.code ? [x.code, y.code] : [x.unit, y.unit];
  return x.comparator !== y.comparator || (one !== undefined && other !== undefined && one !== other);
}

const quantityOf = (skeleton: string) =>
  (JSON.parse(skeleton) as { valueQuantity?: { comparator?: string; code?: string; unit?: string } }).valueQuantity ??
  {};
