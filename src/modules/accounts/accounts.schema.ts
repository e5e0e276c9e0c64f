import { z } from 'zod';
import { PROFESSIONS, ROLES, uuid } from '../clinics/index.js';

export const Session = z
  .object({
    person: z.object({ id: z.string(), name: z.string(), email: z.string() }),
    clinic: z.object({ id: z.string(), name: z.string(), slug: z.string(), timeZone: z.string(), demo: z.boolean() }),
    role: z.enum(ROLES),
    profession: z.enum(PROFESSIONS).nullable(),
    patientId: z.string().nullable(),
    /**
     * Whom a caregiver looks after in this clinic, whoever granted last first (`patientId`), and what each lets them see, as
     * `GET …/followers` has it; empty for everybody else.
     */
    lookedAfter: z.array(z.object({ id: z.string(), name: z.string(), shared: z.array(z.string()) })),
    clinics: z.array(z.object({ id: z.string(), name: z.string(), role: z.enum(ROLES) })),
    /** The clinic asks for a second factor: until there is one, nothing but that can be done. */
    secondFactorNeeded: z.boolean(),
    /** Unused for so long it ends; at the latest then. */
    ends: z.object({ idleSeconds: z.number(), at: z.string() }),
    serverTime: z.string(),
  })
  .meta({ id: 'Session' });

export const ChooseClinic = z.strictObject({ clinicId: uuid }).meta({ id: 'ChooseClinic' });
export type ChooseClinic = z.output<typeof ChooseClinic>;
export const SocketTicket = z.object({ ticket: z.string(), expiresInSeconds: z.number() }).meta({ id: 'SocketTicket' });
