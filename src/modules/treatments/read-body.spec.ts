import { describe, expect, it } from '@jest/globals';
import { readChange } from './read-body.js';
import type { TreatmentFacts } from './treatment.js';

const TODAY = '2026-11-20';
const dose = (change: Partial<TreatmentFacts> = {}): TreatmentFacts => ({
  kind: 'dose',
  what: 'Pregabalin',
  dose: '75 mg',
  on: '2026-11-01',
  until: null,
  onExact: 'day',
  untilExact: 'day',
  planned: false,
  ...change,
});
const pathOf = (act: () => unknown) => {
  try {
    act();
    return null;
  } catch (error) {
    return (error as { errors: { path: string }[] }).errors.map(({ path }) => path).join();
  }
};

describe('a change of a treatment', () => {
  it('leaves what it does not name, known or not', () => {
    const unknown = dose({ what: 'x'.repeat(200), dose: null, on: null });
    expect(readChange({ kind: 'dose', until: TODAY }, unknown, TODAY)).toEqual({ ...unknown, until: TODAY });
    expect(readChange({ kind: 'dose', dose: '1 g' }, dose({ until: TODAY }), TODAY)).toEqual(
      dose({ dose: '1 g', until: TODAY }),
    );
    expect(readChange({ kind: 'dose', until: null }, dose({ until: TODAY }), TODAY)).toEqual(dose());
  });

  it('of a procedure on one day, however that is said', () => {
    const done = dose({ kind: 'procedure', dose: null, until: '2026-11-03' });
    expect(readChange({ kind: 'procedure', until: '2026-11-01' }, done, TODAY).until).toBeNull();
  });

  it.each<[string, object, Partial<TreatmentFacts>, string | null]>([
    ['ends before it began', { until: '2026-10-31' }, {}, 'until'],
    ['begins after it ended', { on: '2026-11-03' }, { until: '2026-11-02' }, 'on'],
    ['ends in ten years', { until: '2036-01-01' }, {}, 'until'],
    ['begins in ten years', { on: '2036-01-01' }, {}, 'on'],
    ['goes on, and nobody knows since when', { until: null }, { on: null, until: TODAY }, 'on'],
    ['has days that came wrong, and another name', { medication: 'X' }, { until: '2026-10-01' }, null],
    ['has days far ahead, and another name', { medication: 'X' }, { on: '2036-01-01' }, null],
  ])('that %s', (_name, change, before, path) =>
    expect(pathOf(() => readChange({ kind: 'dose', ...change }, dose(before), TODAY))).toBe(path),
  );
});
