/** What somebody typed into a field for a number. `empty`: nothing yet. */
export type TypedNumber =
  | { readonly kind: 'empty' }
  | { readonly kind: 'number'; readonly value: number }
  /** Thousands to one reader, thousandths to another. */
  | { readonly kind: 'ambiguous'; readonly grouped: number; readonly decimal: number }
  | { readonly kind: 'unreadable' };

/** Also while it is being typed: 8. is on its way to 8.5. */
const PLAIN = /^-?\d+(?:[.,]\d*)?$/;
/** 1,234 and 1,234,567.5 as these pages write them; 1.234.567 and 1.234,5 as their neighbours do. */
const BY_COMMA = /^-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/;
const BY_POINT = /^-?[1-9]\d{0,2}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})$/;
const ONE_POINT = /^-?[1-9]\d{0,2}\.\d{3}$/;
const BY_SPACE = /^-?[1-9]\d{0,2}(?:[\s'’]\d{3})+(?:[.,]\d+)?$/;

/**
 * The one reading of numbers that people type: "8000", "8,000", "8 000", "8'000" and "1.234.567" have thousands, "3.5", "3,5"
 * and "0.125" have a decimal mark. A comma before exactly three digits groups, as every number on these pages is written;
 * a single point before exactly three digits could be either, and is asked about.
 */
export function readNumber(text: string): TypedNumber {
  const typed = text.trim().replace(/^[−–]/, '-');
  if (typed === '') return { kind: 'empty' };
  if (BY_COMMA.test(typed)) return number(typed.replaceAll(',', ''));
  if (ONE_POINT.test(typed))
    return { kind: 'ambiguous', grouped: Number(typed.replace('.', '')), decimal: Number(typed) };
  if (BY_POINT.test(typed)) return number(typed.replaceAll('.', '').replace(',', '.'));
  if (BY_SPACE.test(typed)) return number(typed.replaceAll(/[\s'’]/g, '').replace(',', '.'));
  return PLAIN.test(typed) ? number(typed.replace(',', '.')) : { kind: 'unreadable' };
}

/** A number as somebody could have typed it. Three decimals may be read as thousands; with a fourth there is no doubt. */
export function typedAs(value: number): string {
  const text = String(value);
  return ONE_POINT.test(text) ? `${text}0` : text;
}

/** As a number: null of nothing, NaN of what cannot be taken. */
export function valueOf(typed: TypedNumber): number | null {
  if (typed.kind === 'empty') return null;
  return typed.kind === 'number' ? typed.value : Number.NaN;
}

const number = (text: string): TypedNumber => ({ kind: 'number', value: Number(text) });
