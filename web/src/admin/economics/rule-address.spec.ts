import { expect, it } from '@jest/globals';
import { defaultParseSearch } from '@tanstack/react-router';
import type { AlertEconomics } from '../../api/types.js';
import { readProposal } from '../rules/rule-draft.js';
import { ruleAddress } from './rule-address.js';

type Change = NonNullable<AlertEconomics['proposals'][number]['change']>;
/** A row for everything that economics may propose: a new one does not compile before it is here. */
const CHANGES: { readonly [Name in keyof Required<Change>]: Required<Change>[Name] } = {
  on: false,
  severity: 1,
  clearAfterDays: 16,
  discipline: 'nurse-coordinator',
};

it.each(Object.entries(CHANGES))('what is proposed of %s is in the form behind the button', (name, value) => {
  const address = new URL(ruleAddress('plateau', { [name]: value }), 'http://stepwell');
  expect(address.pathname).toBe('/rules/plateau');
  expect(readProposal(defaultParseSearch(address.search))).toEqual({ [name]: value });
});
