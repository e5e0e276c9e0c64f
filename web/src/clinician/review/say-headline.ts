import type { WeeklyReviewRow } from '../../api/types.js';
import { say, sayAlert, sayOnPage } from '../../words/index.js';

/** The most pressing item in a sentence, else what was last said of the patient. */
export function sayHeadline({ items: [worst], sentence }: Pick<WeeklyReviewRow, 'items' | 'sentence'>): string {
  if (worst) return sayAlert(worst);
  return sentence ? say(sentence, 'clinician') : sayOnPage('weekly.nothing');
}
