export interface MergeFacts {
  readonly hasAccount: boolean;
  readonly isMerged: boolean;
  /** Somebody has asked for its erasure, and that was not cancelled. */
  readonly isBeingErased: boolean;
}

export interface Refusal {
  readonly code: string;
  readonly reason: string;
}

/** May these two records become one? Undefined: yes. */
export function refuseMerge(survivor: MergeFacts, duplicate: MergeFacts): Refusal | undefined {
  if (survivor.isMerged || duplicate.isMerged)
    return { code: 'MERGED_ALREADY', reason: 'One of these records was merged already: open the record it became.' };
  if (survivor.hasAccount && duplicate.hasAccount)
    return {
      code: 'TWO_ACCOUNTS',
      reason:
        'Both records have an account of their own, which speaks for two people. Ask which one is to stay, and end the other.',
    };
  if (survivor.isBeingErased || duplicate.isBeingErased)
    return {
      code: 'ERASURE_OPEN',
      reason: 'Somebody has asked for the erasure of one of these records: let that be done or cancelled first.',
    };
  return undefined;
}

/** May they be two again? What is to be erased was asked for about both: it would leave one of them behind. */
export function refuseParting(isBeingErased: boolean): Refusal | undefined {
  return isBeingErased
    ? {
        code: 'ERASURE_OPEN',
        reason:
          'Somebody has asked for the erasure of what these records are today: let that be done or cancelled first.',
      }
    : undefined;
}

/** Four eyes: whoever proposes a merge does not decide it. Undefined: yes. */
export function refuseDecision(
  merge: { readonly state: string; readonly proposedBy: string },
  wanted: 'proposed' | 'done',
  personId: string,
): Refusal | undefined {
  if (merge.state !== wanted)
    return {
      code: 'MERGE_DECIDED',
      reason:
        wanted === 'proposed'
          ? `This proposal was decided already: ${merge.state}.`
          : `This merge is not in force: ${merge.state}.`,
    };
  if (wanted === 'proposed' && merge.proposedBy === personId)
    return { code: 'SECOND_PERSON', reason: 'Whoever proposes a merge does not decide it: ask another admin.' };
  return undefined;
}
