import { z } from 'zod';
import { EMAIL_PATTERN, isTimeZone, LONGEST_EMAIL } from '../../metrics/index.js';
import { SHORTEST_PASSWORD, weaknessOf } from '../../platform/auth/common-passwords.js';
import { invitedToFollow } from './follower-grant.schema.js';

export const ROLES = ['clinician', 'coordinator', 'admin', 'auditor', 'patient', 'caregiver'] as const;
export const PROFESSIONS = [
  'pain-physician',
  'nurse-coordinator',
  'physical-therapist',
  'occupational-therapist',
  'psychologist',
  'pharmacist',
  'social-worker',
  'dietitian',
  'sleep-specialist',
  'other',
] as const;

/** Without the blank that keyboards of phones put behind an address. */
export const email = z
  .string()
  .trim()
  .check(z.email({ pattern: EMAIL_PATTERN, error: 'must be an e-mail address' }), z.maxLength(LONGEST_EMAIL))
  .transform((text) => text.toLowerCase());
export const uuid = z.uuid('must be a UUID').transform((text) => text.toLowerCase());
export const newPassword = z
  .string()
  .min(SHORTEST_PASSWORD, { error: `must have at least ${SHORTEST_PASSWORD} characters`, abort: true })
  .max(200, { error: 'must have at most 200 characters', abort: true })
  .superRefine((password, context) => {
    const message = weaknessOf(password);
    if (message) context.addIssue({ code: 'custom', message });
  });
const personName = z.string().trim().min(1, 'must not be empty').max(120);

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{1,40}$/, 'must be 2 to 41 lower-case letters, digits or hyphens');
export const timeZone = z.string().refine(isTimeZone, 'must be an IANA zone such as Europe/Berlin');
export const NewClinic = z.object({ slug, timeZone });

/** What `create-clinic` asks for, by the names of its options. */
export const CreateClinic = z.object({
  slug,
  name: personName,
  zone: timeZone,
  'admin-email': email,
  'admin-name': personName,
});

export const NewInvitation = z
  .strictObject({
    id: uuid,
    email,
    name: personName,
    role: z.enum(ROLES),
    profession: z.enum(PROFESSIONS).nullish(),
    patientId: uuid.nullish(),
    ...invitedToFollow,
  })
  .superRefine((body, context) => {
    for (const field of Object.keys(invitedToFollow) as (keyof typeof invitedToFollow)[])
      if (body[field] !== undefined && body.role !== 'caregiver')
        context.addIssue({ code: 'custom', path: [field], message: 'is only for the role caregiver' });
    const needsPatient = body.role === 'patient' || body.role === 'caregiver';
    if (needsPatient !== Boolean(body.patientId))
      context.addIssue({
        code: 'custom',
        path: ['patientId'],
        message: needsPatient ? `is needed for the role ${body.role}` : 'is only for the roles patient and caregiver',
      });
  })
  .meta({ id: 'NewInvitation' });
export type NewInvitation = z.output<typeof NewInvitation>;

export const AcceptInvitation = z
  .strictObject({
    // Not asked of who is signed in with the address, or comes through an organisation's sign-on.
    password: newPassword.optional(),
    name: personName.optional(),
  })
  .meta({ id: 'AcceptInvitation' });
export type AcceptInvitation = z.output<typeof AcceptInvitation>;

export const InvitationLink = z
  .object({
    id: z.string(),
    /** Absent where it goes by mail alone: a patient's or caregiver's, to their own address. */
    link: z.string().optional(),
    expiresAt: z.string(),
  })
  .meta({ id: 'InvitationLink' });
export const InvitationView = z
  .object({
    clinicName: z.string(),
    email: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    profession: z.enum(PROFESSIONS).nullable(),
    /** An organisation's sign-on opens this address: no password is needed. */
    singleSignOn: z.boolean(),
  })
  .meta({ id: 'InvitationView' });
export const Invitations = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        email: z.string(),
        name: z.string(),
        role: z.enum(ROLES),
        profession: z.enum(PROFESSIONS).nullable(),
        /** Of patients and caregivers. */
        patientId: z.string().nullable(),
        state: z.enum(['open', 'expired']),
        createdAt: z.string(),
        expiresAt: z.string(),
      }),
    ),
  })
  .meta({ id: 'Invitations' });
export const Members = z
  .object({
    items: z.array(
      z.object({
        personId: z.string(),
        name: z.string(),
        email: z.string(),
        role: z.enum(ROLES),
        profession: z.enum(PROFESSIONS).nullable(),
        active: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Members' });
