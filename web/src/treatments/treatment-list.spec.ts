import { describe, expect, it } from '@jest/globals';
import type { Treatment } from '../api/types.js';
import { goingOn, listTreatments, medicationsIn, nameOf, sayAll, whenWords } from './treatment-list.js';

const TODAY = '2026-11-20';
const noted = {
  version: 1,
  onExact: 'day',
  untilExact: 'day',
  planned: false,
  label: null,
  mayChangeLabel: true,
  notedAt: '',
  notedBy: null,
} as const;
const dose = (dose: string, on: string | null, until: string | null = null, medication = 'Pregabalin'): Treatment => ({
  ...noted,
  id: `${dose} ${on}`,
  kind: 'dose',
  medication,
  dose,
  on,
  until,
});
const procedure = (on: string | null, until: string | null = null): Treatment => ({
  ...noted,
  id: `p ${on}`,
  kind: 'procedure',
  text: 'Injection',
  on,
  until,
});
const planned = (treatment: Treatment): Treatment => ({ ...treatment, planned: true });
const inMonth = (treatment: Treatment): Treatment => ({ ...treatment, onExact: 'month', untilExact: 'month' });
const told = (...items: Treatment[]) =>
  listTreatments(items, TODAY).map((one) => `${one.stand}: ${nameOf(one.treatment)}, ${whenWords(one, TODAY)}`);

describe('the list of treatments', () => {
  it.each<[string, Treatment[], string[]]>([
    ['a dose that is taken', [dose('75 mg', '2026-11-01')], ['now: Pregabalin 75 mg, since 1 Nov']],
    ['of another year', [dose('75 mg', '2024-11-01')], ['now: Pregabalin 75 mg, since 1 Nov 2024']],
    ['ends today', [dose('75 mg', '2026-11-01', TODAY)], ['past: Pregabalin 75 mg, 1 Nov to 20 Nov, which is today']],
    ['ends tomorrow', [dose('75 mg', '2026-11-01', '2026-11-21')], ['now: Pregabalin 75 mg, 1 Nov to 21 Nov']],
    ['over', [dose('75 mg', '2026-11-01', '2026-11-19')], ['past: Pregabalin 75 mg, 1 Nov to 19 Nov']],
    ['to come', [dose('75 mg', '2026-11-21')], ['later: Pregabalin 75 mg, from 21 Nov']],
    ['nobody knows since when', [dose('75 mg', null)], ['now: Pregabalin 75 mg, day not known']],
    ['over, and nobody knows since when', [dose('75 mg', null, '2026-11-01')], ['past: Pregabalin 75 mg, until 1 Nov']],
    [
      'two that nobody ended are both taken',
      [dose('150 mg at night', '2026-11-10'), dose('75 mg in the morning', '2026-11-01')],
      ['now: Pregabalin 150 mg at night, since 10 Nov', 'now: Pregabalin 75 mg in the morning, since 1 Nov'],
    ],
    ['done today', [procedure(TODAY)], ['past: Injection, 20 Nov']],
    ['done', [procedure('2026-11-19')], ['past: Injection, 19 Nov']],
    ['done some day', [procedure(null)], ['past: Injection, day not known']],
    ['over some days', [procedure('2026-11-19', '2026-11-21')], ['now: Injection, 19 Nov to 21 Nov']],
    ['done in some month', [inMonth(procedure('2026-11-01'))], ['past: Injection, Nov 2026']],
    ['done in some year', [{ ...procedure('2024-01-01'), onExact: 'year' }], ['past: Injection, 2024']],
    ['taken since some month', [inMonth(dose('75 mg', '2026-09-01'))], ['now: Pregabalin 75 mg, since Sep 2026']],
    [
      'ended within the month it began in',
      [inMonth(dose('75 mg', '2026-09-01', '2026-09-30'))],
      ['past: Pregabalin 75 mg, Sep 2026'],
    ],
    ['planned', [planned(procedure('2026-11-30'))], ['later: Injection, planned for 30 Nov']],
    ['planned for today', [planned(procedure(TODAY))], ['later: Injection, planned for 20 Nov']],
    [
      'planned, and its day has passed',
      [planned(procedure('2026-11-19'))],
      ['lapsed: Injection, was planned for 19 Nov'],
    ],
    [
      'planned for some days that are not over',
      [planned(procedure('2026-11-19', '2026-11-21'))],
      ['later: Injection, planned for 19 Nov to 21 Nov'],
    ],
    ['planned for this month', [planned(inMonth(procedure('2026-11-01')))], ['later: Injection, planned for Nov 2026']],
    [
      'planned for a month that is over',
      [planned(inMonth(procedure('2026-10-01')))],
      ['lapsed: Injection, was planned for Oct 2026'],
    ],
    ['planned, nobody knows for when', [planned(procedure(null))], ['later: Injection, planned, day not known']],
    [
      'a dose that was planned, also where it was to last',
      [planned(dose('75 mg', '2026-11-19')), planned(dose('9 mg', '2026-11-01', '2026-11-30'))],
      ['lapsed: Pregabalin 75 mg, was planned from 19 Nov', 'lapsed: Pregabalin 9 mg, was planned for 1 Nov to 30 Nov'],
    ],
    [
      'what is so first, then what is to come',
      [procedure('2026-11-30'), dose('75 mg', '2026-11-01'), procedure('2026-10-01')],
      ['now: Pregabalin 75 mg, since 1 Nov', 'later: Injection, 30 Nov', 'past: Injection, 1 Oct'],
    ],
  ])('%s', (_name, items, lines) => expect(told(...items)).toEqual(lines));

  it('tells all that can be changed about one', () => {
    expect(sayAll(dose('75 mg', '2026-11-01', TODAY), TODAY)).toBe(
      'Pregabalin 75 mg. Days: 1 Nov to 20 Nov, which is today.',
    );
    const secret: Treatment = { ...procedure(TODAY), label: 'psychology' };
    expect(sayAll(secret, TODAY)).toBe('Injection. Days: 20 Nov. Protected: psychology.');
  });

  it('knows each medication by one name', () => {
    expect(
      medicationsIn([
        dose('1', null),
        dose('2', null, null, 'PREGABALIN'),
        dose('3', null, null, 'Duloxetine'),
        procedure(null),
      ]),
    ).toEqual(['Pregabalin', 'Duloxetine']);
  });

  it('finds the doses that a new one takes the place of', () => {
    const items = [
      dose('75 mg', '2026-11-01'),
      dose('25 mg', '2026-10-20', null, ' PREGABALIN'),
      dose('10 mg', null),
      dose('50 mg', '2026-10-01', '2026-10-31'),
      dose('30 mg', '2026-11-01', null, 'Duloxetine'),
      dose('at night', '2026-11-10'),
      planned(dose('1 mg', '2026-11-01')),
      procedure('2026-11-01'),
    ];
    const found = goingOn(items, { medication: 'pregabalin ', on: '2026-11-10' });
    expect(found.map((one) => one.dose)).toEqual(['75 mg', '25 mg', '10 mg']);
  });
});
