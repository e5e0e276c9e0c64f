import { describe, expect, it } from '@jest/globals';
import type { MetricId } from '../metrics/index.js';
import type { Episode } from './episode.js';
import { findLevelledWeeks } from './levelled.js';
import { findMeaningful, findOrientation, GrowingSeries } from './metric-series.js';
import { SWAY } from './sprint-signals.js';
import { makeNormal, makeRandom, ok } from './story.testkit.js';

const RUNS = 300;
const ONSET = 20;
const KEEP = Math.exp(-1 / SWAY.days);
interface Life {
  readonly metric: MetricId;
  /** Improved level, scatter of a day and sway of the level: of a share for steps. */
  readonly level: number;
  readonly scatter: number;
  readonly sway: number;
  readonly days: number;
  /** Length of each of the two spans that are compared. */
  readonly halfDays: number;
}
const STEPS: Life = { metric: 'steps', level: 8000, scatter: 0.33, sway: SWAY.activity, days: 160, halfDays: 56 };
const SLEEP: Life = { metric: 'sleepDuration', level: 7, scatter: 0.85, sway: SWAY.sleep, days: 120, halfDays: 28 };
const PAIN: Life = { metric: 'painIntensity', level: 4, scatter: 1, sway: SWAY.pain, days: 160, halfDays: 28 };

/** Share of runs in which it is said, when the level rises by so many more meaningful changes between the two spans. */
function shareSaid(life: Life, changes: number): number {
  const { metric, level, scatter, sway, days, halfDays } = life;
  const isAmount = metric === 'steps';
  const further = changes * findOrientation(metric) * findMeaningful(metric, level, 'better');
  let said = 0;
  for (let seed = 1; seed <= RUNS; seed++) {
    const normal = makeNormal(makeRandom(seed));
    const series = new GrowingSeries(metric);
    let swing = sway * normal();
    for (let t = 0; t < days; t++) {
      swing = KEEP * swing + sway * Math.sqrt(1 - KEEP * KEEP) * normal();
      const now = t >= days - halfDays ? level + further : level;
      const value = isAmount ? now * Math.exp(swing + scatter * normal()) : now + swing + scatter * normal();
      series.push(ok(Math.max(0, isAmount ? Math.round(value) : value), isAmount ? 1200 : null));
    }
    const better = { direction: 'better', onset: ONSET } as Episode;
    said += Number(findLevelledWeeks(series, better, days - 1) !== null);
  }
  return said / RUNS;
}

describe('levelled off, in lives whose level sways', () => {
  it.each<[string, Life, number, number]>([
    ['steps', STEPS, 0.15, 0.2],
    ['sleep', SLEEP, 0.8, 0.4],
    ['pain', PAIN, 0.8, 0.4],
  ])(
    '%s: said when nothing changes, seldom after a further meaningful change, hardly after two',
    (_name, life, least, most) => {
      const [still, once, twice] = [0, 1, 2].map((changes) => shareSaid(life, changes));
      expect(still).toBeGreaterThanOrEqual(least);
      expect(once).toBeLessThanOrEqual(most);
      expect(twice).toBeLessThanOrEqual(0.05);
    },
  );
});
