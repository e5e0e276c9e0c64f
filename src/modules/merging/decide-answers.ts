import type { ConsentPurpose } from '../../platform/auth/consent-condition.js';
import type { ConsentStatus } from '../consents/index.js';

/** One answer to a question of consent, as it stands in a record's history. */
export interface Answer {
  readonly id: string;
  readonly purpose: ConsentPurpose;
  readonly status: ConsentStatus;
  readonly recordedAt: Date;
  readonly textId: string | null;
}

/**
 * What the person agreed to on the record that stays and refused on the other: the No counts, whichever came first. What
 * only the other record agreed to is not agreed to.
 *
 * @param survivor - all answers of the record that stays, the newest first
 * @returns the yeses that end
 */
export function answersToEnd(survivor: readonly Answer[], duplicate: readonly Answer[]): Answer[] {
  const other = lastOf(duplicate);
  return [...lastOf(survivor).values()].filter(
    ({ purpose, status }) => status === 'given' && (other.get(purpose)?.status ?? 'given') !== 'given',
  );
}

/**
 * When two records part again: a No since the merge was said for both of them, and a yes that only the other record's No
 * had ended is a yes again, unless its own patient has answered since.
 *
 * @param endedByMerge - ids of the answers that the merge itself wrote
 * @returns the duplicate's yeses that end, and the survivor's that hold again
 */
export function answersAtParting(
  survivor: readonly Answer[],
  duplicate: readonly Answer[],
  mergedAt: Date,
  endedByMerge: readonly string[],
): { readonly ending: readonly Answer[]; readonly again: readonly Answer[] } {
  const [own, other] = [lastOf(survivor), lastOf(duplicate)];
  const wasRefused = (one: Answer | undefined) => one && one.status !== 'given' && one.recordedAt > mergedAt;
  return {
    ending: [...other.values()].filter(({ purpose, status }) => status === 'given' && wasRefused(own.get(purpose))),
    again: [...own.values()].filter(({ id }) => endedByMerge.includes(id)),
  };
}

function lastOf(answers: readonly Answer[]): Map<ConsentPurpose, Answer> {
  return new Map([...Map.groupBy(answers, ({ purpose }) => purpose)].map(([purpose, [last]]) => [purpose, last!]));
}
