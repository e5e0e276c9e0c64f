import { describe, expect, it } from '@jest/globals';
import type { MetricId } from '../../../../src/metrics/index.js';
import type { Sprint } from '../../api/types.js';
import {
  besideUsual,
  draftOf,
  foldMeasures,
  lengthWords,
  problemsOf,
  serverProblems,
  type SprintDraft,
  targetsOf,
} from './sprint-draft.js';

const draft = (change: Partial<SprintDraft> = {}): SprintDraft => ({
  goal: 'Walk to the market',
  startsOn: '2026-11-26',
  endsOn: '2027-01-06',
  own: [],
  targets: { steps: '8,000' },
  ...change,
});

describe('a sprint as it is filled in', () => {
  it('8,000 steps are eight thousand, never eight', () => {
    expect(problemsOf(draft())).toEqual({});
    expect(targetsOf(draft())).toEqual([{ metric: 'steps', target: 8000 }]);
    expect(targetsOf(draft({ targets: { painIntensity: '3,5', steps: '8 000' } }))).toEqual([
      { metric: 'steps', target: 8000 },
      { metric: 'painIntensity', target: 3.5 },
    ]);
  });

  it('what can be read in two ways is asked about, beside its field', () => {
    expect(problemsOf(draft({ targets: { steps: '8.000' } }))).toEqual({
      steps: '“8.000” can be read in two ways. Write 8000 or 8.',
    });
  });

  it('what is proposed instead can be read', () => {
    const { sleepDuration } = problemsOf(draft({ targets: { sleepDuration: '7.125' } }));
    expect(sleepDuration).toBe('“7.125” can be read in two ways. Write 7125 or 7.1250.');
    expect(problemsOf(draft({ targets: { sleepDuration: '7.1250' } }))).toEqual({});
  });

  it.each<[MetricId, string, number | null, number | null, string | null]>([
    ['steps', '3,000', 5785, 965, 'This is less than usual now (5,785).'],
    ['steps', '3000', null, 5785, 'This is less than it is now (5,785).'],
    ['steps', '8,000', 5785, 965, null],
    ['steps', '5785', 5784.6, 965, null],
    ['steps', '3000', null, null, null],
    ['steps', '30x', 5785, 965, null],
    ['painIntensity', '6', 4, 5, 'This is more than usual now (4.0): lower is better.'],
    ['painIntensity', '3', 4, 5, null],
  ])('%s: a target of %s where %p is usual and %p is now', (metric, text, middle, now, words) => {
    expect(besideUsual(metric, text, { usual: middle === null ? null : { middle }, now })).toBe(words);
  });

  it('shows what is recorded of the patient, and what the sprint has, before the rest', () => {
    const measures: MetricId[] = ['steps', 'sleepDuration', 'painIntensity', 'odiScore'];
    expect(foldMeasures({ measures, own: ['odiScore'], recorded: ['painIntensity', 'heartRate'] })).toEqual({
      first: ['painIntensity', 'odiScore'],
      others: ['steps', 'sleepDuration'],
    });
    for (const recorded of [null, []])
      expect(foldMeasures({ measures, own: [], recorded })).toEqual({ first: measures, others: [] });
  });

  it('all that is wrong is said at once', () => {
    const all = problemsOf({ goal: ' ', startsOn: '2026-11-26', endsOn: '2026-12-01', own: [], targets: {} });
    expect(all).toEqual({
      goal: 'Say the goal in the patient’s words.',
      endsOn: 'A sprint lasts 28 to 42 days; this is 6.',
      targets: 'Choose one to five targets.',
    });
  });

  it('a last day before the first is the wrong way round, not too short', () => {
    const turned = draft({ endsOn: '2026-11-03' });
    expect(problemsOf(turned)).toEqual({ endsOn: 'This is before the first day.' });
    expect(lengthWords(turned)).toBe('The last day is before the first');
    expect(lengthWords(draft({ endsOn: '2026-11-26' }))).toBe('1 day; four to six weeks');
    expect(lengthWords(draft())).toBe('42 days; four to six weeks');
    expect(lengthWords(draft({ endsOn: '' }))).toBe('Four to six weeks');
  });

  it.each([
    ['', 'Steps needs a target from 0 to 120,000.'],
    ['500,000', 'Steps needs a target from 0 to 120,000.'],
    ['many', 'This is not a number.'],
  ])('a target of %p', (text, words) => {
    expect(problemsOf(draft({ targets: { steps: text } }))).toEqual({ steps: words });
  });

  it('a typo in the goal is mended, and the measures stay: their order, a watched one, an exact target', () => {
    const metrics = [
      { metric: 'sleepDuration' as const, target: 7.125 },
      { metric: 'restingHeartRate' as const, target: 60 },
      { metric: 'steps' as const, target: 8000 },
    ];
    const sprint = { ...draft(), metrics: metrics.map((one) => ({ ...one, baseline: 5, now: null, course: 'none' })) };
    const corrected = draftOf(sprint as unknown as Sprint);
    expect(problemsOf(corrected)).toEqual({});
    expect(targetsOf(corrected)).toEqual(metrics);
    const { sleepDuration, ...others } = corrected.targets;
    const added = { ...corrected, targets: { painIntensity: '3', ...others, sleepDuration: sleepDuration! } };
    expect(targetsOf(added)).toEqual([...metrics, { metric: 'painIntensity', target: 3 }]);
  });

  it('one that was ended today keeps its last day', () => {
    const ended = draft({ endsOn: '2026-12-01' });
    expect(problemsOf(ended, '2026-12-01')).toEqual({});
    expect(problemsOf(ended)).toHaveProperty('endsOn');
  });

  it('what the server says stands beside its field', () => {
    const errors = [
      { path: 'endsOn', message: 'overlaps another sprint' },
      { path: 'metrics.1.target', message: 'must be 0 to 10' },
      { path: 'version', message: 'is missing' },
    ];
    expect(serverProblems(errors, ['steps', 'mood'])).toEqual({
      endsOn: 'This overlaps another sprint.',
      mood: 'This must be 0 to 10.',
    });
  });
});
