import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_CONFIDENCE, findThreshold, type AlarmCalibration } from './alarm-budget.js';
import { addDays } from './civil-days.js';
import { evaluatePatient } from './evaluate-patient.js';
import type { PatientDays } from './patient-days.js';
import { prepareReplay, type Opening } from './replay.js';
import { cutAt, tellStory } from './story.testkit.js';

const at = (threshold: number, changes: AlarmCalibration['changes'] = []): AlarmCalibration => {
  return { threshold, changes, confidence: DEFAULT_CONFIDENCE };
};
const all = { from: '2026-06-01', to: '2026-12-31' };
const worse = (openings: readonly Opening[]) => openings.filter((o) => o.direction === 'worse');

/** Steps fall to half on day 60, come back on day 84. */
const fallAndBack = (seed: number): PatientDays =>
  tellStory({
    seed,
    days: 110,
    steps: (t) => (t >= 60 && t < 84 ? 3000 : 6000),
    sleep: () => 7,
    pain: (t) => (t >= 60 && t < 84 ? 6.5 : 4.5),
  });

/** What somebody who looks every day sees appear. */
function watchDaily(input: PatientDays, calibration: AlarmCalibration): unknown[] {
  const seen: unknown[] = [];
  let open = new Set<string>();
  for (let days = 29; days <= input.days; days++) {
    const { through, concerns } = evaluatePatient(cutAt(input, days), { calibration });
    const now = concerns.filter((c) => c.kind === 'deterioration' || c.kind === 'improvement');
    for (const { kind, domain, since } of now)
      if (!open.has(`${kind} ${domain}`)) seen.push([through, kind, domain, since]);
    open = new Set(now.map((c) => `${c.kind} ${c.domain}`));
  }
  return seen;
}

const KIND = { worse: 'deterioration', better: 'improvement' };

describe('a replay', () => {
  it.each([3, 5, 8])('opens what daily evaluations would have shown, on the same days (seed %i)', (seed) => {
    const input = fallAndBack(seed);
    const calibration = at(-0.3, [{ since: '2026-08-05', threshold: 0.4 }]);
    const replayed = prepareReplay(input).openings(calibration, all);
    expect(worse(replayed).length).toBeGreaterThan(0);
    expect(replayed.map((o) => [o.raisedOn, KIND[o.direction], o.domain, o.onset])).toEqual(
      watchDaily(input, calibration),
    );
  });

  it('tells openings of the period only', () => {
    const replay = prepareReplay(fallAndBack(3));
    const [first] = worse(replay.openings(at(-0.3), all));
    const on = first!.raisedOn;
    const openedIn = (from: string, to: string) =>
      worse(replay.openings(at(-0.3), { from, to })).map((o) => o.raisedOn);
    expect(openedIn(on, on)).toEqual([on]);
    expect(openedIn('2026-06-01', addDays(on, -1))).toEqual([]);
    expect(openedIn(addDays(on, 1), addDays(on, 7))).toEqual([]);
  });
});

describe('a threshold that changes', () => {
  const input = fallAndBack(5);
  const before = evaluatePatient(cutAt(input, 80), { calibration: at(-0.3) }).concerns;
  const changed = (threshold: number) =>
    evaluatePatient(cutAt(input, 80), { calibration: at(-0.3, [{ since: '2026-08-20', threshold }]) }).concerns;

  it('leaves what it opened open, whatever would have opened under the new one', () => {
    expect(before.map((c) => c.kind)).toContain('deterioration');
    expect(evaluatePatient(cutAt(input, 80), { calibration: at(50) }).concerns).toEqual([]);
    expect(changed(50)).toEqual(before);
  });

  it('opens nothing in the past', () => {
    const quiet = at(50, [{ since: '2026-08-25', threshold: -5 }]);
    expect(evaluatePatient(cutAt(input, 85), { calibration: quiet }).concerns).toEqual([]);
    const [first] = worse(prepareReplay(input).openings(quiet, all));
    expect(first?.raisedOn ?? '2026-08-25').toBe('2026-08-25');
  });
});

describe('watched days', () => {
  it('begin after four weeks, and end two weeks after the last day that counted', () => {
    const input = tellStory({ days: 100, steps: (t) => (t < 50 ? 6000 : null) });
    const replay = prepareReplay(input);
    expect(replay.countWatched(all)).toBe(50 - 28 + 13);
    expect(replay.countWatched({ from: '2026-01-01', to: '2026-06-28' })).toBe(0);
    expect(replay.countWatched({ from: '2026-06-29', to: '2026-06-29' })).toBe(1);
    expect(replay.countWatched({ from: '2027-01-01', to: '2027-01-31' })).toBe(0);
  });
});

it('a higher threshold never alarms earlier', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0, max: 2, noNaN: true }), (seed, more) => {
      const replay = prepareReplay(fallAndBack(seed));
      const first = (threshold: number) => worse(replay.openings(at(threshold), all))[0]?.raisedOn ?? '9999-12-31';
      expect(first(findThreshold(0.1) + more) >= first(findThreshold(0.1))).toBe(true);
    }),
    { numRuns: 20 },
  );
});
