import { type Coding, LOINC } from '../metrics/index.js';

/** A question some answers to which must reach somebody at once, whatever the score of the rest. */
export interface RedFlagItem {
  readonly flag: 'self-harm';
  readonly instrument: string;
  /** As the instrument numbers it. */
  readonly item: string;
  readonly coding: Coding;
  /** How its words go, for whoever sends it under a code of their own. */
  readonly wording: RegExp;
  /** From this score on. */
  readonly atLeast: number;
  /** The highest score there is; the lowest is 0. */
  readonly most: number;
  /** What its coded answers score. */
  readonly scoreOf: Readonly<Record<string, number>>;
  /** What its answers score where only their words are given, in small letters. */
  readonly scoreOfWords: Readonly<Record<string, number>>;
}

/**
 * Which answers interrupt? PHQ-9 item 9, thoughts of being better off dead or of hurting oneself: anything but "not at
 * all" (Kroenke 2001, J Gen Intern Med 16:606; answer list LL358-3 of LOINC).
 */
export const RED_FLAG_ITEMS: readonly RedFlagItem[] = [
  {
    flag: 'self-harm',
    instrument: 'phq9',
    item: '9',
    coding: {
      system: LOINC,
      code: '44260-8',
      display: 'Thoughts that you would be better off dead, or of hurting yourself in some way',
    },
    wording: /better off dead/i,
    atLeast: 1,
    most: 3,
    scoreOf: { 'LA6568-5': 0, 'LA6569-3': 1, 'LA6570-1': 2, 'LA6571-9': 3 },
    scoreOfWords: { 'not at all': 0, 'several days': 1, 'more than half the days': 2, 'nearly every day': 3 },
  },
];

/** What of a FHIR Observation, or of one of its components, says which question it answers. */
export interface Asked {
  readonly coding?: readonly { readonly system?: string; readonly code?: string; readonly display?: string }[];
  readonly text?: string;
}

/** LOINC by its address, by its OID, and where nobody says whose code it is: the code has a check digit. */
const NAMES_OF_LOINC = new Set<string | undefined>([LOINC, 'urn:oid:2.16.840.1.113883.6.1', undefined]);

/** Is this how the question is asked? By any of the codes, in whatever order they come, or by its words. */
export function asksFor({ coding, wording }: RedFlagItem, { coding: codings = [], text }: Asked): boolean {
  const isIt = (one: { readonly system?: string; readonly code?: string; readonly display?: string }) =>
    (one.code === coding.code && NAMES_OF_LOINC.has(one.system)) || wording.test(one.display ?? '');
  return codings.some(isIt) || wording.test(text ?? '');
}

/** Does it ask a question some answers to which interrupt? */
export const asksForRedFlag = (code: Asked): boolean => RED_FLAG_ITEMS.some((item) => asksFor(item, code));
