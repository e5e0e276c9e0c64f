import { detectCase, PatientMonitor } from '../../dist/src/detection/index.js';
import { DAYS, inventCase, toDays } from './invented.mjs';

/** Series that the detector listens to in every invented patient: steps, sleep, daily pain, PEG. */
export const SERIES = 4;
const FIRST_DAY = '2026-01-01';
const LEARNING_DAYS = 28;

/** Whole patients per second in the benchmark's protocol: one case in, scores, alarms and verdict out. */
export function detectorRate(count) {
  const cases = Array.from({ length: count }, (_, i) => inventCase(i));
  for (const one of cases.slice(0, 30)) detectCase(one);
  const started = performance.now();
  for (const one of cases) detectCase(one);
  const seconds = (performance.now() - started) / 1000;
  return { perSecond: Math.round(count / seconds), microsPerDay: Math.round((seconds * 1e6) / (count * DAYS)) };
}

/** Times in µs: of single days after the learning weeks, and of whole patients from the first day to the last. */
export function timeMonitors(count) {
  const patients = Array.from({ length: count }, (_, i) => toDays(inventCase(i)));
  patients.slice(0, 100).forEach((days) => follow(days));
  const patientMicros = patients.map((days) => timeMicros(() => follow(days)));
  const dayMicros = patients.flatMap((days) => {
    const monitor = new PatientMonitor({ firstDay: FIRST_DAY });
    return days.map((day) => timeMicros(() => monitor.push(day))).slice(LEARNING_DAYS);
  });
  return { dayMicros, patientMicros };
}

function follow(days) {
  const monitor = new PatientMonitor({ firstDay: FIRST_DAY });
  for (const day of days) monitor.push(day);
  return monitor;
}

function timeMicros(work) {
  const started = performance.now();
  work();
  return (performance.now() - started) * 1000;
}

/** What the product's page costs: the whole answer with its evidence on the last day, in µs. */
export function timeReads(count) {
  const monitors = Array.from({ length: count }, (_, i) => follow(toDays(inventCase(i))));
  monitors.slice(0, 20).forEach((monitor) => monitor.read());
  return monitors.map((monitor) => timeMicros(() => monitor.read()));
}

/**
 * Bytes of heap a live monitor holds after 126 days. The days it was pushed are made for it alone and kept by it, so they
 * are counted. Needs --expose-gc.
 */
export function weighMonitors(count) {
  follow(toDays(inventCase(0)));
  const kept = [];
  const before = settledHeap();
  for (let i = 0; i < count; i++) kept.push(follow(toDays(inventCase(i))));
  const bytes = settledHeap() - before;
  return bytes / kept.length;
}

function settledHeap() {
  for (let i = 0; i < 4; i++) globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
