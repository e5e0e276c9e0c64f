/** What a patient is asked to agree to. Each is one question with a text of its own. */
export const CONSENT_PURPOSES = [
  'monitoring',
  'telehealth',
  'recording',
  'share-caregiver',
  'share-primary-care',
  'research',
  'sensitive-notes',
] as const;
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];

/** About these the patient is asked. Nothing records a visit, so nobody is asked about that; what was answered stays. */
export const ASKED_PURPOSES: readonly ConsentPurpose[] = CONSENT_PURPOSES.filter((purpose) => purpose !== 'recording');

/** Purposes for which data leave the treatment: an integration may be bound to one of them. */
export const SHARING_PURPOSES = ['share-primary-care', 'research'] as const;
export type SharingPurpose = (typeof SHARING_PURPOSES)[number];

/**
 * SQL: does the patient in `column` agree to this as of now? Asked in the statement that reads or writes, never
 * remembered: a withdrawal counts for whatever begins after its commit. What was never decided is not agreed to.
 */
export const consentGiven = (column: string, purpose: ConsentPurpose): string =>
  `coalesce((SELECT said.status = 'given' FROM consent said WHERE said.patient_id = ${column} AND said.purpose = '${purpose}'
     ORDER BY said.recorded_at DESC LIMIT 1), false)`;

/** SQL: has the end of this delegation not come? */
export const delegationNotOver = (alias: string): string => `(${alias}.until IS NULL OR ${alias}.until > now())`;

/** SQL: does it wait for the patient's yes to this very person? Nothing is seen by it. */
export const delegationWaits = (alias: string): string =>
  `(${alias}.agreed_at IS NULL AND ${delegationNotOver(alias)})`;

/**
 * SQL: is this delegation in force? The patient has agreed to this very person (also where the team invited them), its end
 * has not come, and the patient agrees to share at all.
 */
export const delegationLive = (alias: string): string =>
  `(${alias}.agreed_at IS NOT NULL AND ${delegationNotOver(alias)} AND ${consentGiven(`${alias}.patient_id`, 'share-caregiver')})`;
