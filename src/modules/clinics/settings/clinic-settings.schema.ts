import { z } from 'zod';
import { PHONE_PATTERN } from '../../../metrics/index.js';
import { timeZone, uuid } from '../clinics.schema.js';

const text = (most: number) => z.string().trim().min(1, 'must not be empty').max(most);
export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time written HH:MM');
export const civilDay = z.iso.date({ error: 'must be a day written YYYY-MM-DD', abort: true });
/** BCP 47, the part that people choose: `de`, `pt-BR`. */
export const language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'must be a language such as de or pt-BR');
export const phone = z.string().trim().regex(PHONE_PATTERN, 'must be a telephone number, such as +49 30 1234567');

const SpanShape = z
  .strictObject({ from: clockTime, to: z.union([clockTime, z.literal('24:00')]) })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'must be after from; a night is two stretches' });
const Spans = z
  .array(SpanShape)
  .max(6)
  .refine(
    (spans) => spans.every((span, i) => i === 0 || spans[i - 1]!.to <= span.from),
    'must be in order and not overlap',
  );

const SiteShape = z.strictObject({
  id: uuid,
  name: text(100),
  address: text(300).nullable(),
  /** Monday first. */
  hours: z.array(Spans).length(7, 'must have seven days, Monday first'),
});
const HolidayShape = z.strictObject({
  on: civilDay,
  name: text(100),
  /** Null: at every site. */
  siteId: uuid.nullable(),
  /** None: closed. */
  hours: Spans,
});

const settings = {
  name: text(120),
  timeZone,
  phone: phone.nullable(),
  language,
  /** What people read when the clinic is closed. */
  afterHours: text(500).nullable(),
  /** `required`: staff whose account a password alone opens must add an authenticator app before anything else. */
  secondFactor: z.enum(['optional', 'required']),
  sites: z
    .array(SiteShape)
    .max(50)
    .refine((sites) => new Set(sites.map(({ id }) => id)).size === sites.length, 'must not name a site twice'),
  holidays: z
    .array(HolidayShape)
    .max(400)
    .refine(
      (days) => new Set(days.map(({ on, siteId }) => `${on} ${siteId}`)).size === days.length,
      'must not name a day twice for the same site',
    ),
};

/** `version`: of the settings that were read, 0 before the first change. */
export const NewClinicSettings = z
  .strictObject({ version: z.number().int().min(0), ...settings })
  .superRefine(({ sites, holidays }, context) => {
    for (const [i, { siteId }] of holidays.entries())
      if (siteId !== null && !sites.some(({ id }) => id === siteId))
        context.addIssue({ code: 'custom', path: ['holidays', i, 'siteId'], message: 'must be one of sites' });
  })
  .meta({ id: 'NewClinicSettings' });
export type NewClinicSettings = z.output<typeof NewClinicSettings>;
export type ClinicSettings = Omit<NewClinicSettings, 'version'>;

export const ClinicView = z
  .object({
    version: z.number(),
    ...settings,
    sites: z.array(
      z.object({ id: z.string(), name: z.string(), address: z.string().nullable(), hours: z.array(Spans) }),
    ),
    holidays: z.array(z.object({ on: z.string(), name: z.string(), siteId: z.string().nullable(), hours: Spans })),
    /** Of each site: whether its door is open, and when that changes; null when nothing is planned within a year. */
    doors: z.array(
      z.object({
        siteId: z.string(),
        isOpen: z.boolean(),
        changesAt: z.string().nullable(),
        holiday: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'ClinicView' });

export const ClinicChanges = z
  .object({
    items: z.array(
      z.object({
        at: z.string(),
        by: z.string(),
        kind: z.enum(['settings', 'member', 'team', 'rota', 'absence']),
        /** Whom or what it was about, by name where there is one. */
        about: z.string(),
        changes: z.array(z.object({ what: z.string(), before: z.unknown(), after: z.unknown() })),
      }),
    ),
    next: z.number().nullable(),
  })
  .meta({ id: 'ClinicChanges' });
export const ChangesQuery = z.object({ before: z.coerce.number().int().positive().optional() });
export type ChangesQuery = z.output<typeof ChangesQuery>;
