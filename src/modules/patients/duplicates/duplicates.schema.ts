import { z } from 'zod';
import { email, phone } from '../../clinics/index.js';
import { birthDate, personName } from '../patients.schema.js';

export const MatchQuery = z
  .strictObject({
    givenName: personName,
    familyName: personName,
    birthDate,
    email: email.nullish(),
    phone: phone.nullish(),
  })
  .meta({ id: 'MatchQuery' });
export type MatchQuery = z.output<typeof MatchQuery>;

export const Matches = z
  .object({
    items: z.array(
      z.object({
        patientId: z.string(),
        name: z.string(),
        birthDate: z.string().nullable(),
        certainty: z.enum(['likely', 'possible']),
        because: z.array(
          z.enum([
            'name',
            'nameSwapped',
            'nameClose',
            'givenName',
            'familyName',
            'birthDate',
            'birthDateClose',
            'email',
            'phone',
          ]),
        ),
      }),
    ),
    /** Somebody within the caller's reach who has the e-mail already; null: nobody, or none was asked about. */
    sharesEmail: z
      .object({
        patientId: z.string(),
        name: z.string(),
        /** Signs in with it, or is invited to: an invitation of anybody else at this address is refused. */
        signsIn: z.boolean(),
      })
      .nullable(),
  })
  .meta({ id: 'Matches' });
