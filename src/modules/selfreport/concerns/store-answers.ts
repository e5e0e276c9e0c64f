import type { AnswerScore, RedFlagItem } from '../../../instruments/index.js';
import type { ObservationRow } from '../../observations/index.js';
import type { StoredAnswer } from './follow-answers.js';
import { answerOf, responseIdOf } from './read-answer.js';

/**
 * What is stored of the answers to a question, one a moment: an item and the form it belongs to are one answer, and what
 * calls somebody comes before what does not.
 *
 * @param rows - of whatever status, with whoever wrote the last version of those that were changed
 * @param wholeSinceMs - all that was answered since then is among them; of what is older only what came or changed lately
 */
export function collectAnswers(
  rows: readonly { readonly row: ObservationRow; readonly changedBy: string | null }[],
  item: RedFlagItem,
  wholeSinceMs: number,
): StoredAnswer[] {
  const moments = Map.groupBy(
    rows.map((one) => ({ ...one, answer: answerOf(one.row, item) })),
    ({ row }) => row.startMs,
  );
  return [...moments].flatMap(([answeredMs, all]) => {
    const known = all.filter(({ answer }) => answer !== 'silent');
    const [worst] = (known.length > 0 || answeredMs < wholeSinceMs ? known : all).sort((a, b) => rankOf(b.answer) - rankOf(a.answer)); // prettier-ignore
    if (!worst) return [];
    const { row, answer, changedBy } = worst;
    const score = answer === 'silent' || answer === 'withdrawn' ? null : answer;
    return [{ responseId: responseIdOf(row), answeredMs, receivedMs: row.receivedMs, score, changedBy }];
  });
}

/** Nobody knows what is unreadable, so it comes before "not at all". */
function rankOf(answer: AnswerScore | 'withdrawn' | 'silent'): number {
  if (answer === 'silent') return -2;
  if (answer === 'withdrawn') return -1;
  return answer === 'unreadable' ? 0.5 : answer;
}
