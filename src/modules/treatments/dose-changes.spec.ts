import { describe, expect, it } from '@jest/globals';
import { addDays, isCivilDay } from '../../metrics/index.js';
import { makeRandom } from '../../../test/support/random.js';
import { type DoseChange, type DoseSpan, findDoseChanges, sayBefore } from './dose-changes.js';
import { readTreatment } from './read-treatment.js';

const span = (dose: string | null, on: string | null, until: string | null = null, what = 'Pregabalin', noted = 0) =>
  ({ what, dose, on, until, onExact: 'day', untilExact: 'day', notedAt: new Date(noted) }) satisfies DoseSpan;
const told = (changes: readonly DoseChange[]) =>
  changes.map(({ on, medication, from, to }) => `${on} ${medication} ${from ?? '-'} > ${to ?? '-'}`);

const inMonth = (dose: DoseSpan): DoseSpan => ({ ...dose, onExact: 'month', untilExact: 'month' });

describe('changes of doses', () => {
  it.each<[string, DoseSpan[], string[]]>([
    ['nothing taken', [], []],
    ['begun in some month, which is no day', [inMonth(span('75 mg', '2026-10-01'))], []],
    ['ended in some month', [inMonth(span('75 mg', '2026-10-01', '2026-10-31'))], []],
    [
      'begun in some month, and changed on a day',
      [inMonth(span('75 mg', '2026-10-01')), span('150 mg', '2026-10-15')],
      ['2026-10-15 Pregabalin 75 mg > 150 mg'],
    ],
    [
      'begun in some month, on whose first day another one ends',
      [span('75 mg', '2026-09-01', '2026-09-30'), inMonth(span('150 mg', '2026-10-01'))],
      ['2026-09-01 Pregabalin - > 75 mg', '2026-10-01 Pregabalin 75 mg > 150 mg'],
    ],
    ['begun, and it goes on', [span('75 mg', '2026-10-01')], ['2026-10-01 Pregabalin - > 75 mg']],
    [
      'changed, the earlier one ended the day before',
      [span('75 mg', '2026-10-01', '2026-10-14'), span('150 mg', '2026-10-15')],
      ['2026-10-01 Pregabalin - > 75 mg', '2026-10-15 Pregabalin 75 mg > 150 mg'],
    ],
    [
      'changed, and nobody ended the earlier one',
      [span('75 mg', '2026-10-01'), span('150 mg', '2026-10-15')],
      ['2026-10-01 Pregabalin - > 75 mg', '2026-10-15 Pregabalin 75 mg > 150 mg'],
    ],
    [
      'more for two weeks, then as before',
      [span('75 mg', '2026-10-01'), span('150 mg', '2026-10-15', '2026-10-28')],
      [
        '2026-10-01 Pregabalin - > 75 mg',
        '2026-10-15 Pregabalin 75 mg > 150 mg',
        '2026-10-29 Pregabalin 150 mg > 75 mg',
      ],
    ],
    [
      'stopped, on the last day it is taken',
      [span('75 mg', '2026-10-01', '2026-10-20')],
      ['2026-10-01 Pregabalin - > 75 mg', '2026-10-20 Pregabalin 75 mg > -'],
    ],
    [
      'begun again after a pause',
      [span('75 mg', '2026-10-01', '2026-10-05'), span('75 mg', '2026-10-10')],
      ['2026-10-01 Pregabalin - > 75 mg', '2026-10-05 Pregabalin 75 mg > -', '2026-10-10 Pregabalin - > 75 mg'],
    ],
    [
      'the same written down again, in other letters',
      [span('75 mg', '2026-10-01', '2026-10-14'), span('75  MG', '2026-10-15', null, 'pregabalin ')],
      ['2026-10-01 Pregabalin - > 75 mg'],
    ],
    [
      'two from the same day are both taken, in the order they were written down',
      [
        span('150 mg at night', '2026-10-01', null, 'Pregabalin', 2),
        span('75 mg in the morning', '2026-10-01', null, 'Pregabalin', 1),
      ],
      ['2026-10-01 Pregabalin - > 75 mg in the morning + 150 mg at night'],
    ],
    [
      'on one day only',
      [span('75 mg', '2026-10-01', '2026-10-01')],
      ['2026-10-01 Pregabalin - > 75 mg', '2026-10-01 Pregabalin 75 mg > -'],
    ],
    ['always taken: it begins on no day', [span('75 mg', null)], []],
    [
      'always taken, then more',
      [span('75 mg', null), span('150 mg', '2026-10-15')],
      ['2026-10-15 Pregabalin 75 mg > 150 mg'],
    ],
    ['always taken, and stopped', [span('75 mg', null, '2026-10-15')], ['2026-10-15 Pregabalin 75 mg > -']],
    ['a dose nobody wrote down', [span(null, '2026-10-01')], ['2026-10-01 Pregabalin - > ']],
    ['days that cannot be', [span('75 mg', '2026-10-05', '2026-10-01')], []],
    [
      'two medications, in the order of days and names',
      [
        span('30 mg', '2026-10-02', null, 'Duloxetine'),
        span('75 mg', '2026-10-02'),
        span('1 g', '2026-10-01', null, 'Metamizole'),
      ],
      ['2026-10-01 Metamizole - > 1 g', '2026-10-02 Duloxetine - > 30 mg', '2026-10-02 Pregabalin - > 75 mg'],
    ],
  ])('%s', (_name, spans, changes) => {
    expect(told(findDoseChanges(spans))).toEqual(changes);
    expect(told(findDoseChanges(spans.toReversed()))).toEqual(changes);
  });

  it.each(['0001', '2024-02', '2016-12-31T23:59:60Z', '9999', '9999-12', '9999-12-31', '9999-12-31T23:59:59-12:00'])(
    'tell of whatever a program has sent, with %s',
    (at) => {
      for (const zone of ['Asia/Tokyo', 'America/Los_Angeles'])
        for (const status of ['active', 'stopped'])
          for (const effectivePeriod of [{ start: at }, { end: at }, { start: at, end: at }]) {
            const medicationCodeableConcept = { text: 'Pregabalin' };
            const sent = { resourceType: 'MedicationStatement', status, medicationCodeableConcept, effectivePeriod };
            const facts = readTreatment(sent, [{ sinceMs: Number.NEGATIVE_INFINITY, zone }])!;
            const days = findDoseChanges([{ ...facts, notedAt: new Date(0) }]).map(({ on }) => on);
            expect(days.filter((on) => !isCivilDay(on))).toEqual([]);
          }
    },
  );

  it('tell, day by day, what a look at that day alone finds', () => {
    const random = makeRandom(7);
    const day = (max: number) => addDays('2026-10-01', Math.floor(random() * max));
    for (let round = 0; round < 200; round++) {
      const spans = Array.from({ length: 1 + Math.floor(random() * 5) }, (_, i) => {
        const on = random() < 0.15 ? null : day(20);
        const until = random() < 0.4 ? null : addDays(on ?? '2026-10-01', Math.floor(random() * 12));
        return span(`${1 + Math.floor(random() * 3)} mg`, on, until, 'X', i);
      });
      const changes = findDoseChanges(spans);
      let dose = taken(spans, '2026-09-30');
      for (let d = 0; d < 40; d++) {
        const today = addDays('2026-10-01', d);
        for (const { on, from, to } of changes) {
          if ((to === null ? addDays(on, 1) : on) !== today) continue;
          expect(from).toBe(dose);
          dose = to;
        }
        expect([round, today, dose]).toEqual([round, today, taken(spans, today)]);
      }
    }
  });
});

/** The same said in another way: of the statements that hold on a day, those that began last. */
function taken(spans: readonly DoseSpan[], day: string): string | null {
  const holding = spans.filter(({ on, until }) => (!on || on <= day) && (!until || until >= day));
  if (holding.length === 0) return null;
  const begun = holding.reduce((a, { on }) => (on && on > a ? on : a), '');
  return [...new Set(holding.filter(({ on }) => (on ?? '') === begun).map(({ dose }) => dose))].join(' + ');
}

describe('the dose before', () => {
  it.each([
    ['75 mg twice daily', '150 mg twice daily', '75 mg'],
    ['75 mg', '150 mg', '75 mg'],
    ['75 mg twice daily', '150 mg once daily', '75 mg twice'],
    ['one in the morning', 'two in the morning', 'one'],
    ['as needed', 'as needed', 'as'],
    ['75 mg twice daily', '', '75 mg twice daily'],
    ['daily', '75 mg daily', 'daily'],
  ])('%s > %s: %s', (from, to, said) => expect(sayBefore(from, to)).toBe(said));
});
