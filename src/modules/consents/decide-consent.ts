export type ConsentStatus = 'given' | 'declined' | 'withdrawn';
/** in-app: by the patient on the own page. The next three: said to the team. registration, earlier: before texts were shown. erasure: the patient's data are being deleted. merge: said on the other record of this person. */
export type ConsentHow = 'in-app' | 'paper' | 'spoken' | 'telephone' | 'registration' | 'earlier' | 'erasure' | 'merge';

export type ConsentRefusal = 'CONSENT_TEXT_NEEDED' | 'CONSENT_TEXT_CHANGED' | 'CONSENT_NOT_GIVEN' | 'CONSENT_GIVEN';

export type ConsentVerdict =
  | { readonly kind: 'record' }
  /** It is so already: a second tap, a retry. Not news. */
  | { readonly kind: 'same' }
  | { readonly kind: 'refuse'; readonly code: ConsentRefusal };

const refuse = (code: ConsentRefusal): ConsentVerdict => ({ kind: 'refuse', code });

/**
 * Decides what becomes of an answer to a consent text.
 *
 * Agreeing and declining need the words that were shown: whoever answered an older version is shown the new one.
 * Withdrawing needs none, it must be as easy as it can be.
 *
 * @param now - what holds: the last answer and the hash of its text (null where none was shown)
 * @param wanted.textHash - of the words that were on screen or paper
 * @param current - hashes of the texts in force, one a language
 */
export function decideConsent(
  now: { readonly status: ConsentStatus; readonly textHash: string | null } | undefined,
  wanted: { readonly status: ConsentStatus; readonly textHash: string | undefined },
  current: ReadonlySet<string>,
): ConsentVerdict {
  if (wanted.status === 'withdrawn') {
    if (now?.status === 'withdrawn') return { kind: 'same' };
    return now?.status === 'given' ? { kind: 'record' } : refuse('CONSENT_NOT_GIVEN');
  }
  if (wanted.textHash === undefined) return refuse('CONSENT_TEXT_NEEDED');
  if (!current.has(wanted.textHash)) return refuse('CONSENT_TEXT_CHANGED');
  if (now?.status === wanted.status && now.textHash === wanted.textHash) return { kind: 'same' };
  if (wanted.status === 'declined' && now?.status === 'given') return refuse('CONSENT_GIVEN');
  return { kind: 'record' };
}
