import { describe, expect, it } from '@jest/globals';
import { budgetInClinic, budgetShare } from './budget.js';
import { sayOnPage } from './say.js';

describe('an alarm budget in words', () => {
  it.each([
    [0.02, 'About one false alarm per 50 patients a month'],
    [0.1, 'About one false alarm per 10 patients a month'],
    [0.5, 'About one false alarm per 2 patients a month'],
    [0.3, 'About 3 false alarms per 10 patients a month'],
    [0.07, 'About 0.7 false alarms per 10 patients a month'],
  ])('%d', (budget, words) => expect(budgetShare(budget)).toBe(words));

  it.each([
    [0.1, 14, 'in your clinic of 14 patients about 1.4 a month'],
    [0.1, 200, 'in your clinic of 200 patients about 20 a month'],
    [0.02, 14, 'in your clinic of 14 patients about one in 4 months'],
    [0.05, 13, 'in your clinic of 13 patients about one in 2 months'],
    [0.5, 1, 'in your clinic of 1 patient about one in 2 months'],
    [0.1, 0, 'no patient is monitored yet'],
  ])('%d with %i patients', (budget, patients, words) => expect(budgetInClinic(budget, patients)).toBe(words));
});

it.each([
  [0, 0, 'no alert'],
  [1, 0, '1 alert'],
  [7, 2, '7 alerts, 2 of them acted on'],
  [7, null, '7 alerts; how many you would have acted on is unknown'],
])('%i told and %p real', (told, real, words) => {
  expect(sayOnPage('budget.lookBack', { told, real: real ?? 0, known: real !== null })).toBe(words);
});

it('is translated where the language says so', () => {
  expect(sayOnPage('budget.nobody', {}, 'pseudo')).not.toBe(sayOnPage('budget.nobody', {}, 'en'));
});
