import { z } from 'zod';
import { PROFESSIONS, uuid } from '../clinics.schema.js';
import { civilDay, clockTime } from '../settings/clinic-settings.schema.js';

const instant = z.iso.datetime({ offset: true, error: 'must be an instant such as 2026-11-26T08:00:00Z' });

export const NewAbsence = z
  .strictObject({ id: uuid, personId: uuid, standInId: uuid, fromAt: instant, untilAt: instant })
  .superRefine(({ personId, standInId, fromAt, untilAt }, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (personId === standInId) wrong('standInId', 'must be somebody else');
    if (Date.parse(untilAt) <= Date.parse(fromAt)) wrong('untilAt', 'must be after fromAt');
    if (Date.parse(untilAt) - Date.parse(fromAt) > 366 * 86_400_000)
      wrong('untilAt', 'must be within a year of fromAt');
  })
  .meta({ id: 'NewAbsence' });
export type NewAbsence = z.output<typeof NewAbsence>;

const person = z.object({ personId: z.string(), name: z.string() });
export const Absences = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        person,
        standIn: person,
        fromAt: z.string(),
        untilAt: z.string(),
        isNow: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Absences' });

const shift = {
  profession: z.enum(PROFESSIONS).nullable(),
  rank: z.union([z.literal(1), z.literal(2)]),
  startsOn: civilDay,
  starts: clockTime,
  endsOn: civilDay,
  ends: clockTime,
  everyWeeks: z.number().int().min(0).max(26),
  lastOn: civilDay.nullable(),
};
const DAY_MS = 86_400_000;
const daysOf = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / DAY_MS;

export const NewShift = z
  .strictObject({ personId: uuid, ...shift })
  .superRefine((body, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    const length = daysOf(body.startsOn, body.endsOn);
    if (`${body.endsOn}T${body.ends}` <= `${body.startsOn}T${body.starts}`) wrong('endsOn', 'must be after the start');
    else if (length > 14) wrong('endsOn', 'must be within 14 days of the start');
    else if (body.everyWeeks > 0 && length > body.everyWeeks * 7)
      wrong('endsOn', 'must be before the turn begins again');
    if (body.lastOn !== null && (body.everyWeeks === 0 || body.lastOn < body.startsOn))
      wrong('lastOn', 'is only for turns that repeat, and must not be before the first');
  })
  .meta({ id: 'NewShift' });
export type NewShift = z.output<typeof NewShift>;

const OnCallShape = z.object({
  personId: z.string(),
  name: z.string(),
  standsInFor: z.string().nullable(),
  rank: z.number(),
  until: z.string(),
});
export const Rota = z
  .object({
    shifts: z.array(z.object({ id: z.string(), personId: z.string(), name: z.string(), ...shift })),
    onCall: z.array(OnCallShape),
    /** Of the next 14 days, when nobody is on call. */
    gaps: z.array(z.object({ from: z.string(), to: z.string() })),
  })
  .meta({ id: 'Rota' });

export const OnCallQuery = z.object({ at: instant.optional(), profession: z.enum(PROFESSIONS).optional() });
export type OnCallQuery = z.output<typeof OnCallQuery>;
export const OnCallList = z.object({ items: z.array(OnCallShape) }).meta({ id: 'OnCallList' });
