import { addDays, civilDayOf, daysBetween, startOfDay, weekday } from '../../metrics/index.js';
import type { DemoPatient } from './demo-people.js';
import { chance, levelOn, noise } from './demo-shapes.js';

/** One reading of an invented patient's wristband or diary. */
export interface DemoReading {
  readonly metric:
    | 'steps'
    | 'heartRate'
    | 'restingHeartRate'
    | 'sleepDuration'
    | 'painIntensity'
    | 'pegScore'
    | 'painInterference'
    | 'sleepQuality'
    | 'mood';
  readonly startMs: number;
  readonly endMs: number;
  readonly value: number;
  readonly device: string;
}

const HOUR_MS = 3_600_000;
/** Share of a day's steps in each hour. */
const RHYTHM = [
  0, 0, 0, 0, 0, 0, 0.01, 0.05, 0.09, 0.08, 0.07, 0.07, 0.08, 0.06, 0.06, 0.07, 0.09, 0.1, 0.08, 0.05, 0.02, 0.01, 0.01,
  0,
];
const WEEKEND = 0.88;

/** Everything that one hour of wearing yields. Whole hours only, so that a restart repeats nothing and leaves nothing out. */
export function hourReadings(
  patient: DemoPatient,
  anchorDay: string,
  hourStartMs: number,
  minutes = 60,
): DemoReading[] {
  const { timeZone, key } = patient;
  const day = civilDayOf(timeZone, hourStartMs);
  const offset = daysBetween(anchorDay, day);
  const level = levelOn(patient.shape, offset, chance(key, 'day', day));
  if (!level.synced) return [];
  const hour = Math.floor((hourStartMs - startOfDay(timeZone, day)) / HOUR_MS);
  const share = RHYTHM[hour] ?? 0;
  const dayFactor = Math.exp(0.2 * noise(key, 'steps', day)) * (weekday(day) >= 5 ? WEEKEND : 1);
  const steps = Math.round(
    patient.baseSteps * level.steps * dayFactor * share * (minutes / 60) * (0.7 + 0.6 * chance(key, hourStartMs)),
  );
  const endMs = hourStartMs + minutes * 60_000;
  // A wristband on the bedside table still sends: no steps, and no heart rate.
  if (!level.worn) return [{ metric: 'steps', startMs: hourStartMs, endMs, value: 0, device: level.device }];
  const rest = 58 + 12 * chance(key, 'rest');
  const beats = Math.round(rest + (share > 0 ? 18 : -4) + 6 * noise(key, 'hr', hourStartMs));
  return [
    { metric: 'steps', startMs: hourStartMs, endMs, value: steps, device: level.device },
    { metric: 'heartRate', startMs: endMs - 1000, endMs: endMs - 1000, value: beats, device: level.device },
  ];
}

/** The night that ends on this day, the resting rate after it, and what the diary says in the evening. */
export function dayReadings(patient: DemoPatient, anchorDay: string, day: string): DemoReading[] {
  const { key, timeZone } = patient;
  const offset = daysBetween(anchorDay, day);
  const level = levelOn(patient.shape, offset, chance(key, 'day', day));
  const wakeMs = startOfDay(timeZone, day) + Math.round((6.6 + 0.4 * noise(key, 'wake', day)) * HOUR_MS);
  const slept = Math.max(
    2.5,
    Math.round((patient.sleepHours + level.sleepHours + 0.7 * noise(key, 'sleep', day)) * 60) / 60,
  );
  const eveningMs =
    startOfDay(timeZone, addDays(day, 1)) - 3 * HOUR_MS + Math.round(40 * 60_000 * noise(key, 'evening', day));
  const wornNight = level.synced && level.worn && chance(key, 'night', day) > 0.06;
  return [
    ...(wornNight ? nightReadings(patient, wakeMs, slept, level.device, day) : []),
    ...(chance(key, 'diary', day) < 0.8 && patient.shape !== 'sparse'
      ? diaryReadings(patient, level, eveningMs, slept, day)
      : []),
  ];
}

function nightReadings(
  patient: DemoPatient,
  wakeMs: number,
  slept: number,
  device: string,
  day: string,
): DemoReading[] {
  const rest = Math.round(58 + 12 * chance(patient.key, 'rest') + 1.5 * noise(patient.key, 'rhr', day));
  return [
    {
      metric: 'sleepDuration',
      startMs: wakeMs - Math.round(slept * 1.08 * HOUR_MS),
      endMs: wakeMs,
      value: slept,
      device,
    },
    { metric: 'restingHeartRate', startMs: wakeMs, endMs: wakeMs, value: rest, device },
  ];
}

function diaryReadings(
  patient: DemoPatient,
  level: { pain: number },
  atMs: number,
  slept: number,
  day: string,
): DemoReading[] {
  const score = (mean: number, spread: number, name: string) =>
    Math.min(10, Math.max(0, Math.round(mean + spread * noise(patient.key, name, day))));
  const pain = score(patient.pain + level.pain, 0.9, 'pain');
  const moment = { startMs: atMs, endMs: atMs, device: 'diary' };
  const peg = Math.min(
    10,
    Math.max(0, Math.round(3 * (patient.pain + level.pain + 0.4 + 0.5 * noise(patient.key, 'peg', day))) / 3),
  );
  return [
    { ...moment, metric: 'painIntensity', value: pain },
    { ...moment, metric: 'painInterference', value: score(pain * 0.9, 0.8, 'interference') },
    { ...moment, metric: 'sleepQuality', value: score(slept - 0.5, 1, 'quality') },
    { ...moment, metric: 'mood', value: score(7 - pain * 0.4, 1, 'mood') },
    ...(weekday(day) === 6
      ? [{ ...moment, metric: 'pegScore' as const, value: Math.round(peg * 10) / 10, device: 'peg' }]
      : []),
  ];
}
