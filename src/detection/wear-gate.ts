import type { DailyInput } from './daily-input.js';

/** Ten hours: below, a day's total says more about the wrist than about the person. */
export const WORN_MINUTES = 600;
const UNCERTAIN_WEIGHT = 0.4;
const NIGHTS_WINDOW = 14;
const NIGHTS_EXPECTED = 3;

/**
 * How much does each day's activity count? 1 = a worn day, 0 = missing (never "zero steps"), 0.4 = the device reports
 * no wear time and the night is missing too although nights are usually there.
 */
export function weighActivityDays(input: DailyInput): Float64Array {
  const weights = new Float64Array(input.days);
  let nights = 0;
  for (let t = 0; t < input.days; t++) {
    weights[t] = weighDay(input, t, nights >= NIGHTS_EXPECTED);
    nights += Number(hasNight(input, t));
    if (t >= NIGHTS_WINDOW) nights -= Number(hasNight(input, t - NIGHTS_WINDOW));
  }
  return weights;
}

function weighDay(input: DailyInput, t: number, expectsNight: boolean): number {
  const value = input.activity[t];
  if (value == null || value <= 0) return 0;
  const wear = input.wearMinutes?.[t];
  if (wear != null) return wear >= WORN_MINUTES ? 1 : 0;
  if (value < input.activityLeast) return 0;
  return expectsNight && !hasNight(input, t) ? UNCERTAIN_WEIGHT : 1;
}

function hasNight(input: DailyInput, t: number): boolean {
  return input.sleepMinutes[t] != null || input.restingHeartRate[t] != null;
}
