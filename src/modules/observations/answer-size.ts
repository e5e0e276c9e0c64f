import type { ObservationRow } from './observation.js';

/** Of one answer, about: a page of notes of a megabyte each is too long before its count is. */
export const MOST_ANSWER_BYTES = 10_000_000;

/** What an observation takes in an answer, about. What is beside skeleton and remainder has some hundred characters. */
export const bytesOf = ({
  skeleton,
  remainder,
  device,
}: Pick<ObservationRow, 'skeleton' | 'remainder' | 'device'>): number =>
  500 + Buffer.byteLength(skeleton) + Buffer.byteLength(remainder ?? '') + Buffer.byteLength(device ?? '');
