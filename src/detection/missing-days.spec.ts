import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MetricId } from '../metrics/index.js';
import { evaluatePatient } from './evaluate-patient.js';
import { QUIET_DAYS } from './parameters.js';
import type { DaySample, DayState, PatientDays } from './patient-days.js';
import { every, tellStory, weekly } from './story.testkit.js';

const DAYS = 100;
/** Half the subsets of days are what a drawer, a holiday or an empty battery takes: runs; half are single days. */
const days = fc.oneof(
  fc.uniqueArray(fc.integer({ min: 0, max: DAYS - 1 }), { maxLength: 80 }),
  fc.tuple(fc.integer({ min: 0, max: DAYS - 1 }), fc.integer({ min: 1, max: 60 })).map(([from, length]) => {
    return Array.from({ length: Math.min(length, DAYS - from) }, (_, i) => from + i);
  }),
);
const reasons = fc.constantFrom<DayState>('notWorn', 'notSynced', 'notAsked', 'partial');
const METRICS_OF = ['steps', 'sleepDuration', 'painIntensity', 'pegScore', 'phq9Score'] as const;
const holes = fc.array(fc.record({ metric: fc.constantFrom<MetricId>(...METRICS_OF), days, reason: reasons }), {
  minLength: 1,
  maxLength: 5,
});

function takeAway(
  input: PatientDays,
  taken: readonly { metric: MetricId; days: readonly number[]; reason: DayState }[],
) {
  const metrics = { ...input.metrics };
  for (const { metric, days: gone, reason } of taken) {
    const missing: DaySample = { value: null, wearMinutes: reason === 'notWorn' ? 0 : null, state: reason };
    metrics[metric] = metrics[metric]!.map((s, t) => (gone.includes(t) ? missing : s));
  }
  return { ...input, metrics };
}
const deteriorations = (input: PatientDays) =>
  evaluatePatient(input)
    .concerns.filter((c) => c.kind === 'deterioration')
    .map((c) => c.domain);

/** Somebody in whom nothing changes: weekday habits, and the chance of every day. */
const stillPerson = (seed: number): PatientDays =>
  tellStory({
    seed,
    days: DAYS,
    steps: (t) => 6000 * (t % 7 > 4 ? 0.7 : 1),
    sleep: () => 7,
    pain: () => 5,
    peg: weekly(() => 5),
    reports: { phq9Score: every(14, () => 9) },
  });
describe('missing is missing, never worse', () => {
  it('whatever is taken away from people in whom nothing changes, for whatever reason, no more of them get worse', () => {
    const people = fc.sample(holes, { seed: 7, numRuns: 40 }).map((taken, i) => ({ still: stillPerson(i + 1), taken }));
    const worse = (one: (typeof people)[number], isTaken: boolean) =>
      deteriorations(isTaken ? takeAway(one.still, one.taken) : one.still).length > 0;
    const whole = people.filter((one) => worse(one, false)).length;
    const thinned = people.filter((one) => worse(one, true)).length;
    // Chance makes an alarm here and there in either.
    expect(thinned).toBeLessThanOrEqual(whole + 1);
  });

  it('when data stop, nothing gets worse after their last day', () => {
    const stop = fc.record({
      seed: fc.integer({ min: 1, max: 1_000_000 }),
      from: fc.integer({ min: 40, max: DAYS - 1 }),
      reason: reasons,
      fall: fc.constantFrom(1, 0.8, 0.6),
    });
    let fallen = 0;
    fc.assert(
      fc.property(stop, ({ seed, from, reason, fall }) => {
        const input = tellStory({
          seed,
          days: DAYS,
          steps: (t) => (t < 50 ? 6000 : 6000 * fall),
          sleep: () => 7,
          pain: () => 5,
          peg: weekly(() => 5),
          reports: { phq9Score: every(14, () => 9) },
        });
        const rest = Array.from({ length: DAYS - from }, (_, i) => from + i);
        const stopped = takeAway(
          input,
          METRICS_OF.map((metric) => ({ metric, days: rest, reason })),
        );
        const before = new Set(deteriorations(cut(input, from)));
        fallen += before.size;
        const later = deteriorations(stopped).filter((domain) => !before.has(domain));
        // An alarm rests the next one: what was due before the last day is told when that is over.
        if (later.length > 0) expect(isResting(input, from)).toBe(true);
      }),
      {
        seed: 7,
        numRuns: 30,
        examples: [
          [{ seed: 12, from: 67, reason: 'notWorn', fall: 0.6 }],
          // Four bad days of pain, and then none: they grew older, and so more believed, by days without data.
          [{ seed: 113_905, from: 40, reason: 'notWorn', fall: 1 }],
        ],
      },
    );
    expect(fallen).toBeGreaterThan(0);
  });

  it('zeros of a watch in a drawer are worth as much as no data', () => {
    const taken = [
      { metric: 'steps' as const, days: Array.from({ length: 20 }, (_, i) => 80 + i), reason: 'notWorn' as const },
    ];
    const none = takeAway(stillPerson(1), taken);
    const zeros = none.metrics.steps!.map((s) => (s.value === null ? { ...s, value: 0, state: 'ok' as const } : s));
    expect(evaluatePatient({ ...none, metrics: { ...none.metrics, steps: zeros } }).concerns).toEqual(
      evaluatePatient(none).concerns,
    );
  });
});

/** Was something told in the time before that day in which another alarm has to wait? */
const isResting = (input: PatientDays, day: number): boolean =>
  Array.from({ length: QUIET_DAYS }, (_, i) => cut(input, day - i)).some((one) => deteriorations(one).length > 0);

const cut = (input: PatientDays, length: number): PatientDays => ({
  ...input,
  days: length,
  metrics: Object.fromEntries(Object.entries(input.metrics).map(([m, s]) => [m, s!.slice(0, length)])),
  device: input.device.slice(0, length),
});
