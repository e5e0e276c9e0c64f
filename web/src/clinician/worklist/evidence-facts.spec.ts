import { describe, expect, it, jest } from '@jest/globals';
import type { Evidence } from '../../api/types.js';
import { contextWords, factLines, panelsOf } from './evidence-facts.js';

/** A day of another year says so: what is said here is said in this one. */
jest.useFakeTimers({ now: Date.parse('2026-11-20T12:00:00Z') });

const evidence: Partial<Evidence> = {
  metric: 'steps',
  value: 3641,
  usual: 5615,
  delta: -1974,
  since: '2026-11-10',
  sinceInterval: ['2026-11-08', '2026-11-11'],
  baseline: { from: '2026-09-21', to: '2026-10-18', validDays: 25, totalDays: 28, middle: 5615, low: 3791, high: 7439 },
  daysSince: 10,
  wornSince: 10,
  beyondUsual: 8,
  alsoMoved: [{ metric: 'sleepDuration', value: 5.7, usual: 6.7, delta: -1, unit: 'h', since: '2026-11-10' }],
  notMoved: [{ metric: 'painIntensity', value: 3.2, usual: 2.8, delta: 0.4, meaningful: 2, unit: '{score}' }],
  clearsWhen: { metric: 'steps', comparator: 'above', value: 4770, days: 7 },
};

describe('facts behind a concern', () => {
  it('says what changed, from what, how sure, and what else', () => {
    expect(factLines(evidence, 'deterioration').map((l) => `${l.term}: ${l.strong ?? ''}${l.text}`)).toEqual([
      'Changed: Steps 3,641 a day, usual 5,615: −35 %, since 10 Nov (between 8 Nov and 11 Nov)',
      'Usual is: middle of 21 Sep – 18 Oct, 25 of 28 days worn',
      'How sure: 10 of 10 days worn since, 8 of them below usual',
      'Also moved: Sleep 5.7 h, usual 6.7 (−1.0 h)',
      'Not moved: Pain 3.2, usual 2.8; a change of 2 points counts',
    ]);
  });
  it('leaves out what is not known instead of filling it in', () => {
    expect(factLines({}, 'deterioration')).toEqual([]);
    expect(factLines({ metric: 'steps', value: 3641 }, 'deterioration')).toEqual([]);
    expect(
      factLines({ metric: 'steps', since: '2026-11-14', wornSince: 0, daysSince: 6 }, 'missing-data').map(
        (l) => l.text,
      ),
    ).toEqual(['14 Nov', '0 of 6 days worn']);
  });
  it('speaks of answers where nothing is worn', () => {
    const lines = factLines({ ...evidence, metric: 'painIntensity' }, 'deterioration');
    expect(lines[1]!.text).toContain('25 of 28 days answered');
  });
  it('shows the concern first, then its company', () => {
    expect(panelsOf(evidence)).toEqual(['steps', 'sleepDuration', 'painIntensity']);
    expect(panelsOf({})).toEqual([]);
    expect(contextWords(evidence)).toBe('Sleep moved with it. Pain has hardly moved.');
  });
});
