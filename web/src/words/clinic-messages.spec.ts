import { expect, it } from '@jest/globals';
import { sayOnPage } from './say.js';

it.each([
  ['clinic', 'none', 'No patients yet.', /^Register the first one/],
  ['clinic', 'Seaf', 'No patient’s name contains “Seaf”.', /^Names are searched in full/],
  // Of the patients of others the page knows nothing: it must not say that there are none.
  ['mine', 'none', 'You are on no patient’s care team yet.', /the clinic may have others/],
  ['mine', 'Seaf', 'None of your patients’ names contains “Seaf”.', /you can break the glass/],
])('nobody found, %s, %s', (whose, query, title, why) => {
  expect(sayOnPage('patients.nobody', { whose, query })).toBe(title);
  expect(sayOnPage('patients.nobodyWhy', { whose, query })).toMatch(why);
});
