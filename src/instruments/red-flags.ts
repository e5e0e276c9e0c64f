import { type Coding, LOINC } from '../metrics/index.js';

/** A question some answers to which must reach somebody at once, whatever the score of the rest. */
export interface RedFlagItem {
  readonly flag: 'self-harm';
  readonly instrument: string;
  /** As the instrument numbers it. */
  readonly item: string;
  readonly coding: Coding;
  /** From this score on. */
  readonly atLeast: number;
  /** What its coded answers score. */
  readonly scoreOf: Readonly<Record<string, number>>;
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
    atLeast: 1,
    scoreOf: { 'LA6568-5': 0, 'LA6569-3': 1, 'LA6570-1': 2, 'LA6571-9': 3 },
  },
];

/** Is this the code of such a question? */
export const isRedFlagCode = ({ system, code }: Pick<Coding, 'system' | 'code'>): boolean =>
  RED_FLAG_ITEMS.some((item) => item.coding.system === system && item.coding.code === code);
