import { z } from 'zod';
import { email, language, phone, uuid } from '../../clinics/index.js';
import { birthDate, gender, NewPatient, PatientDetailShape, personName } from '../patients.schema.js';

const text = (most: number) => z.string().trim().min(1, 'must not be empty').max(most);

const referral = {
  givenName: personName,
  familyName: personName,
  birthDate,
  gender: gender.nullable(),
  email: email.nullable(),
  phone: phone.nullable(),
  language: language.nullable(),
  /** What the referrer asks, in the referrer's words. */
  question: text(2000),
  urgent: z.boolean(),
  fromName: text(120),
  fromOrganisation: text(200).nullable(),
};

export const NewReferral = z.strictObject({ id: uuid, ...referral }).meta({ id: 'NewReferral' });
export type NewReferral = z.output<typeof NewReferral>;

export const ReferralShape = z
  .object({
    id: z.string(),
    ...referral,
    birthDate: z.string(),
    email: z.string().nullable(),
    state: z.enum(['open', 'accepted', 'declined']),
    receivedAt: z.string(),
    decidedAt: z.string().nullable(),
    decidedBy: z.string().nullable(),
    reason: z.string().nullable(),
    patientId: z.string().nullable(),
  })
  .meta({ id: 'Referral' });
export const Referrals = z.object({ items: z.array(ReferralShape) }).meta({ id: 'Referrals' });
export const ReferralQuery = z.object({ state: z.enum(['open', 'accepted', 'declined']).default('open') });
export type ReferralQuery = z.output<typeof ReferralQuery>;

/** The registration, as the form gives it, filled in from the referral. */
export const AcceptReferral = NewPatient;
export type AcceptReferral = z.output<typeof AcceptReferral>;
export const AcceptedReferral = PatientDetailShape;
export const DeclineReferral = z.strictObject({ reason: text(500) }).meta({ id: 'DeclineReferral' });
export type DeclineReferral = z.output<typeof DeclineReferral>;
