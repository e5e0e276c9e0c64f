import { z } from 'zod';
import { email, phone } from '../../clinics/index.js';

const hook = z.url({ protocol: /^https?$/, error: 'must be a URL starting with https://' }).max(1000);

const channels = {
  /** A system of the clinic that hears of every call. */
  webhookUrl: hook.nullable(),
  /** Where the clinic is told when nobody could be reached: a service desk, a nurse line. */
  fallbackEmail: email.nullable(),
  fallbackWebhookUrl: hook.nullable(),
  /** What patients are told to call, `112` or `911`. */
  emergencyNumber: z
    .union([phone, z.string().regex(/^\d{3,6}$/)], {
      error: 'must be a telephone number, or three to six digits such as 112',
    })
    .nullable(),
  /** Whom they can turn to at any hour when life is too hard, in a sentence of the clinic. */
  crisisLine: z.string().trim().min(1).max(300).nullable().default(null),
};

/** `version`: of what was read, 0 before the first change. */
export const SetClinicChannels = z
  .strictObject({ version: z.int().min(0), ...channels })
  .meta({ id: 'SetClinicChannels' });
export type SetClinicChannels = z.output<typeof SetClinicChannels>;

export const ClinicChannelsShape = z
  .object({
    version: z.number(),
    webhookUrl: z.string().nullable(),
    fallbackEmail: z.string().nullable(),
    fallbackWebhookUrl: z.string().nullable(),
    emergencyNumber: z.string().nullable(),
    crisisLine: z.string().nullable(),
    /** Is there a secret that webhooks are signed with? */
    hasSecret: z.boolean(),
  })
  .meta({ id: 'ClinicChannels' });

/** Shown once. */
export const WebhookSecretShape = z.object({ secret: z.string() }).meta({ id: 'WebhookSecret' });
