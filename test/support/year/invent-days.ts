import type { DaySample, PatientDay } from '../../../src/detection/index.js';
import { changeOf, type Happening, strengthOn } from './story.js';

const WATCH_ON_MINUTES = 840;
const DIARY_SHARE = 0.8;
const PEG_EVERY_DAYS = 7;
const WEEKEND_STEPS = [1, 1, 1, 1, 1.04, 0.88, 0.82];

/** Nobody real: a usual week, noise that carries over from day to day, and what happens in between. */
export function inventDays(days: number, happenings: readonly Happening[], random: () => number): PatientDay[] {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const usual = {
    steps: 2500 + 6000 * random(),
    pain: 3.5 + 3 * random(),
    sleepHours: 6 + 1.6 * random(),
    pulse: 58 + 16 * random(),
    walking: 15 + 30 * random(),
    noise: 0.18 + 0.17 * random(),
  };
  const weekdayOfFirst = Math.floor(random() * 7);
  let mood = 0;
  let device = 'A';
  return Array.from({ length: days }, (_, day) => {
    mood = 0.4 * mood + normal();
    const now = changesOn(day, happenings);
    device = now.watch ?? device;
    const steps =
      usual.steps *
      WEEKEND_STEPS[(day + weekdayOfFirst) % 7]! *
      now.steps *
      Math.exp(usual.noise * (0.6 * mood + 0.7 * normal()));
    const wearMinutes = Math.round(Math.min(1440, Math.max(0, WATCH_ON_MINUTES * now.wear + 70 * normal())));
    const measured = (value: number, worn: number | null = null): DaySample =>
      now.missing ? { value: null, wearMinutes: null, state: now.missing } : { value, wearMinutes: worn, state: 'ok' };
    const asked = (value: number, answered: boolean): DaySample =>
      answered ? { value, wearMinutes: null, state: 'ok' } : { value: null, wearMinutes: null, state: 'notAsked' };
    const pain = clamp(usual.pain + now.painPoints - 0.3 * mood + 0.8 * normal(), 0, 10);
    const peg = clamp(usual.pain + now.painPoints + 0.7 * normal(), 0, 10);
    return {
      device: now.missing ? null : device,
      metrics: {
        steps: measured(Math.round(steps * Math.min(1, now.wear + 0.1)), wearMinutes),
        sleepDuration: measured(clamp(usual.sleepHours + now.sleepHours + 0.8 * normal(), 2, 13)),
        restingHeartRate: measured(Math.round(usual.pulse + now.pulse + 1.8 * normal())),
        walkingMinutes: measured(Math.round(clamp(usual.walking * now.steps * Math.exp(0.4 * normal()), 0, 600))),
        painIntensity: asked(Math.round(pain), random() < DIARY_SHARE),
        pegScore: asked(Math.round(peg * 10) / 10, day % PEG_EVERY_DAYS === 0),
      },
    };
  });
}

/** All that is so on one day, together. */
function changesOn(day: number, happenings: readonly Happening[]) {
  const now = { steps: 1, painPoints: 0, sleepHours: 0, pulse: 0, wear: 1 };
  let missing: 'notWorn' | 'notSynced' | undefined;
  let watch: string | undefined;
  for (const happening of happenings) {
    const share = strengthOn(day, happening);
    if (share === 0) continue;
    const change = changeOf(happening.what);
    now.steps *= 1 + share * ((change.steps ?? 1) - 1);
    now.wear *= 1 + share * ((change.wear ?? 1) - 1);
    now.painPoints += share * (change.painPoints ?? 0);
    now.sleepHours += share * (change.sleepHours ?? 0);
    now.pulse += share * (change.pulse ?? 0);
    missing = change.missing ?? missing;
    watch = change.watch ?? watch;
  }
  return { ...now, missing, watch };
}

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
