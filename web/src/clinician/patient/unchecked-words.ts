import type { Upload } from '../../api/types.js';

const UNCHECKED_WORDS: Record<NonNullable<Upload['unchecked']>, string> = {
  'no-birth-date-in-file': 'The file does not say when its owner was born.',
  'no-birth-date-in-record': 'The record has no date of birth to compare with that of the file.',
};

/** Said where something came of a file of which nobody could check whose it is; else null. */
export const uncheckedWords = ({ state, stored, unchecked }: Upload): string | null =>
  state === 'done' && stored > 0 && unchecked
    ? `${UNCHECKED_WORDS[unchecked]} Make sure that it is this patient’s; if not, take it back at “Devices and sources”.`
    : null;
