import type { PurposeView } from '../api/types.js';

/** Does a question wait for this patient: never answered, or in words that they have not seen? A no is an answer. */
export const needsAnswer = ({ isAsked, status, hasNewerText }: PurposeView): boolean =>
  isAsked && (status === 'none' || hasNewerText);
