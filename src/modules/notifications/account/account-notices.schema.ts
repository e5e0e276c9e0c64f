import { z } from 'zod';
import { isTimeZone } from '../../../metrics/index.js';
import { clockTime } from '../../clinics/index.js';

const base64url = (bytes: number) =>
  z
    .string()
    .max(200)
    .refine((text) => Buffer.from(text, 'base64url').length === bytes, `must be ${bytes} bytes in base64url`);

/** Over midnight when `from` is later than `until`; on the wall of `timeZone`. */
const QuietHours = z
  .strictObject({ from: clockTime, until: clockTime })
  .refine(({ from, until }) => from !== until, { path: ['until'], message: 'must differ from from' });

const settings = {
  webPush: z.boolean(),
  email: z.boolean(),
  quietHours: QuietHours.nullable(),
  /** What interrupts may do so in quiet hours. */
  interrupt: z.boolean(),
};
export const SetNotices = z
  .strictObject({
    ...settings,
    /** Where the quiet hours hang on the wall. Left out: a patient's own zone, for others the clinic's. */
    timeZone: z.string().refine(isTimeZone, 'must be an IANA zone such as Europe/Berlin').nullable().default(null),
  })
  .meta({ id: 'SetNotices' });
export type SetNotices = z.output<typeof SetNotices>;

/** As the browser's PushSubscription gives it. `id` is made by the client, so that a retry adds nothing. */
export const AddPushDevice = z
  .strictObject({
    id: z.uuid(),
    endpoint: z.url({ protocol: /^https?$/ }).max(1000),
    p256dh: base64url(65),
    auth: base64url(16),
    device: z.string().trim().min(1).max(100),
  })
  .meta({ id: 'AddPushDevice' });
export type AddPushDevice = z.output<typeof AddPushDevice>;

export const NoticesShape = z
  .object({
    ...settings,
    quietHours: z.object({ from: z.string(), until: z.string() }).nullable(),
    /** Where the quiet hours hold. */
    timeZone: z.string(),
    /** For the browser's `pushManager.subscribe`. */
    publicKey: z.string(),
    devices: z.array(z.object({ id: z.string(), device: z.string(), createdAt: z.string() })),
    emailAddress: z.string(),
    /** Does a mail reach anybody from this server? */
    mails: z.boolean(),
  })
  .meta({ id: 'NoticeSettings' });

export const TestNotices = z.object({ sentTo: z.array(z.enum(['web-push', 'e-mail'])) }).meta({ id: 'TestNotices' });
