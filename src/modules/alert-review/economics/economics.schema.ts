import { z } from 'zod';
import { PROFESSIONS } from '../../clinics/index.js';
import { ENDS, KindShape, type Outcome } from '../../alerts/index.js';
import { HELD_BACK, type HeldBack } from '../held-back.js';
import { WHYS } from './propose-retune.js';

export const EconomicsQuery = z.strictObject({
  /** How many days back, up to now. */
  days: z.coerce.number().int().min(7).max(366).default(30),
});
export type EconomicsQuery = z.output<typeof EconomicsQuery>;

const count = z.number();
const byOutcome = Object.fromEntries(ENDS.map((one) => [one, count])) as Record<Outcome, typeof count>;
/** Of alerts that were raised in the period, whatever has become of them since. */
const figures = {
  fired: count,
  /** Resolved as contacted, plan changed or visit done. */
  actedOn: count,
  /** actedOn ÷ fired; null: nothing fired. */
  precision: z.number().nullable(),
  outcomes: z.object(byOutcome),
  /** Not resolved yet. */
  open: count,
  /** Fired alerts that somebody has acknowledged, handed off or resolved, and how many minutes that took. */
  answered: count,
  minutesToAnswer: z.object({ p50: z.number().nullable(), p90: z.number().nullable() }),
  /** Snoozed by somebody at some time who did not undo it. */
  snoozed: count,
  /** About patients, a monitored patient and day; null: of fewer than 30 such days. */
  perPatientDay: z.number().nullable(),
};
export const FiguresShape = z.object(figures).meta({ id: 'AlertFigures' });

const scope = {
  from: z.enum(['default', 'clinic', 'programme', 'patient']),
  programme: z.string().nullable(),
  /** Null: what Stepwell comes with, and rules of single patients taken together. */
  version: z.number().nullable(),
};

export const AlertEconomicsShape = z
  .object({
    from: z.string(),
    to: z.string(),
    days: z.number(),
    /** Days of patients who agreed to be monitored. */
    patientDays: z.number(),
    goalPerPatientDay: z.number(),
    total: FiguresShape,
    /** A row per kind, the most frequent first; kinds that did not fire last. */
    kinds: z.array(
      z.object({
        kind: KindShape,
        ...figures,
        /** The clinic's rule is on. */
        isOn: z.boolean(),
        /** Held back from everybody, by reason. */
        heldBack: z.object(Object.fromEntries(HELD_BACK.map((one) => [one, count])) as Record<HeldBack, typeof count>),
        lastFiredAt: z.string().nullable(),
        /** On, and has not fired in 90 days. */
        isSilent: z.boolean(),
        /** The same by domain and by the rule that raised it, where there is more than one. */
        rules: z.array(z.object({ domain: z.string(), ...scope, ...figures })),
      }),
    ),
    /** Of what the clinic's rules for all patients raised in the last 30 days, whatever period is looked at. */
    proposals: z.array(
      z.object({
        kind: KindShape,
        why: z.enum(WHYS),
        fired: count,
        actedOn: count,
        /** How many of them are the reason. */
        because: count,
        /** What of the clinic's rule would be another; null: the alarm budget is what helps. */
        change: z
          .object({
            on: z.literal(false).optional(),
            severity: z.literal(1).optional(),
            clearAfterDays: z.number().optional(),
            discipline: z.enum(PROFESSIONS).optional(),
          })
          .nullable(),
      }),
    ),
  })
  .meta({ id: 'AlertEconomics' });
export type AlertEconomics = z.output<typeof AlertEconomicsShape>;
