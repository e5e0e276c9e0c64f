import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_CONFIDENCE, findThreshold, type AlarmCalibration } from './alarm-budget.js';
import { addDays } from './civil-days.js';
import { evaluatePatient } from './evaluate-patient.js';
import type { PatientDays } from './patient-days.js';
import { replayPatient, type Opening } from './replay.js';
import { cutAt, tellStory } from './story.testkit.js';

const at = (threshold: number, changes: AlarmCalibration['changes'] = []): AlarmCalibration => {
  return { threshold, changes, confidence: DEFAULT_CONFIDENCE };
};
const all = { from: '2026-06-01', to: '2026-12-31' };
const replay = (input: PatientDays, calibration: AlarmCalibration, period = all) =>
  replayPatient(input, [calibration], period).openings[0]!;
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
    const replayed = replay(input, calibration);
    expect(worse(replayed).length).toBeGreaterThan(0);
    expect(replayed.map((o) => [o.raisedOn, KIND[o.direction], o.domain, o.onset])).toEqual(
      watchDaily(input, calibration),
    );
  });

  it('tells what opened up to the end of the period, and what became of it later', () => {
    const input = fallAndBack(3);
    const [first] = worse(replay(input, at(-0.3)));
    const until = (to: string) => worse(replay(input, at(-0.3), { from: all.from, to }));
    expect(until(first!.raisedOn)).toEqual([first]);
    expect(first!.clearedOn! > first!.raisedOn).toBe(true);
    expect(until(addDays(first!.raisedOn, -1))).toEqual([]);
  });

  it('follows many calibrations as it would follow each alone', () => {
    const input = fallAndBack(8);
    const calibrations = [at(-5), at(-0.3), at(0.5), at(50)] as const;
    const together = replayPatient(input, calibrations, all).openings;
    expect(together).toEqual(calibrations.map((calibration) => replay(input, calibration)));
    expect(new Set(together.map((o) => worse(o).length)).size).toBeGreaterThan(1);
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
    const [first] = worse(replay(input, quiet));
    expect(first?.raisedOn ?? '2026-08-25').toBe('2026-08-25');
  });
});

describe('watched days', () => {
  it('begin after four weeks, and end two weeks after the last day that counted', () => {
    const input = tellStory({ days: 100, steps: (t) => (t < 50 ? 6000 : null) });
    const watched = (from: string, to: string) => replayPatient(input, [at(0)], { from, to }).watchedDays;
    expect(watched(all.from, all.to)).toBe(50 - 28 + 13);
    expect(watched('2026-01-01', '2026-06-28')).toBe(0);
    expect(watched('2026-06-29', '2026-06-29')).toBe(1);
    expect(watched('2027-01-01', '2027-01-31')).toBe(0);
  });
});

it('a higher threshold never alarms earlier', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0, max: 2, noNaN: true }), (seed, more) => {
      const calibrations = [at(findThreshold(0.1)), at(findThreshold(0.1) + more)] as const;
      const { openings } = replayPatient(fallAndBack(seed), calibrations, all);
      const [lower, higher] = openings.map((o) => worse(o)[0]?.raisedOn ?? '9999-12-31');
      expect(higher! >= lower!).toBe(true);
    }),
    { numRuns: 20 },
  );
});
