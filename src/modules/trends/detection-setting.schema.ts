import { z } from 'zod';
import { BUDGET_RANGE } from '../../detection/index.js';

const budget = z.number().min(BUDGET_RANGE.least).max(BUDGET_RANGE.most);

/** False alarms that the clinic accepts per patient and month. */
export const NewDetectionSetting = z
  .strictObject({ budgetPerPatientMonth: budget })
  .meta({ id: 'NewDetectionSetting' });
export type NewDetectionSetting = z.output<typeof NewDetectionSetting>;

export const DetectionSetting = z
  .object({
    budgetPerPatientMonth: z.number(),
    range: z.object({ least: z.number(), most: z.number() }),
    /** Budgets to choose from, the clinic's own among them. */
    choices: z.array(z.number()),
    /** Patients who are monitored today. */
    patients: z.number(),
    detectorVersion: z.string(),
    /** The newest calibration; null in the first minutes of a clinic. `effectiveOn`: the first day it is judged by. */
    calibration: z
      .object({
        id: z.number(),
        threshold: z.number(),
        computedAt: z.string(),
        effectiveOn: z.string(),
        judgedAlarms: z.number(),
      })
      .nullable(),
    /** What budgets would have brought in the clinic's own last 90 days; null while nobody was watched in them. */
    lookBack: z
      .object({
        from: z.string(),
        to: z.string(),
        patients: z.number(),
        patientMonths: z.number(),
        budgets: z.array(
          z.object({
            budgetPerPatientMonth: z.number(),
            threshold: z.number(),
            notifications: z.number(),
            /**
             * Of these, the ones about changes that somebody judged real. Null = unknown: this threshold lies below the
             * one that was in force, so what it would have told besides was never raised.
             */
            real: z.number().nullable(),
          }),
        ),
      })
      .nullable(),
    history: z.array(z.object({ at: z.string(), by: z.string(), from: z.number(), to: z.number() })),
  })
  .meta({ id: 'DetectionSetting' });
