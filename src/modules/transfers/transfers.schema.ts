import { z } from 'zod';
import { uuid } from '../clinics/index.js';
import { Matches } from '../patients/index.js';

const code = z
  .string()
  .trim()
  .regex(/^xfer_[A-Za-z0-9_-]{43}$/, 'must be the code that the other clinic gave');

export const NewTransfer = z
  .strictObject({
    id: uuid,
    patientId: uuid,
    /** The clinic it is meant for, in words. */
    toName: z.string().trim().min(1, 'must not be empty').max(120),
    /** The day on which the patient agreed. */
    agreedOn: z.iso
      .date({ error: 'must be a day written YYYY-MM-DD', abort: true })
      .refine(
        (day) => day <= new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
        'must not be in the future',
      ),
  })
  .meta({ id: 'NewTransfer' });
export type NewTransfer = z.output<typeof NewTransfer>;

export const TransferCode = z
  .object({ id: z.string(), code: z.string(), expiresAt: z.string() })
  .meta({ id: 'TransferCode' });

export const Transfers = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        patientId: z.string(),
        patientName: z.string(),
        toName: z.string(),
        createdAt: z.string(),
        createdBy: z.string(),
        expiresAt: z.string(),
        acceptedAt: z.string().nullable(),
        state: z.enum(['offered', 'expired', 'revoked', 'underway', 'done']),
      }),
    ),
  })
  .meta({ id: 'Transfers' });

export const ReadTransfer = z.strictObject({ code }).meta({ id: 'ReadTransfer' });
export type ReadTransfer = z.output<typeof ReadTransfer>;

export const TransferPreview = z
  .object({
    fromClinic: z.string(),
    name: z.string(),
    birthDate: z.string().nullable(),
    timeZone: z.string(),
    observations: z.number(),
    documents: z.number(),
    /** Protected notes, should there be any, come along: the patient agreed. False: they stay behind. */
    includesProtected: z.boolean(),
    expiresAt: z.string(),
    /** Set once this clinic has begun to accept: the patient it becomes. */
    newPatientId: z.string().nullable(),
    /** Patients of this clinic who may be the same person. */
    matches: Matches.shape.items,
  })
  .meta({ id: 'TransferPreview' });

export const AcceptTransfer = z
  .strictObject({
    code,
    /** Of the patient here; the same again goes on with what was interrupted. */
    patientId: uuid,
    careTeam: z.array(uuid).max(30),
    contactPersonId: uuid.nullable(),
    monitoringConsent: z.literal(true, 'must be true: nothing is monitored without consent'),
  })
  .refine(({ careTeam, contactPersonId }) => contactPersonId === null || careTeam.includes(contactPersonId), {
    path: ['contactPersonId'],
    message: 'must be one of careTeam',
  })
  .meta({ id: 'AcceptTransfer' });
export type AcceptTransfer = z.output<typeof AcceptTransfer>;

export const AcceptedTransfer = z
  .object({ patientId: z.string(), observations: z.number(), documents: z.number() })
  .meta({ id: 'AcceptedTransfer' });
