import { expect, it } from '@jest/globals';
import { findThreshold } from '../../detection/index.js';
import { listChoices, lookBack } from './look-back.js';

const points = [0.9, 0.4, 0.1, -0.1, -0.4].map((threshold, i) => ({ threshold, opened: 2 * i, real: 1, refuted: 0 }));
const lesson = {
  firstDay: '2026-08-01',
  lastDay: '2026-10-29',
  patients: 4,
  curve: { patientMonths: 12, judged: { real: 1, refuted: 0 }, points },
};

it('offers the clinic’s own budget among the usual ones', () => {
  expect(listChoices(0.1)).toEqual([0.02, 0.05, 0.1, 0.2, 0.5]);
  expect(listChoices(0.3)).toEqual([0.02, 0.05, 0.1, 0.2, 0.3, 0.5]);
});

it('does not say what would have been acted on where nothing was raised', () => {
  const { budgets } = lookBack(lesson, 0.1, findThreshold(0.1))!;
  expect(budgets.map(({ real }) => real)).toEqual([1, 1, 1, null, null]);
  expect(budgets.every(({ notifications }) => notifications >= 0)).toBe(true);
});

it('is none without patients', () => {
  expect(lookBack({ ...lesson, patients: 0 }, 0.1, 0)).toBeNull();
});
