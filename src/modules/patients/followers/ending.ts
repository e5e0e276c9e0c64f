/** How it came to an end that somebody looks on, or was to. */
export interface Ended {
  /** refused: the patient’s No to whom the team had proposed; taken-back: before they had come and without a No; ended: all else. */
  readonly what: 'refused' | 'taken-back' | 'ended';
  /** date: the day came that was chosen; account: theirs is over here; unknown: from before this was kept. */
  readonly as: 'patient' | 'team' | 'date' | 'account' | 'unknown';
  /** The name of whoever did it; null: nobody did, or nobody of today's. */
  readonly by: string | null;
  readonly at: Date | null;
}

/** What is written down when somebody ends it. */
export interface EndingAct {
  readonly endedAs: 'patient' | 'team' | 'before' | null;
  readonly endedBy: string | null;
  readonly endedAt: Date | null;
}

/**
 * How a grant ended; null: it has not, it holds or waits.
 *
 * @param grant.isOver - the moment is past until which it was given
 * @param grant.isMember - whoever looks on belongs to the clinic still
 * @param grant.isAgreed - the patient had said yes to this person
 */
export function toEnded(
  grant: EndingAct & {
    readonly until: Date | null;
    readonly isOver: boolean;
    readonly isMember: boolean;
    readonly isAgreed: boolean;
  },
): Ended | null {
  const { endedAs, endedBy, endedAt, until, isOver, isMember, isAgreed } = grant;
  if (!isOver) return isMember ? null : { what: 'ended', as: 'account', by: null, at: null };
  if (endedAs === null) return { what: 'ended', as: 'date', by: null, at: until };
  if (endedAs === 'before') return { what: 'ended', as: 'unknown', by: null, at: endedAt };
  const what = isRefusal(endedAs, isAgreed) ? 'refused' : 'ended';
  return { what, as: endedAs, by: endedBy, at: endedAt };
}

/** How an invitation ended that nobody had accepted. */
export function toTakenBack(invitation: EndingAct & { readonly isAgreed: boolean }): Ended {
  const { endedAs, endedBy, endedAt, isAgreed } = invitation;
  if (endedAs === null || endedAs === 'before') return { what: 'taken-back', as: 'unknown', by: null, at: endedAt };
  const what = isRefusal(endedAs, isAgreed) ? 'refused' : 'taken-back';
  return { what, as: endedAs, by: endedBy, at: endedAt };
}

/** To what the patient has never said yes, their end is a No. */
const isRefusal = (endedAs: 'patient' | 'team', isAgreed: boolean) => endedAs === 'patient' && !isAgreed;
