import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../../platform/http/domain-error.js';
import { placeRefusal } from './place-refusal.js';

describe('a refusal of the store', () => {
  it.each([
    ['start', 'Bundle.entry[3].resource', 'Bundle.entry[3].resource.effective'],
    ['value', '', 'Observation.value'],
    ['source', 'Bundle.entry[3].resource', 'Bundle.entry[3].resource'],
    ['', '', 'Observation'],
  ])('about %j at %j stands at %j', (about, at, path) => {
    const refusal = new DomainError('NOT_STORABLE', 422, 'No.', [{ path: about, message: 'No.' }], 'processing');
    expect(placeRefusal(refusal, at)).toMatchObject({ code: 'NOT_STORABLE', status: 422, errors: [{ path }] });
  });
});
