import type { ObservationRow } from './observation.js';

/** Of one answer, about: a page of notes of a megabyte each is too long before its count is. */
export const MOST_ANSWER_BYTES = 10_000_000;

/** What an observation takes in an answer, about. What is beside these texts has some hundred characters. */
export const bytesOf = (row: Texts): number => 500 + TEXTS.reduce((sum, name) => sum + bytesOfText(row[name]), 0);

const TEXTS = ['skeleton', 'remainder', 'device', 'identifier', 'valueText', 'originalText'] as const;
type Texts = Pick<ObservationRow, (typeof TEXTS)[number]>;

/** Letters count as bytes where there are few of them: that is asked of every row. */
const bytesOfText = (text: string | null): number =>
  text === null ? 0 : text.length < 1024 ? text.length : Buffer.byteLength(text);
