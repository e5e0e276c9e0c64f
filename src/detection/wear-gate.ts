import type { ActivityScale, DayInput } from './day-input.js';

/** Ten hours: below, a day's total says more about the wrist than about the person. */
export const WORN_MINUTES = 600;
const UNCERTAIN_WEIGHT = 0.4;
const NIGHTS_WINDOW = 14;
const NIGHTS_EXPECTED = 3;

/**
 * How much does each day's activity count? 1 = a worn day, 0 = missing (never "zero steps"), 0.4 = the device reports
 * no wear time and the night is missing too although nights are usually there.
 */
export class WearGate {
  /** Did each of the last 14 days have a night? */
  private readonly nights: boolean[] = [];

  constructor(private readonly scale: ActivityScale) {}

  weigh(day: DayInput): number {
    const expectsNight = this.nights.filter(Boolean).length >= NIGHTS_EXPECTED;
    const hasNight = day.sleepMinutes !== null || day.restingHeartRate !== null;
    this.nights.push(hasNight);
    if (this.nights.length > NIGHTS_WINDOW) this.nights.shift();
    const { activity, wearMinutes } = day;
    if (activity === null || activity <= 0) return 0;
    if (wearMinutes !== null) return wearMinutes >= WORN_MINUTES ? 1 : 0;
    if (activity < this.scale.least) return 0;
    return expectsNight && !hasNight ? UNCERTAIN_WEIGHT : 1;
  }
}
